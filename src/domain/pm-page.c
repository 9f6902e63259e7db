/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-page.h"

G_DEFINE_BOXED_TYPE (PmPage, pm_page, pm_page_ref, pm_page_unref)

static void
clear_page (gpointer data)
{
  PmPage *self = data;

  g_ptr_array_unref (self->records);
  g_array_unref (self->destroyed);
  g_array_unref (self->scopes);
  g_free (self->old_state);
  g_free (self->new_state);
  g_free (self->epoch);
  g_array_unref (self->settled);
}

static void
clear_settled (gpointer data)
{
  g_free (((PmSettled *) data)->key);
}

/**
 * pm_page_new:
 *
 * Returns: (transfer full): a page without objects and without states. Any thread.
 */
PmPage *
pm_page_new (void)
{
  PmPage *self = g_atomic_rc_box_new0 (PmPage);

  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->destroyed = g_array_new (FALSE, FALSE, sizeof (PmTombstone));
  self->scopes = g_array_new (FALSE, FALSE, sizeof (PmScope));
  self->settled = g_array_new (FALSE, FALSE, sizeof (PmSettled));
  g_array_set_clear_func (self->settled, clear_settled);
  return self;
}

/**
 * pm_page_ref:
 * @self: a page
 *
 * Returns: (transfer full): @self. Any thread.
 */
PmPage *
pm_page_ref (PmPage *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * pm_page_unref:
 * @self: (transfer full): a page
 *
 * Gives up a reference; the last one frees the page. Any thread.
 */
void
pm_page_unref (PmPage *self)
{
  g_atomic_rc_box_release_full (self, clear_page);
}

/**
 * pm_page_add_settled:
 * @self: a page that is being made
 * @key: the key of one of our own operations
 * @type: the record type of what it has changed, or %G_TYPE_INVALID
 * @id: its id
 *
 * Says that the page carries the operation's effect.
 */
void
pm_page_add_settled (PmPage *self, const char *key, GType type, gint64 id)
{
  PmSettled settled = { g_strdup (key), type, id };

  g_array_append_val (self->settled, settled);
}

static void
copy_settled (PmPage *from, PmPage *to)
{
  for (guint i = 0; i < from->settled->len; i++) {
    PmSettled *settled = &g_array_index (from->settled, PmSettled, i);

    pm_page_add_settled (to, settled->key, settled->type, settled->id);
  }
}

static gpointer
copy_ref (gconstpointer record, gpointer data)
{
  return g_object_ref ((gpointer) record);
}

/**
 * pm_page_copy_frame:
 * @self: a page
 *
 * Returns: (transfer full): a page of the same states that is still without objects, tombstones
 *   and scopes. Any thread.
 */
PmPage *
pm_page_copy_frame (PmPage *self)
{
  PmPage *copy = pm_page_new ();

  copy->old_state = g_strdup (self->old_state);
  copy->new_state = g_strdup (self->new_state);
  copy->epoch = g_strdup (self->epoch);
  copy->seq = self->seq;
  copy->total = self->total;
  copy->date = self->date;
  copy->has_more = self->has_more;
  copy->read = self->read;
  copy_settled (self, copy);
  return copy;
}

/**
 * pm_page_append:
 * @self: a page that nobody else has yet
 * @next: the page after it
 *
 * Makes one page of two, which is stored in one go. Nothing happens where that would say something
 * else: a page of another life of the database, one that was made by reading lists, one that leads
 * nowhere; or where something that is gone would come after its successors.
 *
 * Returns: whether it was done
 */
gboolean
pm_page_append (PmPage *self, PmPage *next)
{
  if (self->read > 0 || next->read > 0 || self->destroyed->len > 0 ||
      g_strcmp0 (self->epoch, next->epoch) != 0 ||
      g_strcmp0 (self->new_state, next->new_state) == 0)
    return FALSE;
  g_ptr_array_extend (self->records, next->records, copy_ref, NULL);
  g_array_append_vals (self->destroyed, next->destroyed->data, next->destroyed->len);
  copy_settled (next, self);
  g_set_str (&self->new_state, next->new_state);
  self->seq = next->seq;
  self->date = next->date;
  self->has_more = next->has_more;
  return TRUE;
}
