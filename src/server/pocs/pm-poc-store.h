/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-poc.h"

G_BEGIN_DECLS

PmPoc *pm_poc_store_get (PmDb *db, gint64 poc_id, GError **error);
gboolean pm_poc_store_add (PmDb *db, PmPoc *poc, GError **error);
gboolean pm_poc_store_put (PmDb *db, PmPoc *poc, GError **error);

gboolean pm_poc_store_add_participant (PmDb *db,
                                       PmPoc *poc,
                                       gint64 user_id,
                                       gboolean is_customer,
                                       gint64 invited_at,
                                       gint64 now,
                                       GError **error);
gboolean pm_poc_store_find_participant (PmDb *db,
                                        gint64 poc_id,
                                        gint64 user_id,
                                        gint64 *participant_id,
                                        GError **error);

G_END_DECLS
