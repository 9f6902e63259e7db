/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/mail/pm-mail-transport.h"

G_BEGIN_DECLS

/**
 * PmMailGroup:
 * @PM_MAIL_GROUP_HOUSE: for the server's own way out
 * @PM_MAIL_GROUP_STEADY: for mail servers of organizations
 * @PM_MAIL_GROUP_TROUBLED: for those that failed the last time
 *
 * Who does it: a mail server that hangs holds up nobody but its own group, and only those that
 * have hung before are many.
 */
typedef enum {
  PM_MAIL_GROUP_HOUSE,
  PM_MAIL_GROUP_STEADY,
  PM_MAIL_GROUP_TROUBLED,
  PM_MAIL_N_GROUPS,
} PmMailGroup;

/**
 * PmMailWork:
 * @data: the caller's
 *
 * What may block, on a thread of the crew.
 */
typedef void (*PmMailWork) (gpointer data);

/**
 * PmMailCrew:
 *
 * The threads that speak with mail servers. Main thread.
 */
typedef struct _PmMailCrew PmMailCrew;

PmMailCrew *pm_mail_crew_new (void);
void pm_mail_crew_do (PmMailCrew *self,
                      PmMailGroup group,
                      PmMailTransport *transport,
                      PmMailWork work,
                      gpointer data);
void pm_mail_crew_interrupt (PmMailCrew *self);
void pm_mail_crew_free (PmMailCrew *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmMailCrew, pm_mail_crew_free)

G_END_DECLS
