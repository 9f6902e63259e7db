/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-comment-composer.h"

#include "domain/pm-comment.h"
#include "domain/pm-role.h"
#include "domain/pm-task.h"
#include "domain/pm-text.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-text-area.h"
#include "ui/common/pm-toast.h"
#include "ui/work/pm-comment-keeper.h"
#include "ui/work/pm-comment-words.h"

#include <glib/gi18n.h>

/* What a server of API 1.0.0 takes. */
#define PLAIN_COMMENT_MAX 1000

struct _PmCommentComposer {
  GtkBox parent_instance;

  AdwToggleGroup *audience;
  GtkDropDown *target;
  PmTextArea *text;

  PmWorkspace *workspace;
  GSignalGroup *workspace_signals;
  gint64 poc_id;
  GListModel *targets; /* the POC itself, where that can be, and its tasks */
  gint64 wanted_task;  /* to be chosen as soon as it is there, or 0 */
  gboolean internal;
  gboolean narrow;
  gboolean taken_up;
  PmCommentKeeper *keeper;
};

G_DEFINE_FINAL_TYPE (PmCommentComposer, pm_comment_composer, GTK_TYPE_BOX)

enum {
  PROP_WORKSPACE = 1,
  PROP_INTERNAL,
  PROP_MAY_CHOOSE,
  PROP_N_TARGETS,
  PROP_MISSING,
  PROP_NARROW,
  PROP_TAKEN_UP,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void remember (PmCommentComposer *self);

/* --- Who reads it --- */

static gboolean
may_choose (PmCommentComposer *self)
{
  PmRole role = PM_ROLE_CUSTOMER;

  if (self->workspace != NULL)
    g_object_get (self->workspace, "role", &role, NULL);
  return pm_role_can_see_internal (role);
}

/* Why nothing can be said, if so. */
static const char *
find_missing (PmCommentComposer *self)
{
  if (self->targets == NULL || g_list_model_get_n_items (self->targets) > 0)
    return NULL;
  return pm_workspace_explain_missing (PM_CAPABILITY_POC_COMMENTS);
}

static void
set_class (PmCommentComposer *self, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
show_audience (PmCommentComposer *self)
{
  gboolean may = may_choose (self);

  set_class (self, "internal", may && self->internal);
  set_class (self, "public", may && !self->internal);
  adw_toggle_group_set_active_name (self->audience, self->internal ? "internal" : "public");
}

static void
set_internal (PmCommentComposer *self, gboolean internal)
{
  self->internal = internal && may_choose (self);
  show_audience (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INTERNAL]);
}

static void
on_audience_chosen (PmCommentComposer *self)
{
  const char *name = adw_toggle_group_get_active_name (self->audience);
  gboolean internal = g_strcmp0 (name, "internal") == 0;

  if (name == NULL || internal == self->internal)
    return;
  set_internal (self, internal);
  remember (self);
}

static void
on_account_changed (PmCommentComposer *self)
{
  set_internal (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAY_CHOOSE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MISSING]);
}

/* --- How much room it takes --- */

static gboolean
is_open (gpointer scope, gboolean narrow, gboolean taken_up, const char *text)
{
  return !narrow || taken_up || !pm_text_is_blank (text);
}

static int
field_height (gpointer scope, gboolean narrow)
{
  return narrow ? 0 : 60;
}

static void
take_up (PmCommentComposer *self)
{
  g_object_set (self, "taken-up", TRUE, NULL);
}

/* --- What it is about --- */

static void
choose_wanted (PmCommentComposer *self)
{
  for (guint i = 0; self->wanted_task != 0 && i < g_list_model_get_n_items (self->targets); i++) {
    g_autoptr (PmTask) task = g_list_model_get_item (self->targets, i);

    if (pm_task_get_id (task) != self->wanted_task)
      continue;
    gtk_drop_down_set_selected (self->target, i);
    self->wanted_task = 0;
  }
}

static void
on_targets_changed (PmCommentComposer *self)
{
  choose_wanted (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "comment.post",
                                 g_list_model_get_n_items (self->targets) > 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TARGETS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MISSING]);
}

static GListModel *
list_targets (PmCommentComposer *self, GListModel *tasks)
{
  GListStore *parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GListStore) first = g_list_store_new (PM_TYPE_TASK);
  g_autoptr (PmTask) whole = pm_task_new ();

  pm_task_set_title (whole, _ ("The Whole POC"));
  if (pm_workspace_get_capabilities (self->workspace) & PM_CAPABILITY_POC_COMMENTS)
    g_list_store_append (first, whole);
  g_list_store_append (parts, first);
  g_list_store_append (parts, tasks);
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)));
}

/* --- What is being written --- */

static PmComment *
comment_new (PmCommentComposer *self)
{
  PmComment *comment = pm_comment_new ();
  PmTask *task = gtk_drop_down_get_selected_item (self->target);
  g_autofree char *text = pm_text_area_dup_text (self->text);

  pm_comment_set_poc_id (comment, self->poc_id);
  if (task != NULL && pm_task_get_id (task) != 0)
    pm_comment_set_poc_task_id (comment, pm_task_get_id (task));
  pm_comment_set_subject (comment, "");
  pm_comment_set_content (comment, g_strstrip (text));
  pm_comment_set_is_internal (comment, self->internal);
  return comment;
}

static void
remember (PmCommentComposer *self)
{
  g_autoptr (PmComment) comment = NULL;

  if (self->poc_id == 0 || self->targets == NULL)
    return;
  comment = comment_new (self);
  pm_comment_keeper_note (self->keeper, comment);
}

static void
show_comment (PmCommentComposer *self, PmComment *comment)
{
  set_internal (self, pm_comment_get_is_internal (comment));
  self->wanted_task = pm_comment_get_poc_task_id (comment);
  gtk_drop_down_set_selected (self->target, 0);
  choose_wanted (self);
  g_object_set (self->text, "text", pm_comment_get_content (comment), NULL);
}

static void
show_failure (PmCommentComposer *self, const GError *error)
{
  pm_toast_show_error (GTK_WIDGET (self), error);
}

/* What was written before, perhaps days ago, is there to go on with. */
static void
go_on_writing (PmCommentComposer *self, PmComment *comment)
{
  g_autofree char *present = pm_text_area_dup_text (self->text);

  if (!pm_text_is_blank (present))
    remember (self);
  else if (comment != NULL)
    show_comment (self, comment);
}

/* What is being written on one POC is never posted to another. */
static void
change_poc (PmCommentComposer *self, gint64 poc_id)
{
  if (self->poc_id == poc_id)
    return;
  pm_comment_keeper_open (self->keeper, self->workspace, poc_id);
  self->poc_id = poc_id;
  self->wanted_task = 0;
  g_object_set (self->text, "text", NULL, NULL);
  set_internal (self, TRUE);
}

/* --- Posting --- */

typedef struct {
  PmCommentComposer *composer;
  PmWorkspace *workspace;
  PmComment *comment;
  gint64 operation_id;
} Posting;

static void
posting_clear (gpointer data)
{
  Posting *posting = data;

  g_object_unref (posting->composer);
  g_object_unref (posting->workspace);
  g_object_unref (posting->comment);
}

static void
posting_release (gpointer data)
{
  g_rc_box_release_full (data, posting_clear);
}

/* What is being written on another POC by now stays there. */
static DexFuture *
keep_if_alone (DexFuture *future, gpointer data)
{
  Posting *posting = data;

  if (g_value_get_object (dex_future_get_value (future, NULL)) != NULL)
    return NULL;
  return pm_workspace_save_comment_draft (posting->workspace, posting->comment);
}

/* What was taken back, or could not be stored, is there to be written anew. */
static DexFuture *
write_anew (DexFuture *future, gpointer data)
{
  Posting *posting = data;
  PmCommentComposer *self = posting->composer;
  gint64 poc_id = pm_comment_get_poc_id (posting->comment);
  g_autofree char *present = pm_text_area_dup_text (self->text);

  if (self->workspace != posting->workspace || poc_id != self->poc_id)
    return dex_future_then (pm_workspace_find_comment_draft (posting->workspace, poc_id),
                            keep_if_alone, g_rc_box_acquire (posting), posting_release);
  if (pm_text_is_blank (present))
    show_comment (self, posting->comment);
  return NULL;
}

static DexFuture *
write_anew_and_fail (DexFuture *future, gpointer data)
{
  dex_future_disown (write_anew (future, data));
  return dex_ref (future);
}

static void
on_undo (gpointer data)
{
  Posting *posting = data;
  DexFuture *discarded = pm_workspace_discard (posting->workspace, posting->operation_id);

  pm_toast_watch (
      GTK_WIDGET (posting->composer),
      dex_future_then (discarded, write_anew, g_rc_box_acquire (posting), posting_release));
}

static DexFuture *
say_posted (DexFuture *future, gpointer data)
{
  Posting *posting = data;
  const char *words = pm_comment_words_posted (may_choose (posting->composer),
                                               pm_comment_get_is_internal (posting->comment));

  posting->operation_id = g_value_get_int64 (dex_future_get_value (future, NULL));
  pm_toast_offer_undo (GTK_WIDGET (posting->composer), words, PM_UNDO_SECONDS, on_undo,
                       g_rc_box_acquire (posting), posting_release);
  return NULL;
}

static gsize
get_max_chars (PmCommentComposer *self)
{
  PmCapabilities capabilities = pm_workspace_get_capabilities (self->workspace);

  return capabilities & PM_CAPABILITY_CHANGES ? PM_TEXT_COMMENT_MAX : PLAIN_COMMENT_MAX;
}

static void
post (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmCommentComposer *self = PM_COMMENT_COMPOSER (widget);
  Posting *posting;
  DexFuture *created;

  if (!pm_text_area_check (self->text, TRUE, get_max_chars (self))) {
    gtk_widget_grab_focus (GTK_WIDGET (self->text));
    return;
  }
  posting = g_rc_box_new0 (Posting);
  posting->composer = g_object_ref (self);
  posting->workspace = g_object_ref (self->workspace);
  posting->comment = comment_new (self);
  created =
      dex_future_catch (pm_workspace_create_item (self->workspace, PM_RECORD (posting->comment)),
                        write_anew_and_fail, g_rc_box_acquire (posting), posting_release);
  g_object_set (self->text, "text", "", NULL);
  pm_toast_watch (widget, dex_future_then (created, say_posted, posting, posting_release));
}

/* --- The object --- */

static void
set_workspace (PmCommentComposer *self, PmWorkspace *workspace)
{
  if (!g_set_object (&self->workspace, workspace))
    return;
  g_signal_group_set_target (self->workspace_signals, workspace);
  pm_comment_keeper_flush (self->keeper);
  self->poc_id = 0;
  on_account_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

/* The window may be closed before it is seen again. */
static void
pm_comment_composer_unmap (GtkWidget *widget)
{
  pm_comment_keeper_flush (PM_COMMENT_COMPOSER (widget)->keeper);
  g_object_set (widget, "taken-up", FALSE, NULL);

  GTK_WIDGET_CLASS (pm_comment_composer_parent_class)->unmap (widget);
}

static void
pm_comment_composer_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmCommentComposer *self = PM_COMMENT_COMPOSER (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_INTERNAL:
    g_value_set_boolean (value, self->internal);
    break;
  case PROP_MAY_CHOOSE:
    g_value_set_boolean (value, may_choose (self));
    break;
  case PROP_N_TARGETS:
    g_value_set_uint (value, self->targets != NULL ? g_list_model_get_n_items (self->targets) : 0);
    break;
  case PROP_MISSING:
    g_value_set_string (value, find_missing (self));
    break;
  case PROP_NARROW:
    g_value_set_boolean (value, self->narrow);
    break;
  case PROP_TAKEN_UP:
    g_value_set_boolean (value, self->taken_up);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_comment_composer_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  PmCommentComposer *self = PM_COMMENT_COMPOSER (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    set_workspace (self, g_value_get_object (value));
    break;
  case PROP_INTERNAL:
    set_internal (self, g_value_get_boolean (value));
    break;
  case PROP_NARROW:
    self->narrow = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_TAKEN_UP:
    self->taken_up = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_comment_composer_dispose (GObject *object)
{
  PmCommentComposer *self = PM_COMMENT_COMPOSER (object);

  g_clear_object (&self->workspace_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_COMMENT_COMPOSER);
  g_clear_object (&self->targets);
  g_clear_object (&self->workspace);
  g_clear_object (&self->keeper);

  G_OBJECT_CLASS (pm_comment_composer_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, writable);
  properties[PROP_INTERNAL] = g_param_spec_boolean ("internal", NULL, NULL, FALSE, writable);
  properties[PROP_MAY_CHOOSE] = g_param_spec_boolean ("may-choose", NULL, NULL, FALSE, readable);
  properties[PROP_N_TARGETS] =
      g_param_spec_uint ("n-targets", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_MISSING] = g_param_spec_string ("missing", NULL, NULL, NULL, readable);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, writable);
  properties[PROP_TAKEN_UP] = g_param_spec_boolean ("taken-up", NULL, NULL, FALSE, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_comment_composer_class_init (PmCommentComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_comment_composer_get_property;
  object_class->set_property = pm_comment_composer_set_property;
  object_class->dispose = pm_comment_composer_dispose;
  widget_class->unmap = pm_comment_composer_unmap;
  install_properties (object_class);

  g_type_ensure (PM_TYPE_TASK);
  g_type_ensure (PM_TYPE_TEXT_AREA);
  gtk_widget_class_install_action (widget_class, "comment.post", NULL, post);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-comment-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, PmCommentComposer, audience);
  gtk_widget_class_bind_template_child (widget_class, PmCommentComposer, target);
  gtk_widget_class_bind_template_child (widget_class, PmCommentComposer, text);
  gtk_widget_class_bind_template_callback (widget_class, field_height);
  gtk_widget_class_bind_template_callback (widget_class, is_open);
  gtk_widget_class_bind_template_callback (widget_class, on_audience_chosen);
  gtk_widget_class_bind_template_callback (widget_class, remember);
  gtk_widget_class_bind_template_callback (widget_class, take_up);
  pm_closures_bind (widget_class);
  pm_comment_words_bind (widget_class);
}

static void
pm_comment_composer_init (PmCommentComposer *self)
{
  self->keeper = pm_comment_keeper_new ();
  g_signal_connect_object (self->keeper, "read", G_CALLBACK (go_on_writing), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (show_failure), self,
                           G_CONNECT_SWAPPED);
  self->workspace_signals = g_signal_group_new (PM_TYPE_WORKSPACE);
  g_signal_group_connect_swapped (self->workspace_signals, "notify::role",
                                  G_CALLBACK (on_account_changed), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  set_internal (self, TRUE);
}

/**
 * pm_comment_composer_open:
 * @self: the composer
 * @poc_id: the POC that is spoken of
 * @tasks: its tasks
 */
void
pm_comment_composer_open (PmCommentComposer *self, gint64 poc_id, GListModel *tasks)
{
  g_return_if_fail (PM_IS_COMMENT_COMPOSER (self));
  g_return_if_fail (G_IS_LIST_MODEL (tasks));

  change_poc (self, poc_id);
  g_clear_object (&self->targets);
  self->targets = list_targets (self, tasks);
  gtk_drop_down_set_model (self->target, self->targets);
  g_signal_connect_object (self->targets, "items-changed", G_CALLBACK (on_targets_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  on_targets_changed (self);
}

/**
 * pm_comment_composer_write_on:
 * @self: the composer
 * @task_id: a task of the POC
 *
 * Lets the keyboard write on a task.
 */
void
pm_comment_composer_write_on (PmCommentComposer *self, gint64 task_id)
{
  g_return_if_fail (PM_IS_COMMENT_COMPOSER (self));

  self->wanted_task = task_id;
  if (self->targets != NULL)
    choose_wanted (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}
