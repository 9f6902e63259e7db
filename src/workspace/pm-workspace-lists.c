/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace-private.h"

/**
 * pm_workspace_create_poc_list:
 * @self: a workspace
 *
 * Returns: (transfer full): a list of its POCs, with filters of its own
 */
PmPocList *
pm_workspace_create_poc_list (PmWorkspace *self)
{
  return pm_poc_list_new (pm_workspace_get_cache (self));
}

/**
 * pm_workspace_create_person_list:
 * @self: a workspace
 * @poc_id: a POC
 *
 * Returns: (transfer full): the people and invitations of the POC
 */
PmPersonList *
pm_workspace_create_person_list (PmWorkspace *self, gint64 poc_id)
{
  return pm_person_list_new (pm_workspace_get_cache (self), poc_id);
}

/**
 * pm_workspace_create_operation_list:
 * @self: a workspace
 *
 * Returns: (transfer full): everything that is not sent yet
 */
PmOperationList *
pm_workspace_create_operation_list (PmWorkspace *self)
{
  return pm_operation_list_new (pm_workspace_get_cache (self));
}

/**
 * pm_workspace_create_child_list:
 * @self: a workspace
 * @item_type: %PM_TYPE_TASK, %PM_TYPE_TASK_GROUP, %PM_TYPE_CRITERION, %PM_TYPE_RESOURCE or
 *   %PM_TYPE_COMMENT
 * @poc_id: a POC
 *
 * Returns: (transfer full): what of that kind the POC has
 */
PmChildList *
pm_workspace_create_child_list (PmWorkspace *self, GType item_type, gint64 poc_id)
{
  return pm_child_list_new (pm_workspace_get_cache (self), item_type, poc_id);
}

/**
 * pm_workspace_ref_poc:
 * @self: a workspace
 * @poc_id: a POC
 *
 * Returns: (transfer full): the one object that stands for the POC; it fills at once when the
 *   POC is known, and follows its changes
 */
PmPoc *
pm_workspace_ref_poc (PmWorkspace *self, gint64 poc_id)
{
  return pm_cache_ref_poc (pm_workspace_get_cache (self), poc_id);
}

/**
 * pm_workspace_get_server_now:
 * @self: a workspace
 *
 * Returns: the server's time in microseconds since 1970 UTC, by which things expire
 */
gint64
pm_workspace_get_server_now (PmWorkspace *self)
{
  return pm_syncer_get_server_now (self->syncer);
}
