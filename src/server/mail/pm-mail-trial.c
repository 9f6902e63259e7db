/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-trial.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "server/mail/pm-mail-message.h"
#include "server/mail/pm-mail-queue.h"

/* Somebody waits for it. */
#define TRIAL_SECONDS 30.0

struct _PmMailTrial {
  PmMailTransport *transport;
  PmLetter *letter;
  PmMailVerdict verdict;
  char *words;
};

static PmLetter *
write_letter (const char *sender, const char *address, GError **error)
{
  g_autoptr (PmMailJob) job = g_new0 (PmMailJob, 1);
  g_autofree char *from = pm_mail_sender_address (sender, error);

  if (from == NULL)
    return NULL;
  job->recipient = pm_address_normalize (address, error);
  if (job->recipient == NULL)
    return NULL;
  job->kind = g_strdup (PM_MAIL_KIND_TEST);
  job->created_at = g_get_real_time ();
  job->message_id = pm_mail_message_make_id (pm_address_get_domain (from));
  return pm_mail_message_new (job, sender, error);
}

/**
 * pm_mail_trial_new:
 * @config: how the server runs
 * @own: (nullable): an organization's mail server; %NULL: the server's way out
 * @address: where to
 * @error: return location
 *
 * After g_mime_init().
 *
 * Returns: (transfer full) (nullable): the mail, not yet sent; %PM_ERROR_INVALID if @address is
 *   none or the way out cannot be used
 */
PmMailTrial *
pm_mail_trial_new (PmServerConfig *config,
                   const PmMailServer *own,
                   const char *address,
                   GError **error)
{
  g_autoptr (PmMailTrial) self = g_new0 (PmMailTrial, 1);
  g_autoptr (PmMailServer) house = pm_mail_server_new_default (config);
  const PmMailServer *server = own != NULL ? own : house;

  self->letter = write_letter (pm_mail_server_get_sender (server, config), address, error);
  if (self->letter == NULL)
    return NULL;
  self->transport = pm_mail_server_open (server, config, own != NULL,
                                         MIN (config->mail_timeout, TRIAL_SECONDS), error);
  return self->transport == NULL ? NULL : g_steal_pointer (&self);
}

/**
 * pm_mail_trial_get_transport:
 * @self: a trial
 *
 * Returns: (transfer none): its way out, which can be interrupted
 */
PmMailTransport *
pm_mail_trial_get_transport (PmMailTrial *self)
{
  return self->transport;
}

/**
 * pm_mail_trial_run:
 * @self: a #PmMailTrial
 *
 * Sends the mail. Blocks.
 */
void
pm_mail_trial_run (gpointer self)
{
  PmMailTrial *trial = self;

  trial->verdict = pm_mail_transport_send (trial->transport, trial->letter, &trial->words);
}

/**
 * pm_mail_trial_finish:
 * @self: a trial that was run
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the mail server said when it took the mail; %NULL with
 *   %PM_ERROR_FAILED and its words if it did not
 */
char *
pm_mail_trial_finish (PmMailTrial *self, GError **error)
{
  if (self->verdict == PM_MAIL_TAKEN)
    return g_strdup (self->words != NULL ? self->words : "The mail was laid down in the folder.");
  g_set_error_literal (error, PM_ERROR, PM_ERROR_FAILED, self->words);
  return NULL;
}

/**
 * pm_mail_trial_free:
 * @self: (transfer full): a trial
 *
 * Takes leave of the mail server. May block shortly.
 */
void
pm_mail_trial_free (PmMailTrial *self)
{
  g_clear_pointer (&self->transport, pm_mail_transport_free);
  g_clear_pointer (&self->letter, pm_letter_free);
  g_free (self->words);
  g_free (self);
}
