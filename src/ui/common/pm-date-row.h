/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmDateRow:
 *
 * A row in which a day is chosen from a calendar. Properties, all writable: `title`, `date`
 * (`YYYY-MM-DD`, %NULL for none), `required` (whether there is always one).
 */
#define PM_TYPE_DATE_ROW (pm_date_row_get_type ())
G_DECLARE_FINAL_TYPE (PmDateRow, pm_date_row, PM, DATE_ROW, AdwActionRow)

G_END_DECLS
