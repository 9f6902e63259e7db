/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-poc-page.h"

#include "domain/pm-role.h"
#include "domain/pm-text.h"
#include "ui/invite/pm-invite-dialog.h"
#include "ui/participants/pm-people-tally.h"
#include "ui/poc/pm-poc-dialog.h"
#include "ui/poc/pm-poc-view.h"
#include "ui/work/pm-item-actions.h"
#include "ui/work/pm-unread-comments.h"
#include "workspace/pm-workspace.h"

#include <glib/gi18n.h>

struct _PmPocPage {
  AdwNavigationPage parent_instance;

  PmPocView *view; /* NULL until there is a POC to show: it is large */

  PmWorkspace *workspace;
  PmPoc *poc;
  PmPeopleTally *tally;
  PmUnreadComments *unread;
  GSignalGroup *workspace_signals;
  GSignalGroup *poc_signals;
  GBindingGroup *poc_bindings;
};

G_DEFINE_FINAL_TYPE (PmPocPage, pm_poc_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  PROP_WORKSPACE = 1,
  PROP_POC,
  PROP_TALLY,
  PROP_UNREAD,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static gboolean
title_page (GBinding *binding, const GValue *title, GValue *page_title, gpointer data)
{
  const char *text = g_value_get_string (title);

  g_value_set_string (page_title, pm_text_is_blank (text) ? _ ("POC") : text);
  return TRUE;
}

static char *
page_name (PmPocPage *self, PmPoc *poc)
{
  return g_strdup (poc != NULL ? "poc" : "none");
}

static void
create_view (PmPocPage *self)
{
  static const char *const bound[] = { "workspace", "poc", "tally", "unread" };
  GtkWidget *stack = adw_navigation_page_get_child (ADW_NAVIGATION_PAGE (self));

  self->view = pm_poc_view_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (bound); i++)
    g_object_bind_property (self, bound[i], self->view, bound[i], G_BINDING_SYNC_CREATE);
  gtk_stack_add_named (GTK_STACK (stack), GTK_WIDGET (self->view), "poc");
}

static void
count_people (PmPocPage *self)
{
  g_autoptr (PmPersonList) people = NULL;

  if (self->workspace != NULL && self->poc != NULL)
    people = pm_workspace_create_person_list (self->workspace, pm_poc_get_id (self->poc));
  pm_people_tally_set_people (self->tally, people != NULL ? G_LIST_MODEL (people) : NULL);
}

static void
look_for_comments (PmPocPage *self)
{
  if (self->workspace != NULL && self->poc != NULL)
    pm_unread_comments_open (self->unread, self->workspace, pm_poc_get_id (self->poc));
  else
    pm_unread_comments_close (self->unread);
}

static void
allow_actions (PmPocPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean may_invite = FALSE;
  gboolean may_edit = FALSE;
  gboolean is_archived = FALSE;
  PmRole role;

  if (self->workspace != NULL && self->poc != NULL) {
    g_object_get (self->workspace, "can-invite", &may_invite, "role", &role, NULL);
    may_edit = pm_role_can_edit_pocs (role);
    is_archived = pm_poc_get_status (self->poc) == PM_POC_STATUS_ARCHIVED;
  }
  gtk_widget_action_set_enabled (widget, "poc.invite", may_invite);
  gtk_widget_action_set_enabled (widget, "poc.edit", may_edit);
  gtk_widget_action_set_enabled (widget, "poc.archive", may_edit && !is_archived);
  gtk_widget_action_set_enabled (widget, "poc.unarchive", may_edit && is_archived);
}

static void
watch (PmPocPage *self)
{
  if (self->workspace != NULL)
    pm_workspace_watch_poc (self->workspace, self->poc != NULL ? pm_poc_get_id (self->poc) : 0);
}

static void
invite (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmPocPage *self = PM_POC_PAGE (widget);

  pm_invite_dialog_present (widget, self->workspace, self->poc, NULL);
}

static void
show_tab (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmPocPage *self = PM_POC_PAGE (widget);

  if (self->view != NULL)
    pm_poc_view_show_tab (self->view, g_variant_get_string (parameter, NULL));
}

static void
comment_on_task (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmPocPage *self = PM_POC_PAGE (widget);

  pm_poc_view_comment_on (self->view, g_variant_get_int64 (parameter));
}

static void
edit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmPocPage *self = PM_POC_PAGE (widget);

  pm_poc_dialog_present (widget, self->workspace, self->poc);
}

static void
change_status (PmPocPage *self, PmPocStatus status, const char *words)
{
  g_autoptr (PmPoc) after = PM_POC (pm_record_copy (PM_RECORD (self->poc)));
  DexFuture *changed;

  pm_poc_set_status (after, (int) status);
  changed = pm_workspace_change_item (self->workspace, PM_RECORD (self->poc), PM_RECORD (after));
  pm_item_offer_undo (GTK_WIDGET (self), self->workspace, changed, words);
}

static void
archive (GtkWidget *widget, const char *name, GVariant *parameter)
{
  change_status (PM_POC_PAGE (widget), PM_POC_STATUS_ARCHIVED, _ ("POC archived"));
}

/* What it was before is not known any more. */
static void
unarchive (GtkWidget *widget, const char *name, GVariant *parameter)
{
  change_status (PM_POC_PAGE (widget), PM_POC_STATUS_ACTIVE, _ ("POC active again"));
}

static void
set_workspace (PmPocPage *self, PmWorkspace *workspace)
{
  if (!g_set_object (&self->workspace, workspace))
    return;
  g_signal_group_set_target (self->workspace_signals, workspace);
  count_people (self);
  look_for_comments (self);
  allow_actions (self);
  watch (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

static void
set_poc (PmPocPage *self, PmPoc *poc)
{
  if (!g_set_object (&self->poc, poc))
    return;
  g_binding_group_set_source (self->poc_bindings, poc);
  g_signal_group_set_target (self->poc_signals, poc);
  count_people (self);
  look_for_comments (self);
  allow_actions (self);
  watch (self);
  if (poc != NULL && self->view == NULL)
    create_view (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POC]);
}

static void
pm_poc_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmPocPage *self = PM_POC_PAGE (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_POC:
    g_value_set_object (value, self->poc);
    break;
  case PROP_TALLY:
    g_value_set_object (value, self->tally);
    break;
  case PROP_UNREAD:
    g_value_set_object (value, self->unread);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_poc_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmPocPage *self = PM_POC_PAGE (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    set_workspace (self, g_value_get_object (value));
    break;
  case PROP_POC:
    set_poc (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_poc_page_dispose (GObject *object)
{
  PmPocPage *self = PM_POC_PAGE (object);

  g_clear_object (&self->workspace_signals);
  g_clear_object (&self->poc_signals);
  g_clear_object (&self->poc_bindings);
  self->view = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_POC_PAGE);
  g_clear_object (&self->tally);
  g_clear_object (&self->unread);
  g_clear_object (&self->poc);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_poc_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/poc/pm-poc-page.ui");
  gtk_widget_class_bind_template_callback (widget_class, page_name);
}

static void
pm_poc_page_class_init (PmPocPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_poc_page_get_property;
  object_class->set_property = pm_poc_page_set_property;
  object_class->dispose = pm_poc_page_dispose;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, writable);
  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, writable);
  properties[PROP_TALLY] = g_param_spec_object ("tally", NULL, NULL, PM_TYPE_PEOPLE_TALLY,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_UNREAD] = g_param_spec_object ("unread", NULL, NULL, PM_TYPE_UNREAD_COMMENTS,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "poc.archive", NULL, archive);
  gtk_widget_class_install_action (widget_class, "poc.comment", "x", comment_on_task);
  gtk_widget_class_install_action (widget_class, "poc.edit", NULL, edit);
  gtk_widget_class_install_action (widget_class, "poc.invite", NULL, invite);
  gtk_widget_class_install_action (widget_class, "poc.tab", "s", show_tab);
  gtk_widget_class_install_action (widget_class, "poc.unarchive", NULL, unarchive);
  bind_template (widget_class);
}

static void
pm_poc_page_init (PmPocPage *self)
{
  self->tally = pm_people_tally_new ();
  self->unread = pm_unread_comments_new ();
  self->workspace_signals = g_signal_group_new (PM_TYPE_WORKSPACE);
  g_signal_group_connect_swapped (self->workspace_signals, "notify::can-invite",
                                  G_CALLBACK (allow_actions), self);
  g_signal_group_connect_swapped (self->workspace_signals, "notify::role",
                                  G_CALLBACK (allow_actions), self);
  self->poc_signals = g_signal_group_new (PM_TYPE_POC);
  g_signal_group_connect_swapped (self->poc_signals, "notify::status", G_CALLBACK (allow_actions),
                                  self);
  self->poc_bindings = g_binding_group_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_binding_group_bind_full (self->poc_bindings, "title", self, "title", G_BINDING_SYNC_CREATE,
                             title_page, NULL, NULL, NULL);
  allow_actions (self);
}

/**
 * pm_poc_page_new:
 *
 * Returns: (transfer floating): a page that shows no POC yet
 */
PmPocPage *
pm_poc_page_new (void)
{
  return g_object_new (PM_TYPE_POC_PAGE, NULL);
}
