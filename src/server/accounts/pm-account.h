/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-user.h"

G_BEGIN_DECLS

gboolean pm_account_find (PmDb *db, const char *address, gint64 *user_id, GError **error);
char *pm_account_get_email (PmDb *db, gint64 user_id, GError **error);
gint64 pm_account_create (PmDb *db, PmUser *user, const char *password_hash, GError **error);

/* These end sessions and make mailed links worthless. */
gboolean pm_account_set_password (PmDb *db,
                                  gint64 user_id,
                                  const char *password_hash,
                                  gint64 kept_session,
                                  gint64 now,
                                  GError **error);
gboolean
pm_account_set_email (PmDb *db, gint64 user_id, const char *address, gint64 now, GError **error);
gboolean pm_account_deactivate (PmDb *db, gint64 user_id, gint64 now, GError **error);
gboolean pm_account_reactivate (PmDb *db, gint64 user_id, GError **error);

gboolean pm_account_set_profile (PmDb *db, PmUser *user, GError **error);
gboolean pm_account_join (PmDb *db,
                          gint64 user_id,
                          gint64 tenant_id,
                          PmRole role,
                          gint64 now,
                          GError **error);

gboolean pm_account_note (PmDb *db, gint64 user_id, GError **error);
gboolean pm_account_note_person (PmDb *db, gint64 user_id, GError **error);
gboolean
pm_account_audit (PmDb *db, gint64 user_id, const char *action, const char *target, GError **error);

G_END_DECLS
