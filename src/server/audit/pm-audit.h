/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What is written down: who may get in, what they may do, and what leaves the house. */
#define PM_AUDIT_SIGNED_IN         "signed_in"
#define PM_AUDIT_SIGN_IN_REFUSED   "sign_in_refused"
#define PM_AUDIT_SESSION_REVOKED   "session_revoked"
#define PM_AUDIT_PASSWORD_CHANGED  "password_changed"
#define PM_AUDIT_RESET_REQUESTED   "reset_requested"
#define PM_AUDIT_ADDRESS_REQUESTED "address_requested"
#define PM_AUDIT_ADDRESS_CHANGED   "address_changed"
#define PM_AUDIT_ADDRESS_UNDONE    "address_undone"
#define PM_AUDIT_USER_ADDED        "user_added"
#define PM_AUDIT_USER_DEACTIVATED  "user_deactivated"
#define PM_AUDIT_USER_REACTIVATED  "user_reactivated"
#define PM_AUDIT_INVITED           "invited"
#define PM_AUDIT_RESENT            "resent"
#define PM_AUDIT_REMINDED          "reminded"
#define PM_AUDIT_CANCELLED         "cancelled"
#define PM_AUDIT_ACCEPTED          "accepted"
#define PM_AUDIT_ACCESS_GIVEN      "access_given"
#define PM_AUDIT_ACCESS_REMOVED    "access_removed"
#define PM_AUDIT_TEMPLATE_CHANGED  "template_changed"
#define PM_AUDIT_TENANT_ADDED      "tenant_added"
#define PM_AUDIT_TENANT_CHANGED    "tenant_changed"
#define PM_AUDIT_MAIL_SERVER_SET   "mail_server_set"

void pm_audit_set_user (PmDb *db, gint64 user_id);
gboolean
pm_audit_note (PmDb *db, gint64 tenant_id, const char *action, const char *target, GError **error);
JsonArray *pm_audit_read (PmDb *db, gint64 tenant_id, gint64 before, gint64 limit, GError **error);
gboolean pm_audit_prune (PmDb *db, gint64 now, GError **error);

G_END_DECLS
