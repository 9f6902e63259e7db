/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmPersonRow:
 *
 * A row of the participants view where there is no room for columns. Properties: `person`
 * (#PmPerson); `tells-engagement`, as the view says it.
 */
#define PM_TYPE_PERSON_ROW (pm_person_row_get_type ())
G_DECLARE_FINAL_TYPE (PmPersonRow, pm_person_row, PM, PERSON_ROW, AdwBin)

G_END_DECLS
