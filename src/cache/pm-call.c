/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-call.h"

#include "domain/pm-error.h"

/**
 * pm_call_new:
 * @cache: the cache
 * @work: what is to be done on the thread
 * @answer: (nullable): what the future resolves to
 *
 * Returns: (transfer full): a call, to be filled and sent
 */
PmCall *
pm_call_new (PmCache *cache, PmCallWork work, PmCallAnswer answer)
{
  PmCall *self = g_new0 (PmCall, 1);

  self->cache = g_object_ref (cache);
  self->store = pm_cache_get_store (cache);
  self->work = work;
  self->answer = answer;
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->changes = pm_changes_new ();
  return self;
}

static void
call_free (gpointer data)
{
  PmCall *self = data;

  g_clear_object (&self->cache);
  g_clear_object (&self->record);
  g_clear_object (&self->original);
  g_clear_pointer (&self->page, pm_page_unref);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->prefix, g_free);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_object (&self->found);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->changes, pm_changes_free);
  pm_store_info_clear (&self->info);
  g_free (self);
}

/**
 * pm_call_set_record:
 * @self: a call
 * @record: a record of the main thread's
 *
 * Gives the call a copy, because what is on screen may change while the thread works.
 */
void
pm_call_set_record (PmCall *self, gpointer record)
{
  self->original = g_object_ref (record);
  self->record = pm_record_copy (record);
}

static gboolean
work_on_reader (PmDb *db, gpointer data, GError **error)
{
  PmCall *self = data;

  g_ptr_array_set_size (self->records, 0);
  g_clear_object (&self->found);
  return self->work (db, self, error);
}

/* That the mirror cannot be asked any more is no reason to deny what was done. */
static gboolean
work_on_writer (PmDb *db, gpointer data, GError **error)
{
  PmCall *self = data;
  gboolean done = self->work (db, self, error);

  pm_store_read_info (self->store, db, &self->info, NULL);
  return done;
}

static gboolean
ask (PmCall *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 mirror;

  do {
    g_clear_error (&local);
    mirror = pm_cache_get_mirror (self->cache);
    dex_await (pm_cache_read (self->cache, work_on_reader, self), &local);
  } while (pm_cache_was_interrupted (self->cache, local));

  if (local == NULL)
    return TRUE;
  if (g_error_matches (local, PM_ERROR, PM_ERROR_DAMAGED))
    pm_cache_report_damage (self->cache, mirror);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
commit_on_writer (PmDb *db, gpointer data, GError **error)
{
  PmCall *self = data;

  return self->commit (db, self, error);
}

static DexFuture *
send_order (PmCall *self)
{
  if (self->commit != NULL)
    return pm_cache_commit (self->cache, commit_on_writer, work_on_writer, self);
  return pm_cache_write (self->cache, work_on_writer, self);
}

static gboolean
order (PmCall *self, GError **error)
{
  gboolean done = dex_await (send_order (self), error);
  gboolean needs_mending = pm_store_info_needs_mending (&self->info);

  pm_cache_take (self->cache, &self->info, self->changes);
  if (needs_mending) /* if it fails, the next order tries again */
    dex_await (pm_cache_mend (self->cache), NULL);
  return done;
}

static DexFuture *
call_fiber (gpointer data)
{
  PmCall *self = data;
  GError *error = NULL;

  if (self->reads ? !ask (self, &error) : !order (self, &error))
    return dex_future_new_for_error (error);
  return self->answer == NULL ? dex_future_new_true () : self->answer (self);
}

/**
 * pm_call_send:
 * @self: (transfer full): a call
 *
 * Returns: (transfer full): resolves when the thread has done its work and the cache has told
 *   everybody
 */
DexFuture *
pm_call_send (PmCall *self)
{
  return dex_scheduler_spawn (NULL, 0, call_fiber, self, call_free);
}
