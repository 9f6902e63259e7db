/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PmPace:
 *
 * How much a workspace asks of its server, decided in one place: all that there is while somebody
 * looks, less where nobody does or where every byte is paid for. Main thread. Properties, writable:
 * `hidden` (whether no window shows the workspace), `metered` (whether the network costs money).
 * Signal `changed`: whoever is waiting asks again how long.
 */
#define PM_TYPE_PACE (pm_pace_get_type ())
G_DECLARE_FINAL_TYPE (PmPace, pm_pace, PM, PACE, GObject)

PmPace *pm_pace_new (void);
gint64 pm_pace_get_rest (PmPace *self);
gint64 pm_pace_stretch (PmPace *self, gint64 span);
gboolean pm_pace_reads_ahead (PmPace *self);
gint64 pm_pace_get_tick (PmPace *self);
void pm_pace_hurry (PmPace *self);
gboolean pm_pace_has_slept (PmPace *self, gint64 steady, gint64 monotonic);

G_END_DECLS
