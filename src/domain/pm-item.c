/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-item.h"

#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-poc.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"

static const guint poc_fields[] = {
  PM_POC_TITLE,
  PM_POC_CUSTOMER_COMPANY_NAME,
  PM_POC_DESCRIPTION,
  PM_POC_EXECUTIVE_SUMMARY,
  PM_POC_OBJECTIVES,
  PM_POC_START_DATE,
  PM_POC_END_DATE,
  PM_POC_STATUS,
  PM_POC_OVERALL_SUCCESS_SCORE,
};

static const guint task_fields[] = {
  PM_TASK_TITLE,      PM_TASK_DESCRIPTION, PM_TASK_STATUS,   PM_TASK_SUCCESS_LEVEL,
  PM_TASK_SORT_ORDER, PM_TASK_START_DATE,  PM_TASK_DUE_DATE, PM_TASK_POC_TASK_GROUP_ID,
};

static const guint task_group_fields[] = {
  PM_TASK_GROUP_TITLE,         PM_TASK_GROUP_DESCRIPTION, PM_TASK_GROUP_STATUS,
  PM_TASK_GROUP_SUCCESS_LEVEL, PM_TASK_GROUP_SORT_ORDER,  PM_TASK_GROUP_START_DATE,
  PM_TASK_GROUP_DUE_DATE,
};

static const guint criterion_fields[] = {
  PM_CRITERION_TITLE,          PM_CRITERION_DESCRIPTION, PM_CRITERION_TARGET_VALUE,
  PM_CRITERION_ACHIEVED_VALUE, PM_CRITERION_IS_MET,      PM_CRITERION_IMPORTANCE_LEVEL,
  PM_CRITERION_SORT_ORDER,
};

static const guint resource_fields[] = {
  PM_RESOURCE_TITLE,   PM_RESOURCE_DESCRIPTION, PM_RESOURCE_RESOURCE_TYPE,
  PM_RESOURCE_CONTENT, PM_RESOURCE_SORT_ORDER,  PM_RESOURCE_SUCCESS_CRITERIA_ID,
};

static const guint comment_fields[] = {
  PM_COMMENT_SUBJECT,
  PM_COMMENT_CONTENT,
  PM_COMMENT_IS_INTERNAL,
};

static const struct {
  GType (*get_type) (void);
  guint title;
  const guint *writable;
  guint n_writable;
} items[] = {
  [PM_ITEM_TYPE_POC] = { pm_poc_get_type, PM_POC_TITLE, poc_fields, G_N_ELEMENTS (poc_fields) },
  [PM_ITEM_TYPE_TASK] = { pm_task_get_type, PM_TASK_TITLE, task_fields,
                          G_N_ELEMENTS (task_fields) },
  [PM_ITEM_TYPE_TASK_GROUP] = { pm_task_group_get_type, PM_TASK_GROUP_TITLE, task_group_fields,
                                G_N_ELEMENTS (task_group_fields) },
  [PM_ITEM_TYPE_CRITERION] = { pm_criterion_get_type, PM_CRITERION_TITLE, criterion_fields,
                               G_N_ELEMENTS (criterion_fields) },
  [PM_ITEM_TYPE_RESOURCE] = { pm_resource_get_type, PM_RESOURCE_TITLE, resource_fields,
                              G_N_ELEMENTS (resource_fields) },
  [PM_ITEM_TYPE_COMMENT] = { pm_comment_get_type, PM_COMMENT_CONTENT, comment_fields,
                             G_N_ELEMENTS (comment_fields) },
};

/* Fields that name an item, in whatever record they stand. */
static const struct {
  const char *field;
  PmItemType type;
} references[] = {
  { "poc_id", PM_ITEM_TYPE_POC },
  { "poc_task_id", PM_ITEM_TYPE_TASK },
  { "poc_task_group_id", PM_ITEM_TYPE_TASK_GROUP },
  { "success_criteria_id", PM_ITEM_TYPE_CRITERION },
};

/**
 * pm_item_type_get_record_type:
 * @type: a kind of items
 *
 * Returns: the record that stands for one; %G_TYPE_INVALID for %PM_ITEM_TYPE_NONE
 */
GType
pm_item_type_get_record_type (PmItemType type)
{
  return type == PM_ITEM_TYPE_NONE ? G_TYPE_INVALID : items[type].get_type ();
}

/**
 * pm_item_type_for_record:
 * @record_type: a record type
 *
 * Returns: the kind of items that it stands for; %PM_ITEM_TYPE_NONE if people do not write it
 */
PmItemType
pm_item_type_for_record (GType record_type)
{
  for (guint i = PM_ITEM_TYPE_POC; i < G_N_ELEMENTS (items); i++)
    if (items[i].get_type () == record_type)
      return (PmItemType) i;
  return PM_ITEM_TYPE_NONE;
}

/**
 * pm_item_type_of_reference:
 * @field: a field's name
 *
 * Returns: what kind of item the field names by its number; %PM_ITEM_TYPE_NONE if it names none
 */
PmItemType
pm_item_type_of_reference (const char *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (references); i++)
    if (g_str_equal (references[i].field, field))
      return references[i].type;
  return PM_ITEM_TYPE_NONE;
}

/**
 * pm_item_type_can_do_without:
 * @type: a kind of items
 * @field: a field in which one names another
 *
 * Returns: whether one stays, and names nothing there, when the item that it names is removed.
 *   What is in a POC, or hangs on a task or on a group, goes with it
 */
gboolean
pm_item_type_can_do_without (PmItemType type, const char *field)
{
  if (type == PM_ITEM_TYPE_TASK)
    return g_str_equal (field, "poc_task_group_id");
  return type == PM_ITEM_TYPE_RESOURCE && g_str_equal (field, "success_criteria_id");
}

/**
 * pm_item_type_get_writable:
 * @type: a kind of items
 * @n_fields: (out): how many
 *
 * Returns: (transfer none) (array length=n_fields): the fields that can be changed in one that
 *   exists; what it belongs to is said when it is made
 */
const guint *
pm_item_type_get_writable (PmItemType type, guint *n_fields)
{
  *n_fields = items[type].n_writable;
  return items[type].writable;
}

/**
 * pm_item_get_title:
 * @item: an item
 *
 * Returns: (transfer none) (nullable): what people know it by; a comment, by what it says
 */
const char *
pm_item_get_title (PmRecord *item)
{
  PmItemType type = pm_item_type_for_record (G_OBJECT_TYPE (item));

  g_return_val_if_fail (type != PM_ITEM_TYPE_NONE, NULL);

  return pm_record_get_string (item, items[type].title);
}

/**
 * pm_item_get_poc_id:
 * @item: an item
 *
 * Returns: the POC that it is in, or that it is
 */
gint64
pm_item_get_poc_id (PmRecord *item)
{
  gint64 id;

  g_object_get (item, PM_IS_POC (item) ? "id" : "poc-id", &id, NULL);
  return id;
}
