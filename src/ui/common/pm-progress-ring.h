/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PmProgressRing:
 *
 * How far something has come, as a small ring. Property: `fraction`, 0 to 1.
 */
#define PM_TYPE_PROGRESS_RING (pm_progress_ring_get_type ())
G_DECLARE_FINAL_TYPE (PmProgressRing, pm_progress_ring, PM, PROGRESS_RING, GtkWidget)

G_END_DECLS
