/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/invite/pm-invite-review.h"

#include "domain/pm-text.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-hint.h"

#include <glib/gi18n.h>

struct _PmInviteReview {
  AdwNavigationPage parent_instance;

  GtkWidget *send;

  char *recipient;
  char *subject;
  char *body;
  char *lack;
  GListModel *advice;
};

G_DEFINE_FINAL_TYPE (PmInviteReview, pm_invite_review, ADW_TYPE_NAVIGATION_PAGE)

enum {
  PROP_RECIPIENT = 1,
  PROP_SUBJECT,
  PROP_TEXT,
  PROP_LACK,
  PROP_ADVICE,
  PROP_ADVICE_TITLE,
  PROP_N_ADVICE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static guint
count_advice (PmInviteReview *self)
{
  return self->advice != NULL ? g_list_model_get_n_items (self->advice) : 0;
}

static char *
title_advice (PmInviteReview *self)
{
  guint n = count_advice (self);

  return g_strdup_printf (
      ngettext ("%u suggestion before you send", "%u suggestions before you send", n), n);
}

static char *
write_recipient (PmDraft *draft)
{
  const char *email = pm_draft_get_email (draft);
  g_autofree char *first_name = pm_text_single_line (pm_draft_get_first_name (draft));
  g_autofree char *last_name = pm_text_single_line (pm_draft_get_last_name (draft));
  g_autofree char *name = g_strstrip (g_strjoin (" ", first_name, last_name, NULL));

  if (*name == '\0')
    return g_strdup (email);
  return g_strdup_printf ("%s <%s>", name, email);
}

static void
pm_invite_review_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmInviteReview *self = PM_INVITE_REVIEW (object);

  switch (prop_id) {
  case PROP_RECIPIENT:
    g_value_set_string (value, self->recipient);
    break;
  case PROP_SUBJECT:
    g_value_set_string (value, self->subject);
    break;
  case PROP_TEXT:
    g_value_set_string (value, self->body);
    break;
  case PROP_LACK:
    g_value_set_string (value, self->lack);
    break;
  case PROP_ADVICE:
    g_value_set_object (value, self->advice);
    break;
  case PROP_ADVICE_TITLE:
    g_value_take_string (value, title_advice (self));
    break;
  case PROP_N_ADVICE:
    g_value_set_uint (value, count_advice (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
focus_send (gpointer page)
{
  g_autoptr (PmInviteReview) self = page;

  if (gtk_widget_get_mapped (self->send))
    gtk_widget_grab_focus (self->send);
}

/* The view looks for something to focus itself, before or after this, depending on animations. */
static void
pm_invite_review_shown (AdwNavigationPage *page)
{
  g_idle_add_once (focus_send, g_object_ref (page));
}

static void
pm_invite_review_dispose (GObject *object)
{
  PmInviteReview *self = PM_INVITE_REVIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_INVITE_REVIEW);
  g_clear_pointer (&self->recipient, g_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->body, g_free);
  g_clear_pointer (&self->lack, g_free);
  g_clear_object (&self->advice);

  G_OBJECT_CLASS (pm_invite_review_parent_class)->dispose (object);
}

static void
pm_invite_review_class_init (PmInviteReviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_invite_review_get_property;
  object_class->dispose = pm_invite_review_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = pm_invite_review_shown;

  properties[PROP_RECIPIENT] = g_param_spec_string ("recipient", NULL, NULL, NULL, flags);
  properties[PROP_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_LACK] = g_param_spec_string ("lack", NULL, NULL, NULL, flags);
  properties[PROP_ADVICE] = g_param_spec_object ("advice", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_ADVICE_TITLE] = g_param_spec_string ("advice-title", NULL, NULL, NULL, flags);
  properties[PROP_N_ADVICE] = g_param_spec_uint ("n-advice", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PM_TYPE_HINT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/invite/pm-invite-review.ui");
  gtk_widget_class_bind_template_child (widget_class, PmInviteReview, send);
  pm_closures_bind (widget_class);
}

static void
pm_invite_review_init (PmInviteReview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_invite_review_show:
 * @self: the review
 * @draft: what has been written
 * @mail: the mail as it will be sent
 * @lack: why it may be another one after all, or ""
 * @advice: what could be better, a list of #GtkStringObject
 */
void
pm_invite_review_show (PmInviteReview *self,
                       PmDraft *draft,
                       PmRenderedMail *mail,
                       const char *lack,
                       GListModel *advice)
{
  g_return_if_fail (PM_IS_INVITE_REVIEW (self));
  g_return_if_fail (PM_IS_DRAFT (draft));
  g_return_if_fail (mail != NULL);

  g_free (self->recipient);
  self->recipient = write_recipient (draft);
  g_set_str (&self->subject, mail->subject);
  g_set_str (&self->body, mail->text);
  g_set_str (&self->lack, lack);
  g_set_object (&self->advice, advice);
  for (guint i = PROP_RECIPIENT; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}
