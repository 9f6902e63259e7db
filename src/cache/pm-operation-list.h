/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-key-list.h"

G_BEGIN_DECLS

typedef struct _PmCache PmCache;

/**
 * PmOperationList:
 *
 * Everything that this desktop still has to tell the server, as #PmOperation items, by POC and
 * then oldest first.
 */
#define PM_TYPE_OPERATION_LIST (pm_operation_list_get_type ())
G_DECLARE_FINAL_TYPE (PmOperationList, pm_operation_list, PM, OPERATION_LIST, PmKeyList)

PmOperationList *pm_operation_list_new (PmCache *cache);

G_END_DECLS
