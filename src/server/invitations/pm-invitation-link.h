/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-invitation.h"

G_BEGIN_DECLS

/**
 * PmLinkState:
 * @PM_LINK_UNKNOWN: there is no such link
 * @PM_LINK_OPEN: it can be accepted
 * @PM_LINK_EXPIRED: its life is over
 * @PM_LINK_REVOKED: the invitation was cancelled
 * @PM_LINK_REPLACED: a newer mail brought another link
 * @PM_LINK_ACCEPTED: it has been used, and whoever used it still takes part
 * @PM_LINK_REMOVED: it has been used, and access was taken away since
 *
 * What can be done with a link.
 */
typedef enum {
  PM_LINK_UNKNOWN,
  PM_LINK_OPEN,
  PM_LINK_EXPIRED,
  PM_LINK_REVOKED,
  PM_LINK_REPLACED,
  PM_LINK_ACCEPTED,
  PM_LINK_REMOVED,
} PmLinkState;

/**
 * PmLink:
 * @state: what can be done with it
 * @invitation: (nullable): the invitation; %NULL if the link is unknown
 * @tenant_id: the organization that invites
 * @accepted_by: who has accepted; 0: nobody
 *
 * A link that somebody has followed.
 */
typedef struct {
  PmLinkState state;
  PmInvitation *invitation;
  gint64 tenant_id;
  gint64 accepted_by;
} PmLink;

char *pm_link_make (PmDb *db, gint64 invitation_id, const char *kind, gint64 now, GError **error);
gboolean pm_link_kill_all (PmDb *db, gint64 invitation_id, gint64 now, GError **error);

PmLink *pm_link_find (PmDb *db, const char *token, gint64 now, GError **error);
gboolean pm_link_check (const PmLink *link, GError **error);
void pm_link_free (PmLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmLink, pm_link_free)

G_END_DECLS
