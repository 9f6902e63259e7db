/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/mail/pm-mail-transport.h"

G_BEGIN_DECLS

/**
 * PmMailSmtp:
 *
 * A mail server that is spoken to, over one connection that is kept.
 */
typedef struct _PmMailSmtp PmMailSmtp;

PmMailSmtp *pm_mail_smtp_new (const PmMailWay *way, GError **error);
void pm_mail_smtp_free (PmMailSmtp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmMailSmtp, pm_mail_smtp_free)

PmMailVerdict pm_mail_smtp_send (PmMailSmtp *self, const PmLetter *letter, char **words);
void pm_mail_smtp_interrupt (PmMailSmtp *self);

G_END_DECLS
