/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What happens to an invitation, as its history says it. */
#define PM_INVITATION_EVENT_INVITED     "invited"
#define PM_INVITATION_EVENT_RESENT      "resent"
#define PM_INVITATION_EVENT_CANCELLED   "cancelled"
#define PM_INVITATION_EVENT_EXPIRED     "expired"
#define PM_INVITATION_EVENT_ACCEPTED    "accepted"
#define PM_INVITATION_EVENT_REMOVED     "removed"
#define PM_INVITATION_EVENT_MAIL_SENT   "mail_sent"
#define PM_INVITATION_EVENT_MAIL_FAILED "mail_failed"
#define PM_INVITATION_EVENT_LINK_OPENED "link_opened"

gboolean pm_invitation_events_add (PmDb *db,
                                   gint64 invitation_id,
                                   const char *kind,
                                   gint64 at,
                                   gint64 user_id,
                                   GError **error);
JsonArray *pm_invitation_events_list (PmDb *db, gint64 invitation_id, GError **error);

G_END_DECLS
