/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-item-row.h"

G_BEGIN_DECLS

/**
 * PmResourceRow:
 *
 * A resource (#PmResource), with what can be done with it; its context is the #PmWorkspace.
 */
#define PM_TYPE_RESOURCE_ROW (pm_resource_row_get_type ())
G_DECLARE_FINAL_TYPE (PmResourceRow, pm_resource_row, PM, RESOURCE_ROW, PmItemRow)

G_END_DECLS
