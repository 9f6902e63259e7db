/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace.h"

/* What a server that speaks only API 1.0.0 cannot do, in words for where it is missed. */

static const struct {
  PmCapabilities capability;
  const char *words;
} lacks[] = {
  { PM_CAPABILITY_DELIVERY,
    "This server tells only whether a mail was sent, not what became of it." },
  { PM_CAPABILITY_REMINDERS,
    "This server cannot send reminders. Resend the invitation instead: the customer gets a new "
    "link." },
  { PM_CAPABILITY_ENGAGEMENT, "This server does not tell how much customers take part." },
  { PM_CAPABILITY_TEMPLATE,
    "This server words the invitation mail itself, so that the preview may differ from it." },
  { PM_CAPABILITY_USER_EMAIL, "This server cannot change a person's address." },
  { PM_CAPABILITY_POC_COMMENTS, "On this server a comment belongs to a task or a task group." },
  { PM_CAPABILITY_SCHEDULE,
    "This server cannot send later by itself. The invitation waits on this computer." },
  { PM_CAPABILITY_INVITEE_PROFILE,
    "This server knows one name of a person. Role and title stay on this computer." },
};

/**
 * pm_workspace_explain_missing:
 * @capability: what a server would need
 *
 * Returns: (transfer none) (nullable): a sentence that says what is not possible without it
 */
const char *
pm_workspace_explain_missing (PmCapabilities capability)
{
  for (guint i = 0; i < G_N_ELEMENTS (lacks); i++)
    if (lacks[i].capability == capability)
      return lacks[i].words;
  return NULL;
}
