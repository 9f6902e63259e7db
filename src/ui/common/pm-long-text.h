/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PmLongText:
 *
 * A text that shows its first lines, and **Show More** where there is more of it. Properties, all
 * writable: `text`, `lines` (how many show at first), `expanded`.
 */
#define PM_TYPE_LONG_TEXT (pm_long_text_get_type ())
G_DECLARE_FINAL_TYPE (PmLongText, pm_long_text, PM, LONG_TEXT, GtkWidget)

G_END_DECLS
