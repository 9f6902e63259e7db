/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-template.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One organization's template, or nothing but the id where the default holds. */
#define PM_INVITATION_TEMPLATE_SQL \
  "SELECT organization.id, subject, text, html, updated_at FROM organization" \
  " LEFT JOIN template ON template.id = organization.id" \
  " WHERE organization.id = ?1 AND organization.id = ?2"

PmTemplate *pm_invitation_template_find (PmDb *db, gint64 tenant_id, GError **error);
gboolean pm_invitation_template_store (PmDb *db,
                                       gint64 tenant_id,
                                       PmTemplate *mail_template,
                                       gint64 now,
                                       GError **error);

JsonObject *pm_invitation_template_encode (PmTemplate *template);
gboolean pm_invitation_template_amend (PmDb *db,
                                       gint64 tenant_id,
                                       PmRecord *record,
                                       JsonObject *object,
                                       GError **error);

G_END_DECLS
