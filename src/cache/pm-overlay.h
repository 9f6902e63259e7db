/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-changes.h"
#include "db/pm-db.h"
#include "domain/pm-operation.h"
#include "domain/pm-page.h"

G_BEGIN_DECLS

/*
 * What waits in the outbox shows in the rows of the items that it is about. Such a row is laid
 * over the server's, which is kept below it; before the server's word on it is written it is
 * lifted, and laid again after that. On the writing thread, inside a transaction of the mirror
 * whose copy of the outbox is up to date.
 */

gboolean
pm_overlay_lay (PmDb *mirror, PmItemType type, gint64 id, PmChanges *changes, GError **error);
gboolean
pm_overlay_lift (PmDb *mirror, PmItemType type, gint64 id, PmChanges *changes, GError **error);

gboolean pm_overlay_lift_operation (PmDb *mirror,
                                    PmOperation *operation,
                                    PmChanges *changes,
                                    GError **error);
gboolean
pm_overlay_lay_operation (PmDb *mirror, PmOperation *operation, PmChanges *changes, GError **error);

gboolean pm_overlay_lay_all (PmDb *mirror, PmChanges *changes, GError **error);
gboolean pm_overlay_lift_all (PmDb *mirror, PmChanges *changes, GError **error);
gboolean pm_overlay_lift_page (PmDb *mirror, PmPage *page, PmChanges *changes, GError **error);
gboolean pm_overlay_renumber (PmDb *mirror,
                              PmItemType type,
                              gint64 from,
                              gint64 to,
                              PmChanges *changes,
                              GError **error);

G_END_DECLS
