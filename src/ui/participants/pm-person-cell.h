/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-person.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmPersonCell:
 *
 * What a list puts into a cell: it knows whose cell it is, and what time it is, so that what
 * stands in it can bind to both. Properties: `person` (writable); `now`, in microseconds, every
 * minute.
 */
#define PM_TYPE_PERSON_CELL (pm_person_cell_get_type ())
G_DECLARE_FINAL_TYPE (PmPersonCell, pm_person_cell, PM, PERSON_CELL, AdwBin)

PmPerson *pm_person_cell_find (GtkWidget *row);

G_END_DECLS
