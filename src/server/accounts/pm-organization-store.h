/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-organization.h"

G_BEGIN_DECLS

gint64 pm_organization_create (PmDb *db, PmOrganization *organization, GError **error);
char *pm_organization_make_slug (const char *name);
gboolean pm_organization_find (PmDb *db, const char *slug, gint64 *tenant_id, GError **error);
PmOrganization *pm_organization_get (PmDb *db, gint64 tenant_id, GError **error);
gboolean pm_organization_put (PmDb *db, PmOrganization *organization, GError **error);

G_END_DECLS
