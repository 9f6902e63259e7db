/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-comment-keeper.h"

#include "domain/pm-text.h"

#define SAVE_AFTER_MS 500

struct _PmCommentKeeper {
  GObject parent_instance;

  PmWorkspace *workspace;
  DexFuture *reading; /* while it is not known yet what was written before */
  PmComment *comment; /* NULL when all is safe, or on its way */
  guint save_source;
};

G_DEFINE_FINAL_TYPE (PmCommentKeeper, pm_comment_keeper, G_TYPE_OBJECT)

enum {
  READ,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static DexFuture *
say_failure (DexFuture *future, gpointer self)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  g_signal_emit (self, signals[FAILED], 0, error);
  return NULL;
}

static DexFuture *
on_read (DexFuture *future, gpointer data)
{
  PmCommentKeeper *self = data;
  const GValue *found = dex_future_get_value (future, NULL);

  if (future != self->reading)
    return NULL; /* another POC was opened meanwhile */
  dex_clear (&self->reading);
  if (found == NULL)
    return say_failure (future, self);
  g_signal_emit (self, signals[READ], 0, g_value_get_object (found));
  return NULL;
}

static gboolean
save_now (gpointer data)
{
  PmCommentKeeper *self = data;

  self->save_source = 0;
  pm_comment_keeper_flush (self);
  return G_SOURCE_REMOVE;
}

static void
pm_comment_keeper_dispose (GObject *object)
{
  PmCommentKeeper *self = PM_COMMENT_KEEPER (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  dex_clear (&self->reading);
  g_clear_object (&self->comment);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_comment_keeper_parent_class)->dispose (object);
}

static void
pm_comment_keeper_class_init (PmCommentKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pm_comment_keeper_dispose;

  signals[READ] = g_signal_new ("read", PM_TYPE_COMMENT_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, PM_TYPE_COMMENT);
  signals[FAILED] = g_signal_new ("failed", PM_TYPE_COMMENT_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
pm_comment_keeper_init (PmCommentKeeper *self)
{
}

/**
 * pm_comment_keeper_new:
 *
 * Returns: (transfer full): a keeper that has nothing to keep yet
 */
PmCommentKeeper *
pm_comment_keeper_new (void)
{
  return g_object_new (PM_TYPE_COMMENT_KEEPER, NULL);
}

/**
 * pm_comment_keeper_open:
 * @self: a keeper
 * @workspace: where comments are kept
 * @poc_id: the POC that is written on from now on
 *
 * Saves what was noted on another POC, and looks for what was written on this one before. Until it
 * is known, an empty field means nothing.
 */
void
pm_comment_keeper_open (PmCommentKeeper *self, PmWorkspace *workspace, gint64 poc_id)
{
  g_return_if_fail (PM_IS_COMMENT_KEEPER (self));
  g_return_if_fail (PM_IS_WORKSPACE (workspace));

  pm_comment_keeper_flush (self);
  g_set_object (&self->workspace, workspace);
  dex_clear (&self->reading);
  self->reading = pm_workspace_find_comment_draft (workspace, poc_id);
  dex_future_disown (
      dex_future_finally (dex_ref (self->reading), on_read, g_object_ref (self), g_object_unref));
}

/**
 * pm_comment_keeper_note:
 * @self: a keeper of the POC
 * @comment: what stands there now, in place of what was noted before; a blank one is forgotten
 */
void
pm_comment_keeper_note (PmCommentKeeper *self, PmComment *comment)
{
  g_return_if_fail (PM_IS_COMMENT_KEEPER (self));
  g_return_if_fail (PM_IS_COMMENT (comment));

  if (self->reading != NULL && pm_text_is_blank (pm_comment_get_content (comment)))
    return;
  g_set_object (&self->comment, comment);
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add (SAVE_AFTER_MS, save_now, self);
}

/**
 * pm_comment_keeper_flush:
 * @self: a keeper
 *
 * Saves what has not been saved yet.
 */
void
pm_comment_keeper_flush (PmCommentKeeper *self)
{
  g_autoptr (PmComment) comment = NULL;

  g_return_if_fail (PM_IS_COMMENT_KEEPER (self));

  g_clear_handle_id (&self->save_source, g_source_remove);
  comment = g_steal_pointer (&self->comment);
  if (comment != NULL)
    dex_future_disown (dex_future_catch (pm_workspace_save_comment_draft (self->workspace, comment),
                                         say_failure, g_object_ref (self), g_object_unref));
}
