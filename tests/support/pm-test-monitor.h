/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PmTestMonitor:
 *
 * A network as the test says it is: there at first, and free of charge.
 */
#define PM_TYPE_TEST_MONITOR (pm_test_monitor_get_type ())
G_DECLARE_FINAL_TYPE (PmTestMonitor, pm_test_monitor, PM, TEST_MONITOR, GObject)

GNetworkMonitor *pm_test_monitor_new (void);
void pm_test_monitor_set_available (GNetworkMonitor *self, gboolean available);
void pm_test_monitor_set_metered (GNetworkMonitor *self, gboolean metered);

G_END_DECLS
