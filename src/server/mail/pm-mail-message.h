/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/mail/pm-mail-job.h"
#include "server/mail/pm-mail-transport.h"

G_BEGIN_DECLS

char *pm_mail_sender_address (const char *sender, GError **error);
char *pm_mail_message_make_id (const char *host);
PmLetter *pm_mail_message_new (const PmMailJob *job, const char *sender, GError **error);

G_END_DECLS
