/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/invite/pm-invite-dialog.h"

#include "domain/pm-mail-template.h"
#include "domain/pm-readiness.h"
#include "domain/pm-text.h"
#include "ui/common/pm-clock.h"
#include "ui/common/pm-lacks.h"
#include "ui/common/pm-toast.h"
#include "ui/invite/pm-draft-saver.h"
#include "ui/invite/pm-draft-words.h"
#include "ui/invite/pm-invitation-actions.h"
#include "ui/invite/pm-invite-form.h"
#include "ui/invite/pm-invite-review.h"
#include "ui/invite/pm-send-later-dialog.h"

#include <glib/gi18n.h>

struct _PmInviteDialog {
  AdwDialog parent_instance;

  AdwNavigationView *pages;
  PmInviteForm *form;
  PmInviteReview *review;

  GtkWidget *opener; /* whose window says what became of it */
  PmWorkspace *workspace;
  PmPoc *poc;
  PmDraft *draft;
  PmDraftSaver *saver;
  gint64 send_at; /* 0 for at once */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (PmInviteDialog, pm_invite_dialog, ADW_TYPE_DIALOG)

static void
set_busy (PmInviteDialog *self, gboolean busy)
{
  static const char *const steps[] = { "invite.review", "invite.send", "invite.send-later",
                                       "invite.save-draft" };

  self->busy = busy;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), steps[i], !busy && self->draft != NULL);
}

/* --- From writing to reviewing --- */

static GListModel *
collect_advice (PmInviteDialog *self)
{
  g_autoptr (PmClock) clock = g_object_new (PM_TYPE_CLOCK, NULL);
  g_autofree char *inviter = NULL;
  g_autofree char *note = NULL;
  GtkStringList *advice = gtk_string_list_new (NULL);
  PmReadiness readiness;

  g_object_get (self->workspace, "full-name", &inviter, NULL);
  note = pm_draft_expand_note (self->draft, self->poc, inviter);
  readiness = pm_readiness_check (&(PmReadinessInput) {
      .poc = self->poc,
      .n_tasks = (int) pm_poc_get_tasks_total (self->poc),
      .n_resources = -1,
      .draft = self->draft,
      .template_message = note,
      .known_domains =
          pm_address_checker_get_known_domains (pm_invite_form_get_checker (self->form)),
      .today = pm_clock_get_today (clock),
  });
  for (guint i = 0; i < PM_READINESS_N_CODES; i++)
    if (readiness.states[i] == PM_READINESS_ADVICE)
      gtk_string_list_append (advice, pm_draft_words_readiness (i));
  return G_LIST_MODEL (advice);
}

static void
show_review (PmInviteDialog *self, PmRenderedMail *mail)
{
  g_autoptr (GListModel) advice = collect_advice (self);

  pm_invite_review_show (
      self->review, self->draft, mail,
      pm_lack_words (pm_workspace_get_capabilities (self->workspace), PM_CAPABILITY_TEMPLATE),
      advice);
  adw_navigation_view_push_by_tag (self->pages, "review");
}

static gboolean
may_be_invited (PmInviteDialog *self)
{
  g_autoptr (PmPerson) person =
      dex_await_object (pm_workspace_check_address (self->workspace, pm_poc_get_id (self->poc),
                                                    pm_draft_get_email (self->draft)),
                        NULL);

  return pm_verdict_allows (pm_verdict_at (person, pm_workspace_get_server_now (self->workspace)));
}

static DexFuture *
review_fiber (gpointer data)
{
  PmInviteDialog *self = data;
  g_autoptr (PmRenderedMail) mail = NULL;
  g_autoptr (GError) error = NULL;

  /* Who stands in the way is shown by the form, beside the address. */
  if (may_be_invited (self)) {
    mail = dex_await_boxed (pm_workspace_render_invitation (self->workspace, self->draft), &error);
    if (mail != NULL)
      show_review (self, mail);
  }
  set_busy (self, FALSE);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

static void
start_review (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmInviteDialog *self = PM_INVITE_DIALOG (widget);

  if (!pm_invite_form_check (self->form))
    return;
  set_busy (self, TRUE);
  pm_toast_watch (GTK_WIDGET (self->pages),
                  dex_scheduler_spawn (NULL, 0, review_fiber, g_object_ref (self), g_object_unref));
}

/* --- Sending --- */

static void
finish (PmInviteDialog *self, gint64 operation_id)
{
  pm_draft_saver_stop (self->saver);
  pm_invitation_say_queued (self->opener, self->workspace, self->draft, operation_id,
                            self->send_at);
  g_clear_object (&self->draft);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static DexFuture *
put_in_outbox (PmInviteDialog *self)
{
  if (self->send_at != 0)
    return pm_workspace_send_later (self->workspace, self->draft, self->send_at);
  return pm_workspace_send_invitation (self->workspace, self->draft);
}

static DexFuture *
send_fiber (gpointer data)
{
  PmInviteDialog *self = data;
  g_autoptr (GError) error = NULL;
  gint64 operation_id = 0;

  if (dex_await (pm_draft_saver_flush (self->saver), &error))
    operation_id = dex_await_int64 (put_in_outbox (self), &error);
  set_busy (self, FALSE);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  finish (self, operation_id);
  return dex_future_new_true ();
}

static void
send_at (PmInviteDialog *self, gint64 moment)
{
  if (self->busy || self->draft == NULL)
    return;
  self->send_at = moment;
  set_busy (self, TRUE);
  pm_toast_watch (GTK_WIDGET (self->pages),
                  dex_scheduler_spawn (NULL, 0, send_fiber, g_object_ref (self), g_object_unref));
}

static void
send (GtkWidget *widget, const char *name, GVariant *parameter)
{
  send_at (PM_INVITE_DIALOG (widget), 0);
}

static void
send_later (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmInviteDialog *self = PM_INVITE_DIALOG (widget);
  PmSendLaterDialog *dialog = pm_send_later_dialog_new (self->workspace);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (send_at), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

/* Ctrl+Enter is the next step, whichever that is. */
static void
proceed (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmInviteDialog *self = PM_INVITE_DIALOG (widget);
  gboolean is_writing =
      g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->pages), "form") == 0;

  gtk_widget_activate_action (widget, is_writing ? "invite.review" : "invite.send", NULL);
}

/* --- Leaving --- */

static DexFuture *
say_saved (DexFuture *future, gpointer data)
{
  PmInviteDialog *self = data;

  if (pm_draft_get_id (self->draft) != 0 && !pm_draft_is_blank (self->draft))
    pm_toast_show (self->opener, _ ("Draft saved"));
  return NULL;
}

static void
keep_draft (PmInviteDialog *self)
{
  if (self->saver == NULL || self->draft == NULL)
    return;
  pm_toast_watch (self->opener, dex_future_then (pm_draft_saver_flush (self->saver), say_saved,
                                                 g_object_ref (self), g_object_unref));
}

static void
save_and_close (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
clear_draft (PmDraft *draft)
{
  pm_draft_set_email (draft, NULL);
  pm_draft_set_first_name (draft, NULL);
  pm_draft_set_last_name (draft, NULL);
  pm_draft_set_title (draft, NULL);
}

/* The address has its invitation already; only a message is worth keeping as a draft. */
static void
resend_instead (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmInviteDialog *self = PM_INVITE_DIALOG (widget);
  PmPerson *known = pm_address_checker_get_person (pm_invite_form_get_checker (self->form));
  g_autoptr (PmPerson) person = known != NULL ? g_object_ref (known) : NULL;

  if (person == NULL)
    return;
  clear_draft (self->draft);
  pm_invitation_resend (self->opener, self->workspace, person);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
pm_invite_dialog_closed (AdwDialog *dialog)
{
  keep_draft (PM_INVITE_DIALOG (dialog));
}

static void
pm_invite_dialog_dispose (GObject *object)
{
  PmInviteDialog *self = PM_INVITE_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_INVITE_DIALOG);
  g_clear_object (&self->saver);
  g_clear_object (&self->draft);
  g_clear_object (&self->poc);
  g_clear_object (&self->workspace);
  g_clear_object (&self->opener);

  G_OBJECT_CLASS (pm_invite_dialog_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "invite.review", NULL, start_review);
  gtk_widget_class_install_action (widget_class, "invite.send", NULL, send);
  gtk_widget_class_install_action (widget_class, "invite.send-later", NULL, send_later);
  gtk_widget_class_install_action (widget_class, "invite.proceed", NULL, proceed);
  gtk_widget_class_install_action (widget_class, "invite.save-draft", NULL, save_and_close);
  gtk_widget_class_install_action (widget_class, "invite.resend-instead", NULL, resend_instead);
}

static void
pm_invite_dialog_class_init (PmInviteDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pm_invite_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = pm_invite_dialog_closed;
  install_actions (widget_class);

  g_type_ensure (PM_TYPE_INVITE_FORM);
  g_type_ensure (PM_TYPE_INVITE_REVIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/invite/pm-invite-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PmInviteDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, PmInviteDialog, form);
  gtk_widget_class_bind_template_child (widget_class, PmInviteDialog, review);
}

static void
pm_invite_dialog_init (PmInviteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_busy (self, FALSE);
}

/* --- Opening --- */

static void
show_save_failure (PmInviteDialog *self, GError *error)
{
  pm_toast_show_error (GTK_WIDGET (self->pages), error);
}

static void
open_draft (PmInviteDialog *self, PmDraft *draft)
{
  self->draft = g_object_ref (draft);
  self->saver = pm_draft_saver_new (self->workspace, draft);
  g_signal_connect_object (self->saver, "failed", G_CALLBACK (show_save_failure), self,
                           G_CONNECT_SWAPPED);
  pm_invite_form_open (self->form, self->workspace, self->poc, draft);
  adw_dialog_set_focus (ADW_DIALOG (self), pm_invite_form_get_first_field (self->form));
  set_busy (self, FALSE);
}

static gboolean
is_open_already (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return ADW_IS_APPLICATION_WINDOW (root) &&
         PM_IS_INVITE_DIALOG (
             adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (root)));
}

static void
present (PmInviteDialog *self, PmDraft *draft)
{
  if (is_open_already (self->opener))
    return;
  open_draft (self, draft);
  adw_dialog_present (ADW_DIALOG (self), self->opener);
}

static DexFuture *
present_found_draft (DexFuture *future, gpointer data)
{
  PmInviteDialog *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  PmDraft *found = value != NULL ? g_value_get_object (value) : NULL;
  g_autoptr (PmDraft) draft = found != NULL ? g_object_ref (found) : pm_draft_new ();

  pm_draft_set_poc_id (draft, pm_poc_get_id (self->poc));
  present (self, draft);
  if (found != NULL)
    pm_toast_show (GTK_WIDGET (self->pages), _ ("Your draft is back"));
  return NULL;
}

/**
 * pm_invite_dialog_present:
 * @widget: the widget that asks
 * @workspace: who invites
 * @poc: to what
 * @draft: (nullable): what has been written so far; %NULL for the draft that was left behind, if
 *   any
 *
 * Opens the dialog, once a window.
 */
void
pm_invite_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmPoc *poc, PmDraft *draft)
{
  g_autoptr (PmInviteDialog) self = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_WORKSPACE (workspace));
  g_return_if_fail (PM_IS_POC (poc));

  self = g_object_ref_sink (g_object_new (PM_TYPE_INVITE_DIALOG, NULL));
  self->opener = g_object_ref (widget);
  self->workspace = g_object_ref (workspace);
  self->poc = g_object_ref (poc);
  if (draft != NULL)
    present (self, draft);
  else
    dex_future_disown (dex_future_finally (pm_workspace_find_draft (workspace, pm_poc_get_id (poc)),
                                           present_found_draft, g_object_ref (self),
                                           g_object_unref));
}
