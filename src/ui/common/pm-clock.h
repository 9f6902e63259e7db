/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PmClock:
 *
 * What time it is on the server of the workspace that is shown, as something that templates can
 * bind to, so that "in 3 days" changes by itself while one looks, and is right where this machine's
 * clock is not. Properties (read-only, notify): `now`, microseconds, every minute; `today`,
 * `YYYY-MM-DD` in this machine's time zone, when the day changes. All clocks tick together; the
 * window says by pm_clock_follow() whose time it shows.
 *
 * A template says `$PmClock clock {}` and its class calls pm_clock_bind().
 */
#define PM_TYPE_CLOCK (pm_clock_get_type ())
G_DECLARE_FINAL_TYPE (PmClock, pm_clock, PM, CLOCK, GObject)

void pm_clock_follow (PmWorkspace *workspace);
void pm_clock_bind (GtkWidgetClass *widget_class);
gint64 pm_clock_get_now (PmClock *self);
const char *pm_clock_get_today (PmClock *self);

G_END_DECLS
