/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-server-info.h"

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

G_DEFINE_BOXED_TYPE (PmServerInfo, pm_server_info, pm_server_info_ref, pm_server_info_unref)

static void
clear_server_info (gpointer data)
{
  PmServerInfo *self = data;

  g_free (self->name);
  g_free (self->version);
}

/**
 * pm_server_info_new:
 *
 * Returns: (transfer full): what a server says that says nothing
 */
PmServerInfo *
pm_server_info_new (void)
{
  return g_atomic_rc_box_new0 (PmServerInfo);
}

/**
 * pm_server_info_ref:
 * @self: a server's words
 *
 * Returns: (transfer full): @self
 */
PmServerInfo *
pm_server_info_ref (PmServerInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * pm_server_info_unref:
 * @self: (transfer full): a server's words
 *
 * Gives up a reference; the last one frees them.
 */
void
pm_server_info_unref (PmServerInfo *self)
{
  g_atomic_rc_box_release_full (self, clear_server_info);
}

/**
 * pm_capability_explain_missing:
 * @capability: what a server would need
 *
 * Returns: (transfer none) (nullable): a sentence that says what is not possible without it
 */
const char *
pm_capability_explain_missing (PmCapabilities capability)
{
  for (guint i = 0; i < G_N_ELEMENTS (lacks); i++)
    if (lacks[i].capability == capability)
      return lacks[i].words;
  return NULL;
}
