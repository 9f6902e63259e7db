/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmPocPart:
 *
 * A titled list of things in a POC, which loads by itself and says when there is nothing.
 * Properties, all writable: `title`, `empty-text`, `row-type` (a #PmItemRow, to be set before)
 * `items` (a #PmKeyList or %NULL).
 */
#define PM_TYPE_POC_PART (pm_poc_part_get_type ())
G_DECLARE_FINAL_TYPE (PmPocPart, pm_poc_part, PM, POC_PART, AdwBin)

G_END_DECLS
