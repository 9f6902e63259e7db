/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-poc.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PmPocRow:
 *
 * One POC in the browser's list. Properties: `poc` (#PmPoc); `description`, what a screen reader
 * says after the title.
 */
#define PM_TYPE_POC_ROW (pm_poc_row_get_type ())
G_DECLARE_FINAL_TYPE (PmPocRow, pm_poc_row, PM, POC_ROW, GtkBox)

G_END_DECLS
