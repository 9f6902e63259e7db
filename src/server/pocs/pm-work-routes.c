/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-route.h"
#include "server/pocs/pm-poc-item.h"
#include "server/pocs/pm-work-rules.h"

/* Things are made, changed and removed in the same way; the route says which. */

static PmReply *
show (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_poc_item_rule_show, pm_request_get_route_data (request),
                          error);
}

static PmReply *
create (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_poc_item_rule_create, pm_request_get_route_data (request),
                           error);
}

static PmReply *
change (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_poc_item_rule_change, pm_request_get_route_data (request),
                           error);
}

static PmReply *
take_away (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_poc_item_rule_remove, pm_request_get_route_data (request),
                           error);
}

static PmReply *
list_tasks (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_task_rule_list, NULL, error);
}

static PmReply *
list_assignees (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_task_rule_list_assignees, NULL, error);
}

static PmReply *
assign (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_task_rule_assign, NULL, error);
}

static PmReply *
unassign (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_task_rule_unassign, NULL, error);
}

static PmReply *
list_groups (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_task_group_rule_list, NULL, error);
}

static PmReply *
list_tasks_of_group (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_task_group_rule_list_tasks, NULL, error);
}

static PmReply *
list_criteria (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_criterion_rule_list, NULL, error);
}

static PmReply *
list_resources (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_resource_rule_list, NULL, error);
}

#define TASK     ((gpointer) & pm_task_item)
#define GROUP    ((gpointer) & pm_task_group_item)
#define CRITERIA ((gpointer) & pm_criterion_item)
#define RESOURCE ((gpointer) & pm_resource_item)

/* clang-format off */
#define RESOURCES_OF(path) \
  { "GET", path "/resources", PM_ACCESS_ANY, PM_SCOPE_POC, list_resources }, \
  { "POST", path "/resources", PM_ACCESS_INTERNAL, PM_SCOPE_POC, create, .data = RESOURCE }, \
  { "GET", path "/resources/{resource}", PM_ACCESS_ANY, PM_SCOPE_POC, show, .data = RESOURCE }, \
  { "PUT", path "/resources/{resource}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, change, .data = RESOURCE }, \
  { "DELETE", path "/resources/{resource}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, take_away, .data = RESOURCE }

static const PmRoute routes[] = {
  { "GET", "/tasks/pocs/{poc}/tasks", PM_ACCESS_ANY, PM_SCOPE_POC, list_tasks },
  { "POST", "/tasks/pocs/{poc}/tasks", PM_ACCESS_INTERNAL, PM_SCOPE_POC, create, .data = TASK },
  { "GET", "/tasks/pocs/{poc}/tasks/{task}", PM_ACCESS_ANY, PM_SCOPE_POC, show, .data = TASK },
  { "PUT", "/tasks/pocs/{poc}/tasks/{task}", PM_ACCESS_ANY, PM_SCOPE_POC, change, .data = TASK },
  { "DELETE", "/tasks/pocs/{poc}/tasks/{task}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, take_away, .data = TASK },
  { "GET", "/tasks/pocs/{poc}/tasks/{task}/assignees", PM_ACCESS_ANY, PM_SCOPE_POC, list_assignees },
  { "POST", "/tasks/pocs/{poc}/tasks/{task}/assign", PM_ACCESS_INTERNAL, PM_SCOPE_POC, assign },
  { "DELETE", "/tasks/pocs/{poc}/tasks/{task}/assign", PM_ACCESS_INTERNAL, PM_SCOPE_POC, unassign },
  { "GET", "/tasks/pocs/{poc}/task-groups", PM_ACCESS_ANY, PM_SCOPE_POC, list_groups },
  { "POST", "/tasks/pocs/{poc}/task-groups", PM_ACCESS_INTERNAL, PM_SCOPE_POC, create, .data = GROUP },
  { "GET", "/tasks/pocs/{poc}/task-groups/{group}", PM_ACCESS_ANY, PM_SCOPE_POC, show, .data = GROUP },
  { "PUT", "/tasks/pocs/{poc}/task-groups/{group}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, change, .data = GROUP },
  { "DELETE", "/tasks/pocs/{poc}/task-groups/{group}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, take_away, .data = GROUP },
  { "GET", "/tasks/pocs/{poc}/task-groups/{group}/tasks", PM_ACCESS_ANY, PM_SCOPE_POC, list_tasks_of_group },
  { "GET", "/pocs/{poc}/success-criteria", PM_ACCESS_ANY, PM_SCOPE_POC, list_criteria },
  { "POST", "/pocs/{poc}/success-criteria", PM_ACCESS_INTERNAL, PM_SCOPE_POC, create, .data = CRITERIA },
  { "GET", "/pocs/{poc}/success-criteria/{criterion}", PM_ACCESS_ANY, PM_SCOPE_POC, show, .data = CRITERIA },
  { "PUT", "/pocs/{poc}/success-criteria/{criterion}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, change, .data = CRITERIA },
  { "DELETE", "/pocs/{poc}/success-criteria/{criterion}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, take_away, .data = CRITERIA },
  RESOURCES_OF ("/pocs/{poc}"),
  RESOURCES_OF ("/pocs/{poc}/tasks/{task}"),
  RESOURCES_OF ("/pocs/{poc}/task-groups/{group}"),
};
/* clang-format on */

/**
 * pm_work_routes:
 * @n_routes: (out): how many
 *
 * Returns: (transfer none): who may do what with tasks, groups, success criteria and resources
 */
const PmRoute *
pm_work_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}
