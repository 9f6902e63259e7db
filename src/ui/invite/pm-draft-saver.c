/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/invite/pm-draft-saver.h"

#include "domain/pm-text.h"

#define SAVE_AFTER_MS 500

struct _PmDraftSaver {
  GObject parent_instance;

  PmWorkspace *workspace;
  PmDraft *draft;
  DexFuture *saving; /* while a fiber of ours runs */
  guint save_source;
  gboolean dirty;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (PmDraftSaver, pm_draft_saver, G_TYPE_OBJECT)

enum {
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
store (PmDraftSaver *self, GError **error)
{
  if (!pm_draft_is_blank (self->draft))
    return dex_await (pm_workspace_save_draft (self->workspace, self->draft), error);
  if (pm_draft_get_id (self->draft) == 0)
    return TRUE;
  if (!dex_await (pm_workspace_delete_draft (self->workspace, self->draft), error))
    return FALSE;
  pm_draft_set_id (self->draft, 0);
  return TRUE;
}

/* What changes while a save is under way is saved by the next round. */
static DexFuture *
save_fiber (gpointer data)
{
  PmDraftSaver *self = data;
  g_autoptr (GError) error = NULL;

  while (self->dirty && error == NULL) {
    self->dirty = FALSE;
    if (!store (self, &error))
      self->dirty = TRUE;
  }
  dex_clear (&self->saving);
  if (error == NULL)
    return dex_future_new_true ();
  g_signal_emit (self, signals[FAILED], 0, error);
  return dex_future_new_for_error (g_steal_pointer (&error));
}

static gboolean
save_now (gpointer data)
{
  PmDraftSaver *self = data;

  self->save_source = 0;
  dex_future_disown (pm_draft_saver_flush (self));
  return G_SOURCE_REMOVE;
}

static gboolean
is_written (GParamSpec *pspec)
{
  static const char *const ours[] = { "email", "first-name",       "last-name",
                                      "title", "personal-message", NULL };

  return g_strv_contains (ours, pspec->name);
}

static void
on_draft_changed (PmDraftSaver *self, GParamSpec *pspec)
{
  g_assert (PM_IS_DRAFT_SAVER (self));

  if (self->stopped || !is_written (pspec))
    return;
  self->dirty = TRUE;
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_AFTER_MS, save_now, self);
}

static void
pm_draft_saver_dispose (GObject *object)
{
  PmDraftSaver *self = PM_DRAFT_SAVER (object);

  pm_draft_saver_stop (self);
  dex_clear (&self->saving);
  g_clear_object (&self->draft);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_draft_saver_parent_class)->dispose (object);
}

static void
pm_draft_saver_class_init (PmDraftSaverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pm_draft_saver_dispose;

  signals[FAILED] = g_signal_new ("failed", PM_TYPE_DRAFT_SAVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
pm_draft_saver_init (PmDraftSaver *self)
{
}

/**
 * pm_draft_saver_new:
 * @workspace: where drafts are kept
 * @draft: the draft that is being written
 *
 * Returns: (transfer full): what saves it from now on
 */
PmDraftSaver *
pm_draft_saver_new (PmWorkspace *workspace, PmDraft *draft)
{
  PmDraftSaver *self;

  g_return_val_if_fail (PM_IS_WORKSPACE (workspace), NULL);
  g_return_val_if_fail (PM_IS_DRAFT (draft), NULL);

  self = g_object_new (PM_TYPE_DRAFT_SAVER, NULL);
  self->workspace = g_object_ref (workspace);
  self->draft = g_object_ref (draft);
  g_signal_connect_object (draft, "notify", G_CALLBACK (on_draft_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * pm_draft_saver_flush:
 * @self: a saver
 *
 * Saves what has not been saved yet.
 *
 * Returns: (transfer full): resolves when all that was written until now is safe
 */
DexFuture *
pm_draft_saver_flush (PmDraftSaver *self)
{
  dex_return_error_if_fail (PM_IS_DRAFT_SAVER (self));

  g_clear_handle_id (&self->save_source, g_source_remove);
  if (self->saving != NULL)
    return dex_ref (self->saving);
  if (!self->dirty)
    return dex_future_new_true ();
  self->saving = dex_scheduler_spawn (NULL, 0, save_fiber, g_object_ref (self), g_object_unref);
  return dex_ref (self->saving);
}

/**
 * pm_draft_saver_stop:
 * @self: a saver
 *
 * The draft has become something else: nothing is saved any more.
 */
void
pm_draft_saver_stop (PmDraftSaver *self)
{
  g_return_if_fail (PM_IS_DRAFT_SAVER (self));

  self->stopped = TRUE;
  self->dirty = FALSE;
  g_clear_handle_id (&self->save_source, g_source_remove);
}

/**
 * pm_draft_is_blank:
 * @draft: a draft
 *
 * Returns: whether nothing has been written
 */
gboolean
pm_draft_is_blank (PmDraft *draft)
{
  g_return_val_if_fail (PM_IS_DRAFT (draft), TRUE);

  return pm_text_is_blank (pm_draft_get_email (draft)) &&
         pm_text_is_blank (pm_draft_get_first_name (draft)) &&
         pm_text_is_blank (pm_draft_get_last_name (draft)) &&
         pm_text_is_blank (pm_draft_get_title (draft)) &&
         pm_text_is_blank (pm_draft_get_personal_message (draft));
}
