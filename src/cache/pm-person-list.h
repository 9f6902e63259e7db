/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-key-list.h"

G_BEGIN_DECLS

typedef struct _PmCache PmCache;

/**
 * PmPersonList:
 *
 * People and invitations of one POC together, as #PmPerson items: one row an address, with its
 * newest state, what waits in the outbox included. Properties: `poc-id`; writable `status` (a
 * #PmPersonStatus or -1 for every one).
 */
#define PM_TYPE_PERSON_LIST (pm_person_list_get_type ())
G_DECLARE_FINAL_TYPE (PmPersonList, pm_person_list, PM, PERSON_LIST, PmKeyList)

PmPersonList *pm_person_list_new (PmCache *cache, gint64 poc_id);

G_END_DECLS
