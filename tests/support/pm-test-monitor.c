/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "pm-test-monitor.h"

struct _PmTestMonitor {
  GObject parent_instance;

  gboolean available;
  gboolean metered;
};

static gboolean
init (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
initable_iface_init (GInitableIface *iface)
{
  iface->init = init;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PmTestMonitor,
                               pm_test_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_iface_init)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, NULL))

enum {
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static void
pm_test_monitor_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmTestMonitor *self = PM_TEST_MONITOR (object);

  switch (prop_id) {
  case PROP_AVAILABLE:
    g_value_set_boolean (value, self->available);
    break;
  case PROP_METERED:
    g_value_set_boolean (value, self->metered);
    break;
  case PROP_CONNECTIVITY:
    g_value_set_enum (value,
                      self->available ? G_NETWORK_CONNECTIVITY_FULL : G_NETWORK_CONNECTIVITY_LOCAL);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_test_monitor_class_init (PmTestMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pm_test_monitor_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
pm_test_monitor_init (PmTestMonitor *self)
{
  self->available = TRUE;
}

GNetworkMonitor *
pm_test_monitor_new (void)
{
  return g_object_new (PM_TYPE_TEST_MONITOR, NULL);
}

void
pm_test_monitor_set_available (GNetworkMonitor *self, gboolean available)
{
  PM_TEST_MONITOR (self)->available = available;
  g_object_notify (G_OBJECT (self), "network-available");
  g_signal_emit_by_name (self, "network-changed", available);
}

void
pm_test_monitor_set_metered (GNetworkMonitor *self, gboolean metered)
{
  PM_TEST_MONITOR (self)->metered = metered;
  g_object_notify (G_OBJECT (self), "network-metered");
}
