/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-private.h"

#include "domain/pm-item.h"
#include "remote/pm-item-payload.h"
#include "remote/pm-remote-items.h"

/*
 * What was written later builds on what was written before. It says what it has seen, so that
 * nothing of somebody else's is overwritten unseen; when the earlier operation turns out otherwise
 * than it showed, the later ones have seen that instead. All of these await.
 */

/* What has become of an operation, for one that was written later. */
typedef struct {
  PmOutboxEntry *entry;
  PmRecord *result; /* (nullable): the item as the server has it since; NULL: it is not to be */
  char *written;    /* what the later ones still see of it */
} PmRebase;

static GArray *
list_later (PmOutbox *self, PmOutboxEntry *entry)
{
  gint64 id = pm_operation_get_id (entry->operation);
  GArray *later = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->entries->len; i++) {
    PmOutboxEntry *other = g_ptr_array_index (self->entries, i);
    gint64 other_id = pm_operation_get_id (other->operation);

    if (other_id > id && g_str_equal (other->lane, entry->lane) &&
        pm_operation_get_state (other->operation) != PM_OPERATION_STATE_SENDING)
      g_array_append_val (later, other_id);
  }
  return later;
}

static gboolean
rewrite (PmOutbox *self,
         PmOutboxEntry *entry,
         const char *payload,
         const char *base,
         GError **error)
{
  PmOperation *operation = entry->operation;

  if (g_strcmp0 (payload, pm_operation_get_payload (operation)) == 0 &&
      g_strcmp0 (base, pm_operation_get_base (operation)) == 0)
    return TRUE;
  pm_outbox_entry_set_texts (entry, payload, base);
  return pm_outbox_store (self, entry, error) || *error == NULL;
}

static gboolean
rebase (PmOutbox *self, PmOutboxEntry *later, PmRebase *rebase, GError **error)
{
  PmOperation *earlier = rebase->entry->operation;
  const char *payload = pm_operation_get_payload (later->operation);
  const char *base = pm_operation_get_base (later->operation);
  g_autofree char *written = g_steal_pointer (&rebase->written);
  g_autofree char *seen = NULL;

  rebase->written =
      payload != NULL ? pm_item_payload_without (written, payload) : g_strdup (written);
  if (base == NULL)
    return TRUE;
  seen = rebase->result != NULL
             ? pm_item_payload_take_over (base, payload, written, rebase->result)
             : pm_item_payload_roll_back (base, written, pm_operation_get_base (earlier));
  return rewrite (self, later, payload, seen, error);
}

static gboolean
rebase_later (PmOutbox *self, PmOutboxEntry *entry, PmRecord *result, GError **error)
{
  g_autoptr (GArray) ids = list_later (self, entry);
  PmRebase data = { entry, result, NULL };
  gboolean done = TRUE;

  /* Whoever makes an item has written all of it: what is not said is the server's to fill in. */
  if (pm_operation_get_kind (entry->operation) == PM_OPERATION_KIND_CREATE)
    data.written = pm_item_payload_of_base (result, NULL, TRUE);
  else
    data.written = g_strdup (pm_operation_get_payload (entry->operation));
  for (guint i = 0; i < ids->len && done; i++) {
    PmOutboxEntry *later = pm_outbox_find (self, g_array_index (ids, gint64, i));

    done = later == NULL || later->done || rebase (self, later, &data, error);
  }
  g_free (data.written);
  return done;
}

/**
 * pm_outbox_rebase_on:
 * @self: an outbox
 * @entry: what has made or changed an item
 * @answer: the server's answer, which shows the item
 * @error: return location
 *
 * Lets what was written later to the same item build on what the server has made of it.
 *
 * Returns: whether that is stored
 */
gboolean
pm_outbox_rebase_on (PmOutbox *self, PmOutboxEntry *entry, PmAnswer *answer, GError **error)
{
  PmItemType type = pm_operation_get_item_type (entry->operation);
  g_autoptr (PmRecord) result = pm_answer_read_item (answer, type, NULL);

  return result == NULL || rebase_later (self, entry, result, error);
}

/**
 * pm_outbox_rebase_back:
 * @self: an outbox
 * @entry: a change that is not to be, for now or for good
 * @error: return location
 *
 * Lets what was written later to the same item build on what was there before.
 *
 * Returns: whether that is stored
 */
gboolean
pm_outbox_rebase_back (PmOutbox *self, PmOutboxEntry *entry, GError **error)
{
  return pm_operation_get_kind (entry->operation) != PM_OPERATION_KIND_EDIT ||
         rebase_later (self, entry, NULL, error);
}

static gboolean
let_go (PmOutbox *self, PmOutboxEntry *entry, PmItemType gone, gint64 number, GError **error)
{
  PmOperation *operation = entry->operation;
  PmItemType type = pm_operation_get_item_type (operation);
  g_autofree char *payload = NULL, *base = NULL;

  payload = pm_item_payload_let_go (pm_operation_get_payload (operation), type, gone, number);
  base = pm_item_payload_let_go (pm_operation_get_base (operation), type, gone, number);
  return rewrite (self, entry, payload, base, error);
}

static GArray *
list_naming (PmOutbox *self, PmOutboxEntry *removed)
{
  GArray *naming = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (self->entries, i);
    gint64 id = pm_operation_get_id (entry->operation);

    if (!entry->done &&
        g_ptr_array_find_with_equal_func (entry->names, removed->lane, g_str_equal, NULL))
      g_array_append_val (naming, id);
  }
  return naming;
}

/**
 * pm_outbox_rebase_without:
 * @self: an outbox
 * @entry: what has removed an item
 * @error: return location
 *
 * Lets what names the item, and can do without it, name nothing there, as the server does.
 *
 * Returns: whether that is stored
 */
gboolean
pm_outbox_rebase_without (PmOutbox *self, PmOutboxEntry *entry, GError **error)
{
  PmItemType type = pm_operation_get_item_type (entry->operation);
  gint64 number = pm_operation_get_item_id (entry->operation);
  g_autoptr (GArray) ids = list_naming (self, entry);

  for (guint i = 0; i < ids->len; i++) {
    PmOutboxEntry *naming = pm_outbox_find (self, g_array_index (ids, gint64, i));

    if (naming != NULL && !naming->done && !let_go (self, naming, type, number, error))
      return FALSE;
  }
  return TRUE;
}
