/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PmDetailLine:
 *
 * A line of an invitation's details: something that happened, or something to try. Properties,
 * set when made: `icon-name`, `words`, `detail` (nullable), `moment` (microseconds, 0 for none),
 * `action-name` and `action-label` (nullable, a button).
 */
#define PM_TYPE_DETAIL_LINE (pm_detail_line_get_type ())
G_DECLARE_FINAL_TYPE (PmDetailLine, pm_detail_line, PM, DETAIL_LINE, GObject)

G_END_DECLS
