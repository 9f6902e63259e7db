/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-route.h"
#include "server/pocs/pm-comment-rules.h"

static PmReply *
list_comments (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_comment_rule_list, NULL, error);
}

static PmReply *
show_comment (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_comment_rule_show, NULL, error);
}

static PmReply *
create_comment (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_comment_rule_create, NULL, error);
}

static PmReply *
change_comment (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_comment_rule_change, NULL, error);
}

static PmReply *
delete_comment (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_comment_rule_delete, NULL, error);
}

static const PmRoute routes[] = {
  { "GET", "/pocs/{poc}/comments", PM_ACCESS_ANY, PM_SCOPE_POC, list_comments },
  { "POST", "/pocs/{poc}/comments", PM_ACCESS_ANY, PM_SCOPE_POC, create_comment },
  { "GET", "/pocs/{poc}/comments/{comment}", PM_ACCESS_ANY, PM_SCOPE_POC, show_comment },
  { "PUT", "/pocs/{poc}/comments/{comment}", PM_ACCESS_ANY, PM_SCOPE_POC, change_comment },
  { "DELETE", "/pocs/{poc}/comments/{comment}", PM_ACCESS_ANY, PM_SCOPE_POC, delete_comment },
};

/**
 * pm_comments_routes:
 * @n_routes: (out): how many
 *
 * Returns: (transfer none): who may do what with comments
 */
const PmRoute *
pm_comments_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}
