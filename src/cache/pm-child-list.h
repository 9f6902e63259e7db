/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-key-list.h"

G_BEGIN_DECLS

typedef struct _PmCache PmCache;

/**
 * PmChildList:
 *
 * What one POC has of a kind, in its own order: tasks (#PmTask), task groups (#PmTaskGroup), success
 * criteria (#PmCriterion), resources (#PmResource), or comments (#PmComment), the oldest first.
 * What waits in the outbox is among it.
 */
#define PM_TYPE_CHILD_LIST (pm_child_list_get_type ())
G_DECLARE_FINAL_TYPE (PmChildList, pm_child_list, PM, CHILD_LIST, PmKeyList)

PmChildList *pm_child_list_new (PmCache *cache, GType item_type, gint64 poc_id);

G_END_DECLS
