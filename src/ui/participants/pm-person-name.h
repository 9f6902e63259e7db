/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmPersonName:
 *
 * Who a row is about: picture, name and address, and under them what went wrong, if anything.
 * Property: `person` (#PmPerson).
 */
#define PM_TYPE_PERSON_NAME (pm_person_name_get_type ())
G_DECLARE_FINAL_TYPE (PmPersonName, pm_person_name, PM, PERSON_NAME, AdwBin)

G_END_DECLS
