/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-child-list.h"

#include "cache/pm-key-list-private.h"

struct _PmChildList {
  PmKeyList parent_instance;

  gint64 poc_id;
  PmSource source;
};

G_DEFINE_FINAL_TYPE (PmChildList, pm_child_list, PM_TYPE_KEY_LIST)

#define IN_ORDER(table) \
  "SELECT id FROM " table " WHERE poc_id = ?1 ORDER BY coalesce(sort_order, 0), created_at, id"

static const char *const sql_of[PM_N_SOURCES] = {
  [PM_SOURCE_TASK] = IN_ORDER ("task"),
  [PM_SOURCE_CRITERION] = IN_ORDER ("criterion"),
  [PM_SOURCE_TASK_GROUP] = IN_ORDER ("task_group"),
  [PM_SOURCE_RESOURCE] = IN_ORDER ("resource"),
  [PM_SOURCE_COMMENT] = "SELECT id FROM comment WHERE poc_id = ?1 ORDER BY created_at, id",
};

static gboolean
fetch_children (PmDb *mirror, const PmKeyQuery *query, GArray *keys, GError **error)
{
  return pm_key_list_read (
      pm_db_query (mirror, error, sql_of[query->numbers[1]], "i", query->numbers[0]), keys, error);
}

static void
pm_child_list_describe (PmKeyList *list, PmKeyQuery *query)
{
  PmChildList *self = PM_CHILD_LIST (list);

  query->fetch = fetch_children;
  query->numbers[0] = self->poc_id;
  query->numbers[1] = self->source;
}

static gboolean
pm_child_list_concerns (PmKeyList *list, PmChanges *changes)
{
  return pm_changes_has (changes, PM_SOURCE_POC, PM_CHILD_LIST (list)->poc_id);
}

static void
pm_child_list_class_init (PmChildListClass *klass)
{
  PmKeyListClass *list_class = PM_KEY_LIST_CLASS (klass);

  list_class->describe = pm_child_list_describe;
  list_class->concerns = pm_child_list_concerns;
}

static void
pm_child_list_init (PmChildList *self)
{
}

/**
 * pm_child_list_new:
 * @cache: the cache
 * @item_type: #PmTask, #PmTaskGroup, #PmCriterion, #PmResource or #PmComment
 * @poc_id: the POC
 *
 * Returns: (transfer full): what the POC has of them
 */
PmChildList *
pm_child_list_new (PmCache *cache, GType item_type, gint64 poc_id)
{
  PmChildList *self = g_object_new (PM_TYPE_CHILD_LIST, NULL);
  gboolean known = pm_source_for_type (item_type, &self->source);

  g_return_val_if_fail (known && sql_of[self->source] != NULL, NULL);

  self->poc_id = poc_id;
  pm_key_list_set_up (PM_KEY_LIST (self), cache, self->source);
  return self;
}
