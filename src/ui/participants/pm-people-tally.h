/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PmPeopleTally:
 *
 * Counts the people of a POC while they change. Properties: `people` (writable, a #GListModel of
 * #PmPerson); read-only, notify: `filters` (a #GListModel of #PmStatusFilter), `total`,
 * `invited` (to whom an invitation has been sent), `delivered` (which a mail server has taken),
 * `accepted`.
 */
#define PM_TYPE_PEOPLE_TALLY (pm_people_tally_get_type ())
G_DECLARE_FINAL_TYPE (PmPeopleTally, pm_people_tally, PM, PEOPLE_TALLY, GObject)

PmPeopleTally *pm_people_tally_new (void);
void pm_people_tally_set_people (PmPeopleTally *self, GListModel *people);
GListModel *pm_people_tally_get_filters (PmPeopleTally *self);

G_END_DECLS
