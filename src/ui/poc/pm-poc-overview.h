/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmPocOverview:
 *
 * What a POC is about and how it goes. Properties, all writable: `workspace` (#PmWorkspace),
 * `poc` (#PmPoc or %NULL), `tally` (#PmPeopleTally).
 */
#define PM_TYPE_POC_OVERVIEW (pm_poc_overview_get_type ())
G_DECLARE_FINAL_TYPE (PmPocOverview, pm_poc_overview, PM, POC_OVERVIEW, AdwBin)

G_END_DECLS
