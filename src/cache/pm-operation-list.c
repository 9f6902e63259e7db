/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-operation-list.h"

#include "cache/pm-key-list-private.h"

struct _PmOperationList {
  PmKeyList parent_instance;
};

G_DEFINE_FINAL_TYPE (PmOperationList, pm_operation_list, PM_TYPE_KEY_LIST)

static gboolean
fetch_operations (PmDb *mirror, const PmKeyQuery *query, GArray *keys, GError **error)
{
  return pm_key_list_read (
      pm_db_query (mirror, error,
                   "SELECT o.id FROM operation o LEFT JOIN poc_row r ON r.id = o.poc_id "
                   "WHERE o.state NOT IN ('confirmed', 'cancelled') "
                   "ORDER BY r.sort_title, o.poc_id, o.id",
                   ""),
      keys, error);
}

static void
pm_operation_list_describe (PmKeyList *list, PmKeyQuery *query)
{
  query->fetch = fetch_operations;
}

static gboolean
pm_operation_list_concerns (PmKeyList *list, PmChanges *changes)
{
  return pm_changes_touch (changes, PM_SOURCE_OPERATION);
}

static void
pm_operation_list_class_init (PmOperationListClass *klass)
{
  PmKeyListClass *list_class = PM_KEY_LIST_CLASS (klass);

  list_class->describe = pm_operation_list_describe;
  list_class->concerns = pm_operation_list_concerns;
}

static void
pm_operation_list_init (PmOperationList *self)
{
}

/**
 * pm_operation_list_new:
 * @cache: the cache
 *
 * Returns: (transfer full): everything the server has yet to hear of
 */
PmOperationList *
pm_operation_list_new (PmCache *cache)
{
  PmOperationList *self = g_object_new (PM_TYPE_OPERATION_LIST, NULL);

  pm_key_list_set_up (PM_KEY_LIST (self), cache, PM_SOURCE_OPERATION);
  return self;
}
