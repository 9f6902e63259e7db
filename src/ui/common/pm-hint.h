/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmHint:
 *
 * A sentence below a field, which says what is wrong with what stands in it or what might be,
 * and perhaps offers the better way. Hidden without text. Properties, all writable: `text`,
 * `is-problem` (shown as an error), `action-label` (a button, if any). Signal `clicked`.
 */
#define PM_TYPE_HINT (pm_hint_get_type ())
G_DECLARE_FINAL_TYPE (PmHint, pm_hint, PM, HINT, AdwBin)

void pm_hint_show (PmHint *self, const char *text, gboolean is_problem, const char *action_label);
void pm_hint_mark (PmHint *self, GtkEditable *field, gboolean is_wrong);
const char *pm_hint_get_text (PmHint *self);

G_END_DECLS
