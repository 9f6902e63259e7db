/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-job.h"

#include <sodium.h>
#include <string.h>

/**
 * pm_mail_job_free:
 * @job: (transfer full): a mail
 */
void
pm_mail_job_free (PmMailJob *job)
{
  if (job->link != NULL)
    sodium_memzero (job->link, strlen (job->link));
  g_free (job->message_id);
  g_free (job->link);
  g_free (job->inviter);
  g_free (job->inviter_email);
  g_free (job->organization);
  g_clear_object (&job->invitation);
  g_clear_object (&job->poc);
  g_clear_object (&job->template);
  g_free (job);
}
