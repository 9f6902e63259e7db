/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmInvitees:
 *
 * What was said of people when they were invited, and a plain server did not keep: first and last
 * name, role or title. drafts.db keeps it, and it is written into every invitation that comes from
 * the server. The writing thread's.
 */
typedef struct _PmInvitees PmInvitees;

PmInvitees *pm_invitees_new (void);
void pm_invitees_free (PmInvitees *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmInvitees, pm_invitees_free)

gboolean pm_invitees_load (PmInvitees *self, PmDb *drafts, GError **error);
PmRecord *pm_invitees_complete (PmInvitees *self, PmRecord *record);

gboolean pm_invitees_keep (PmDb *drafts, gint64 operation_id, gint64 invitation_id, GError **error);

G_END_DECLS
