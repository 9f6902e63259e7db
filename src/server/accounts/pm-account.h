/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-organization.h"
#include "domain/pm-user.h"

G_BEGIN_DECLS

gboolean pm_account_find (PmDb *db, const char *address, gint64 *user_id, GError **error);
gint64 pm_account_create (PmDb *db, PmUser *user, const char *password_hash, GError **error);
gboolean pm_account_set_password (PmDb *db,
                                  gint64 user_id,
                                  const char *password_hash,
                                  gint64 now,
                                  GError **error);
gboolean pm_account_set_profile (PmDb *db, PmUser *user, GError **error);
gboolean pm_account_join (PmDb *db,
                          gint64 user_id,
                          gint64 tenant_id,
                          PmRole role,
                          gint64 now,
                          GError **error);
gboolean pm_account_note (PmDb *db, gint64 user_id, GError **error);

gint64 pm_organization_create (PmDb *db, PmOrganization *organization, GError **error);
char *pm_organization_make_slug (const char *name);
gboolean pm_organization_find (PmDb *db, const char *slug, gint64 *tenant_id, GError **error);

G_END_DECLS
