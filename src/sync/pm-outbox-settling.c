/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-private.h"

/*
 * What the server tells of everything may tell of what this desktop has done before the answer to
 * it comes, or instead of it. Then nothing needs to wait for that any longer. What was written later
 * goes on building on what was written here, and not on what is told: that may be what others have
 * made of it since, which is not to be overwritten unseen.
 */

typedef struct {
  PmOutbox *outbox;
  PmPage *page;
} PmSettling;

static void
settling_free (gpointer data)
{
  PmSettling *self = data;

  g_object_unref (self->outbox);
  pm_page_unref (self->page);
  g_free (self);
}

static PmOutboxEntry *
find_by_key (PmOutbox *outbox, const char *key)
{
  for (guint i = 0; i < outbox->entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (outbox->entries, i);

    if (!entry->done && g_strcmp0 (pm_operation_get_key (entry->operation), key) == 0)
      return entry;
  }
  return NULL;
}

/* Awaits. Whether it is still there is the cache's to say: a copy that is being built settles
 * nothing yet. */
static void
settle (PmOutbox *outbox, PmOutboxEntry *entry)
{
  gint64 id = pm_operation_get_id (entry->operation);
  g_autoptr (GError) error = NULL;
  gboolean present =
      dex_await_boolean (pm_cache_update_operation (outbox->cache, entry->operation), &error);

  entry = pm_outbox_find (outbox, id);
  if (error == NULL && !present && entry != NULL)
    entry->done = TRUE;
}

static DexFuture *
settle_fiber (gpointer data)
{
  PmSettling *self = data;

  for (guint i = 0; i < self->page->settled->len; i++) {
    const char *key = g_array_index (self->page->settled, PmSettled, i).key;
    PmOutboxEntry *entry = find_by_key (self->outbox, key);

    if (entry != NULL)
      settle (self->outbox, entry);
  }
  pm_outbox_pump (self->outbox);
  return dex_future_new_true ();
}

/**
 * pm_outbox_settle:
 * @self: an outbox
 * @page: a page that has been stored
 *
 * Lets go of the operations that the page has shown to be done, and sends what waited for them.
 */
void
pm_outbox_settle (PmOutbox *self, PmPage *page)
{
  PmSettling *data = g_new0 (PmSettling, 1);

  data->outbox = g_object_ref (self);
  data->page = pm_page_ref (page);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, settle_fiber, data, settling_free));
}
