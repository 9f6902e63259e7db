/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PmListWatch:
 *
 * Looks at the items of a list, which may be others at any time. Signal `changed`: the list has
 * others, or the property of one of them has changed.
 */
#define PM_TYPE_LIST_WATCH (pm_list_watch_get_type ())
G_DECLARE_FINAL_TYPE (PmListWatch, pm_list_watch, PM, LIST_WATCH, GObject)

PmListWatch *pm_list_watch_new (GListModel *list, const char *property);

G_END_DECLS
