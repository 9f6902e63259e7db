/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/invite/pm-draft-words.h"

#include "domain/pm-address.h"
#include "domain/pm-message-template.h"
#include "domain/pm-text.h"
#include "ui/common/pm-words.h"

#include <glib/gi18n.h>

static const char *const readiness_words[PM_READINESS_N_CODES] = {
  [PM_READINESS_TASKS] = N_ ("The POC has no tasks yet: the customer will find nothing to do."),
  [PM_READINESS_RESOURCES] = N_ ("The POC has no resources yet."),
  [PM_READINESS_ACTIVE] = N_ ("The POC is not active."),
  [PM_READINESS_NOT_ENDED] = N_ ("The POC’s last day is over."),
  [PM_READINESS_ADDRESS] = N_ ("The address may have a typing error."),
  [PM_READINESS_MESSAGE] = N_ ("A personal message makes it likelier that they come."),
  [PM_READINESS_OWN_WORDS] = N_ ("Add a sentence of your own to the template."),
  [PM_READINESS_OBJECTIVES] = N_ ("Mention what the POC is to show."),
  [PM_READINESS_FIRST_STEP] = N_ ("Say what to do first."),
  [PM_READINESS_EXPECTATIONS] = N_ ("Say what you expect, and how long it takes."),
  [PM_READINESS_ANSWERS] = N_ ("Say how fast questions are answered."),
  [PM_READINESS_CONTACT] = N_ ("Name a contact for questions."),
};

/**
 * pm_draft_words_verdict:
 * @verdict: what is to be said of an address
 * @person: (nullable): the POC's row of the address
 * @now: what time it is
 *
 * Returns: (transfer full) (nullable): a sentence, %NULL when nothing stands against inviting
 */
char *
pm_draft_words_verdict (PmVerdict verdict, PmPerson *person, gint64 now)
{
  g_autofree char *when = NULL;

  switch (verdict) {
  case PM_VERDICT_PARTICIPANT:
    return g_strdup (_ ("Already a participant of this POC."));
  case PM_VERDICT_INVITED:
    when = pm_words_ago (person != NULL ? pm_person_get_invited_at (person) : 0, now);
    if (*when == '\0')
      return g_strdup (_ ("Already invited to this POC."));
    /* Translators: %s is "2 days ago" */
    return g_strdup_printf (_ ("Already invited to this POC, %s."), when);
  case PM_VERDICT_EXPIRED:
    return g_strdup (_ ("Invitation expired: resend instead."));
  case PM_VERDICT_FAILED_BEFORE:
    return g_strdup (_ ("The last mail to this address was refused. Is it right?"));
  case PM_VERDICT_WAITING:
    return g_strdup (_ ("An invitation to this address waits to be sent."));
  case PM_VERDICT_READY:
  default:
    return NULL;
  }
}

/**
 * pm_draft_words_readiness:
 * @code: what was looked at
 *
 * Returns: (transfer none): the advice, where it could be better
 */
const char *
pm_draft_words_readiness (PmReadinessCode code)
{
  g_return_val_if_fail (code < PM_READINESS_N_CODES, "");

  return _ (readiness_words[code]);
}

/**
 * pm_draft_expand_note:
 * @draft: a draft
 * @poc: the POC
 * @inviter: (nullable): who invites
 *
 * Returns: (transfer full): the built-in friendly note with what is known now filled in
 */
char *
pm_draft_expand_note (PmDraft *draft, PmPoc *poc, const char *inviter)
{
  PmMessageValues values = { 0 };

  g_return_val_if_fail (PM_IS_DRAFT (draft), NULL);
  g_return_val_if_fail (PM_IS_POC (poc), NULL);

  values.first_name = pm_draft_get_first_name (draft);
  values.poc = pm_poc_get_title (poc);
  values.company = pm_poc_get_customer_company_name (poc);
  values.inviter = inviter;
  return pm_message_expand (pm_message_template_built_in (), &values, NULL);
}

/**
 * pm_draft_check_address:
 * @draft: a draft
 * @error: return location
 *
 * Returns: whether an invitation can be sent to what is written as the address
 */
gboolean
pm_draft_check_address (PmDraft *draft, GError **error)
{
  const char *address = pm_draft_get_email (draft);

  return pm_address_check (address != NULL ? address : "", error);
}

/**
 * pm_draft_check_line:
 * @field: the field's visible name
 * @text: (nullable): what stands in it
 * @error: return location
 *
 * Returns: whether a name or a title can be sent
 */
gboolean
pm_draft_check_line (const char *field, const char *text, GError **error)
{
  return pm_text_check (field, text != NULL ? text : "", -1, PM_TEXT_LINE, PM_TEXT_NAME_MAX, error);
}

/**
 * pm_draft_check_message:
 * @draft: a draft
 * @error: return location
 *
 * Returns: whether the personal message can be sent
 */
gboolean
pm_draft_check_message (PmDraft *draft, GError **error)
{
  const char *message = pm_draft_get_personal_message (draft);

  return pm_text_check (_ ("Personal Message"), message != NULL ? message : "", -1, PM_TEXT_LINES,
                        PM_TEXT_MESSAGE_MAX, error);
}
