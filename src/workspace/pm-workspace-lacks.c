/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace.h"

#include <glib/gi18n.h>

/* What a server that speaks only API 1.0.0 cannot do, in words for where it is missed. */

static const struct {
  PmCapabilities capability;
  const char *words;
} lacks[] = {
  { PM_CAPABILITY_DELIVERY,
    N_ ("This server tells only whether a mail was sent, not what became of it.") },
  { PM_CAPABILITY_REMINDERS,
    N_ ("This server cannot send reminders. Resend the invitation instead: the customer gets a new "
        "link.") },
  { PM_CAPABILITY_ENGAGEMENT, N_ ("This server does not tell how much customers take part.") },
  { PM_CAPABILITY_TEMPLATE,
    N_ ("This server words the invitation mail itself, so that the preview may differ from it.") },
  { PM_CAPABILITY_USER_EMAIL, N_ ("This server cannot change a person's address.") },
  { PM_CAPABILITY_POC_COMMENTS,
    N_ ("On this server a comment belongs to a task or a task group.") },
  { PM_CAPABILITY_SCHEDULE,
    N_ ("This server cannot send later by itself. The invitation waits on this computer.") },
  { PM_CAPABILITY_INVITEE_PROFILE,
    N_ ("This server knows one name of a person. Role and title stay on this computer.") },
};

/**
 * pm_workspace_explain_missing:
 * @capability: what a server would need
 *
 * Returns: (transfer none) (nullable): a sentence that says what is not possible without it, not
 *   yet translated
 */
const char *
pm_workspace_explain_missing (PmCapabilities capability)
{
  for (guint i = 0; i < G_N_ELEMENTS (lacks); i++)
    if (lacks[i].capability == capability)
      return lacks[i].words;
  return NULL;
}
