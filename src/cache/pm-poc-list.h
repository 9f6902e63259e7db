/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-key-list.h"

G_BEGIN_DECLS

typedef struct _PmCache PmCache;

/**
 * PmPocScope:
 *
 * Which POCs the browser shows.
 */
typedef enum {
  PM_POC_SCOPE_MINE,
  PM_POC_SCOPE_ALL,
  PM_POC_SCOPE_PENDING_INVITATIONS,
  PM_POC_SCOPE_NEEDS_ATTENTION,
} PmPocScope;

typedef enum {
  PM_POC_SORT_TITLE,
  PM_POC_SORT_COMPANY,
  PM_POC_SORT_END_DATE,
  PM_POC_SORT_NEWEST,
} PmPocSort;

#define PM_TYPE_POC_SCOPE (pm_poc_scope_get_type ())
GType pm_poc_scope_get_type (void);
#define PM_TYPE_POC_SORT (pm_poc_sort_get_type ())
GType pm_poc_sort_get_type (void);

/**
 * PmPocList:
 *
 * The POCs of a workspace as #PmPoc items. Properties, all writable: `scope`, `status` (a
 * #PmPocStatus or -1 for every one), `sort`, `show-archived`, `search` (title, company, people
 * and addresses; prefix match, accents folded). Results keep their order while typing.
 */
#define PM_TYPE_POC_LIST (pm_poc_list_get_type ())
G_DECLARE_FINAL_TYPE (PmPocList, pm_poc_list, PM, POC_LIST, PmKeyList)

PmPocList *pm_poc_list_new (PmCache *cache);
void pm_poc_list_set_search (PmPocList *self, const char *search);
const char *pm_poc_list_get_search (PmPocList *self);

G_END_DECLS
