/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-edit-dialog.h"

#include "domain/pm-text.h"
#include "ui/common/pm-toast.h"

#include <glib/gi18n.h>

typedef struct {
  AdwToastOverlay *toasts;
  GtkWidget *form;
  char *save_label;

  GtkWidget *first; /* where one begins */
  GtkWidget *opener;
  PmWorkspace *workspace;
  PmRecord *before; /* the item as a person saw it */
  PmRecord *opened; /* what the fields said when they were filled */
  gboolean creating;
} PmEditDialogPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PmEditDialog, pm_edit_dialog, ADW_TYPE_DIALOG)

enum {
  PROP_FORM = 1,
  PROP_SAVE_LABEL,
  PROP_CREATING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static inline PmEditDialogPrivate *
priv_of (PmEditDialog *self)
{
  return pm_edit_dialog_get_instance_private (self);
}

/* What the fields say now. */
static PmRecord *
collect (PmEditDialog *self)
{
  PmRecord *item = pm_record_copy (priv_of (self)->before);

  PM_EDIT_DIALOG_GET_CLASS (self)->store (self, item);
  return item;
}

static gboolean
is_changed (PmEditDialog *self)
{
  g_autoptr (PmRecord) now = NULL;

  if (priv_of (self)->opened == NULL)
    return FALSE;
  now = collect (self);
  return !pm_record_equal (now, priv_of (self)->opened);
}

/* --- Saving --- */

typedef struct {
  PmEditDialog *dialog;
  PmRecord *item;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->dialog);
  g_object_unref (saving->item);
  g_free (saving);
}

static DexFuture *
finish (DexFuture *future, gpointer data)
{
  Saving *saving = data;
  PmEditDialogClass *klass = PM_EDIT_DIALOG_GET_CLASS (saving->dialog);

  adw_dialog_force_close (ADW_DIALOG (saving->dialog));
  if (klass->saved != NULL)
    klass->saved (saving->dialog, saving->item);
  return NULL;
}

/* What was typed stays where it is. */
static DexFuture *
let_try_again (DexFuture *future, gpointer data)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (data), "edit.save", TRUE);
  return dex_ref (future);
}

static DexFuture *
store (PmEditDialog *self, PmRecord *item)
{
  PmEditDialogPrivate *priv = priv_of (self);

  if (priv->creating)
    return pm_workspace_create_item (priv->workspace, item);
  return pm_workspace_change_item (priv->workspace, priv->before, item);
}

static void
save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmEditDialog *self = PM_EDIT_DIALOG (widget);
  Saving *saving;
  DexFuture *stored;

  if (!PM_EDIT_DIALOG_GET_CLASS (self)->check (self))
    return;
  gtk_widget_action_set_enabled (widget, "edit.save", FALSE);
  saving = g_new0 (Saving, 1);
  saving->dialog = g_object_ref (self);
  saving->item = collect (self);
  stored = dex_future_catch (store (self, saving->item), let_try_again, g_object_ref (self),
                             g_object_unref);
  pm_toast_watch (GTK_WIDGET (priv_of (self)->toasts),
                  dex_future_then (stored, finish, saving, saving_free));
}

/* --- Beginning and leaving --- */

/* A sheet at the foot of a narrow window would begin with its first button, whatever it was told. */
static gboolean
pm_edit_dialog_grab_focus (GtkWidget *widget)
{
  g_autoptr (GtkWidget) first = g_steal_pointer (&priv_of (PM_EDIT_DIALOG (widget))->first);

  if (first != NULL)
    return gtk_widget_grab_focus (first);
  return GTK_WIDGET_CLASS (pm_edit_dialog_parent_class)->grab_focus (widget);
}

static void
on_discard (PmEditDialog *self)
{
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
on_close_attempt (PmEditDialog *self)
{
  AdwDialog *alert;

  if (!is_changed (self)) {
    adw_dialog_force_close (ADW_DIALOG (self));
    return;
  }
  alert = adw_alert_dialog_new (_ ("Discard What You Wrote?"), NULL);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "keep", _ ("_Keep Editing"), "discard",
                                  _ ("_Discard"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "discard",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "keep");
  g_signal_connect_object (alert, "response::discard", G_CALLBACK (on_discard), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (alert, GTK_WIDGET (self));
}

/* --- The object --- */

static void
pm_edit_dialog_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmEditDialogPrivate *priv = priv_of (PM_EDIT_DIALOG (object));

  switch (prop_id) {
  case PROP_FORM:
    g_value_set_object (value, priv->form);
    break;
  case PROP_SAVE_LABEL:
    g_value_set_string (value, priv->save_label);
    break;
  case PROP_CREATING:
    g_value_set_boolean (value, priv->creating);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_edit_dialog_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmEditDialogPrivate *priv = priv_of (PM_EDIT_DIALOG (object));

  switch (prop_id) {
  case PROP_FORM:
    g_set_object (&priv->form, g_value_get_object (value));
    break;
  case PROP_SAVE_LABEL:
    g_set_str (&priv->save_label, g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    return;
  }
  g_object_notify_by_pspec (object, pspec);
}

static void
pm_edit_dialog_dispose (GObject *object)
{
  PmEditDialogPrivate *priv = priv_of (PM_EDIT_DIALOG (object));

  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_EDIT_DIALOG);
  g_clear_object (&priv->form);
  g_clear_object (&priv->first);
  g_clear_object (&priv->opener);
  g_clear_object (&priv->workspace);
  g_clear_object (&priv->before);
  g_clear_object (&priv->opened);

  G_OBJECT_CLASS (pm_edit_dialog_parent_class)->dispose (object);
}

static void
pm_edit_dialog_finalize (GObject *object)
{
  g_free (priv_of (PM_EDIT_DIALOG (object))->save_label);

  G_OBJECT_CLASS (pm_edit_dialog_parent_class)->finalize (object);
}

static void
pm_edit_dialog_class_init (PmEditDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_edit_dialog_get_property;
  object_class->set_property = pm_edit_dialog_set_property;
  object_class->dispose = pm_edit_dialog_dispose;
  object_class->finalize = pm_edit_dialog_finalize;
  widget_class->grab_focus = pm_edit_dialog_grab_focus;

  properties[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_SAVE_LABEL] = g_param_spec_string ("save-label", NULL, NULL, NULL, flags);
  properties[PROP_CREATING] = g_param_spec_boolean ("creating", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_action (widget_class, "edit.save", NULL, save);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/common/pm-edit-dialog.ui");
  gtk_widget_class_bind_template_child_private (widget_class, PmEditDialog, toasts);
  gtk_widget_class_bind_template_callback (widget_class, on_close_attempt);
}

static void
pm_edit_dialog_init (PmEditDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
}

/**
 * pm_edit_dialog_present:
 * @self: (transfer floating): the dialog
 * @opener: where it is asked for
 * @workspace: where it is saved
 * @item: what is to be changed; or what is to be made, as far as it is known
 * @creating: which of both
 */
void
pm_edit_dialog_present (PmEditDialog *self,
                        GtkWidget *opener,
                        PmWorkspace *workspace,
                        PmRecord *item,
                        gboolean creating)
{
  PmEditDialogPrivate *priv;

  g_return_if_fail (PM_IS_EDIT_DIALOG (self));
  g_return_if_fail (PM_IS_RECORD (item));

  priv = priv_of (self);
  g_set_object (&priv->first, adw_dialog_get_focus (ADW_DIALOG (self)));
  priv->opener = g_object_ref (opener);
  priv->workspace = g_object_ref (workspace);
  priv->before = pm_record_copy (item);
  priv->creating = creating;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CREATING]);
  PM_EDIT_DIALOG_GET_CLASS (self)->load (self, priv->before);
  priv->opened = collect (self);
  adw_dialog_present (ADW_DIALOG (self), opener);
}

/**
 * pm_edit_dialog_get_workspace:
 * @self: the dialog
 *
 * Returns: (transfer none): where it is saved
 */
PmWorkspace *
pm_edit_dialog_get_workspace (PmEditDialog *self)
{
  g_return_val_if_fail (PM_IS_EDIT_DIALOG (self), NULL);

  return priv_of (self)->workspace;
}

/**
 * pm_edit_dialog_get_opener:
 * @self: the dialog
 *
 * Returns: (transfer none): where it was asked for
 */
GtkWidget *
pm_edit_dialog_get_opener (PmEditDialog *self)
{
  g_return_val_if_fail (PM_IS_EDIT_DIALOG (self), NULL);

  return priv_of (self)->opener;
}

/* --- Fields --- */

/**
 * pm_edit_set_line:
 * @row: a field of one line
 * @line: (nullable): what is to stand in it
 */
void
pm_edit_set_line (AdwEntryRow *row, const char *line)
{
  g_return_if_fail (ADW_IS_ENTRY_ROW (row));

  gtk_editable_set_text (GTK_EDITABLE (row), line != NULL ? line : "");
}

/**
 * pm_edit_dup_line:
 * @row: a field of one line
 *
 * Returns: (transfer full) (nullable): what stands in it, tidied up; %NULL for nothing
 */
char *
pm_edit_dup_line (AdwEntryRow *row)
{
  g_autofree char *line = NULL;

  g_return_val_if_fail (ADW_IS_ENTRY_ROW (row), NULL);

  line = pm_text_single_line (gtk_editable_get_text (GTK_EDITABLE (row)));
  return *line != '\0' ? g_steal_pointer (&line) : NULL;
}

/**
 * pm_edit_dup_text:
 * @area: a field of several lines
 *
 * Returns: (transfer full) (nullable): what stands in it; %NULL for nothing
 */
char *
pm_edit_dup_text (PmTextArea *area)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (PM_IS_TEXT_AREA (area), NULL);

  text = pm_text_area_dup_text (area);
  return pm_text_is_blank (text) ? NULL : g_steal_pointer (&text);
}

/**
 * pm_edit_check_days:
 * @first: a field for a day
 * @last: another one
 * @hint: where it is said what is wrong
 *
 * Returns: whether the one day lies before the other, as far as there are both
 */
gboolean
pm_edit_check_days (PmDateRow *first, PmDateRow *last, PmHint *hint)
{
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;
  gboolean fits;

  g_object_get (first, "date", &start, NULL);
  g_object_get (last, "date", &end, NULL);
  fits = start == NULL || end == NULL || strcmp (start, end) <= 0;
  pm_hint_show (hint, fits ? NULL : _ ("The end lies before the start."), TRUE, NULL);
  if (!fits)
    gtk_widget_grab_focus (GTK_WIDGET (last));
  return fits;
}

/**
 * pm_edit_check_line:
 * @row: a field of one line
 * @hint: where it is said what is wrong
 * @required: whether something must stand in it
 * @max_chars: how many characters it may have
 *
 * Says what is wrong with what stands in it, and goes there.
 *
 * Returns: whether it can be saved
 */
gboolean
pm_edit_check_line (AdwEntryRow *row, PmHint *hint, gboolean required, gsize max_chars)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;

  g_return_val_if_fail (ADW_IS_ENTRY_ROW (row), FALSE);

  if (required && pm_text_is_blank (text))
    /* Translators: %s is a field's name, "Title" */
    problem = g_strdup_printf (_ ("%s is missing."), title);
  else if (!pm_text_check (title, text, -1, PM_TEXT_LINE, max_chars, &error))
    problem = g_strdup (error->message);
  pm_hint_show (hint, problem, TRUE, NULL);
  pm_hint_mark (hint, GTK_EDITABLE (row), problem != NULL);
  if (problem != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  return problem == NULL;
}
