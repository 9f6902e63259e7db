/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/mail/pm-mail-servers.h"

G_BEGIN_DECLS

/**
 * PmMailTrial:
 *
 * One mail that shows whether mails arrive by a certain way. Belongs to one thread at a time.
 */
typedef struct _PmMailTrial PmMailTrial;

PmMailTrial *pm_mail_trial_new (PmServerConfig *config,
                                const PmMailServer *own,
                                const char *address,
                                GError **error);
PmMailTransport *pm_mail_trial_get_transport (PmMailTrial *self);
void pm_mail_trial_run (gpointer self);
char *pm_mail_trial_finish (PmMailTrial *self, GError **error);
void pm_mail_trial_free (PmMailTrial *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmMailTrial, pm_mail_trial_free)

G_END_DECLS
