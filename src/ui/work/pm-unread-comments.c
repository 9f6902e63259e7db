/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-ui"

#include "ui/work/pm-unread-comments.h"

#include "domain/pm-comment.h"
#include "ui/common/pm-list-watch.h"

struct _PmUnreadComments {
  GObject parent_instance;

  PmWorkspace *workspace;
  gint64 poc_id;
  GListModel *comments;
  PmListWatch *watch;
  DexFuture *reading; /* while it is not known yet what was seen before */
  gint64 looked;      /* the newest that was seen when one looked away */
  gint64 seen;        /* the newest that was ever seen */
  gint64 since;
  guint n_unread;
  gboolean seeing;
};

G_DEFINE_FINAL_TYPE (PmUnreadComments, pm_unread_comments, G_TYPE_OBJECT)

enum {
  PROP_SEEING = 1,
  PROP_N_UNREAD,
  PROP_SINCE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* The newest of all, or of one's own. */
static gint64
find_newest (PmUnreadComments *self, gboolean only_mine)
{
  gint64 newest = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->comments); i++) {
    g_autoptr (PmComment) comment = g_list_model_get_item (self->comments, i);

    if (!only_mine || pm_comment_get_is_mine (comment))
      newest = MAX (newest, pm_comment_get_created_at (comment));
  }
  return newest;
}

/* One's own are never newer than that. */
static guint
count_unread (PmUnreadComments *self)
{
  guint n_unread = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->comments); i++) {
    g_autoptr (PmComment) comment = g_list_model_get_item (self->comments, i);

    n_unread += pm_comment_get_created_at (comment) > self->since;
  }
  return n_unread;
}

static void
set_since (PmUnreadComments *self, gint64 since)
{
  if (self->since == since)
    return;
  self->since = since;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SINCE]);
}

static void
set_n_unread (PmUnreadComments *self, guint n_unread)
{
  if (self->n_unread == n_unread)
    return;
  self->n_unread = n_unread;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNREAD]);
}

static DexFuture *
say_failure (DexFuture *future, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  g_debug ("What was read is forgotten: %s", error->message);
  return NULL;
}

static void
see (PmUnreadComments *self)
{
  gint64 newest = find_newest (self, FALSE);

  if (newest <= self->seen)
    return;
  self->seen = newest;
  dex_future_disown (dex_future_catch (
      pm_workspace_save_seen (self->workspace, self->poc_id, newest), say_failure, NULL, NULL));
}

/* Who has answered has read what was said before. */
static void
look_again (PmUnreadComments *self)
{
  if (self->comments == NULL || self->reading != NULL)
    return;
  set_since (self, MAX (self->looked, find_newest (self, TRUE)));
  if (self->seeing)
    see (self);
  set_n_unread (self, self->seeing ? 0 : count_unread (self));
}

static DexFuture *
on_read (DexFuture *future, gpointer data)
{
  PmUnreadComments *self = data;
  const GValue *seen = dex_future_get_value (future, NULL);

  if (future != self->reading)
    return NULL; /* another POC was opened meanwhile */
  dex_clear (&self->reading);
  self->looked = self->seen = seen != NULL ? g_value_get_int64 (seen) : G_MAXINT64;
  look_again (self);
  return NULL;
}

static void
set_seeing (PmUnreadComments *self, gboolean seeing)
{
  if (self->seeing == seeing)
    return;
  self->seeing = seeing;
  if (!seeing)
    self->looked = self->seen;
  look_again (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEEING]);
}

static void
pm_unread_comments_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmUnreadComments *self = PM_UNREAD_COMMENTS (object);

  switch (prop_id) {
  case PROP_SEEING:
    g_value_set_boolean (value, self->seeing);
    break;
  case PROP_N_UNREAD:
    g_value_set_uint (value, self->n_unread);
    break;
  case PROP_SINCE:
    g_value_set_int64 (value, self->since);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_unread_comments_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_SEEING:
    set_seeing (PM_UNREAD_COMMENTS (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_unread_comments_dispose (GObject *object)
{
  pm_unread_comments_close (PM_UNREAD_COMMENTS (object));

  G_OBJECT_CLASS (pm_unread_comments_parent_class)->dispose (object);
}

static void
pm_unread_comments_class_init (PmUnreadCommentsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_unread_comments_get_property;
  object_class->set_property = pm_unread_comments_set_property;
  object_class->dispose = pm_unread_comments_dispose;

  properties[PROP_SEEING] =
      g_param_spec_boolean ("seeing", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_UNREAD] = g_param_spec_uint ("n-unread", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_SINCE] =
      g_param_spec_int64 ("since", NULL, NULL, 0, G_MAXINT64, G_MAXINT64, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_unread_comments_init (PmUnreadComments *self)
{
  self->since = G_MAXINT64;
}

/**
 * pm_unread_comments_new:
 *
 * Returns: (transfer full): what knows of nothing new yet
 */
PmUnreadComments *
pm_unread_comments_new (void)
{
  return g_object_new (PM_TYPE_UNREAD_COMMENTS, NULL);
}

/**
 * pm_unread_comments_open:
 * @self: the object
 * @workspace: a workspace
 * @poc_id: a POC
 *
 * Turns to another POC. Nothing is new until it is known what was seen of it.
 */
void
pm_unread_comments_open (PmUnreadComments *self, PmWorkspace *workspace, gint64 poc_id)
{
  g_return_if_fail (PM_IS_UNREAD_COMMENTS (self));
  g_return_if_fail (PM_IS_WORKSPACE (workspace));

  pm_unread_comments_close (self);
  g_set_object (&self->workspace, workspace);
  self->poc_id = poc_id;
  self->reading = pm_workspace_find_seen (workspace, poc_id);
  self->comments =
      G_LIST_MODEL (pm_workspace_create_child_list (workspace, PM_TYPE_COMMENT, poc_id));
  self->watch = pm_list_watch_new (self->comments, "created-at");
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (look_again), self,
                           G_CONNECT_SWAPPED);
  dex_future_disown (
      dex_future_finally (dex_ref (self->reading), on_read, g_object_ref (self), g_object_unref));
}

/**
 * pm_unread_comments_close:
 * @self: the object
 *
 * Turns away from any POC.
 */
void
pm_unread_comments_close (PmUnreadComments *self)
{
  g_return_if_fail (PM_IS_UNREAD_COMMENTS (self));

  dex_clear (&self->reading);
  g_clear_object (&self->watch);
  g_clear_object (&self->comments);
  g_clear_object (&self->workspace);
  set_n_unread (self, 0);
  set_since (self, G_MAXINT64);
}
