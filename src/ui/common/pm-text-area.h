/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmTextArea:
 *
 * A field for texts of several lines, with its title above and what is wrong below. Properties, all
 * writable: `title`, `show-title`, `placeholder`, `text`, `min-height`, `monospace`.
 */
#define PM_TYPE_TEXT_AREA (pm_text_area_get_type ())
G_DECLARE_FINAL_TYPE (PmTextArea, pm_text_area, PM, TEXT_AREA, GtkBox)

char *pm_text_area_dup_text (PmTextArea *self);
gboolean pm_text_area_check (PmTextArea *self, gboolean required, gsize max_chars);
void pm_text_area_show_problem (PmTextArea *self, const char *problem);

G_END_DECLS
