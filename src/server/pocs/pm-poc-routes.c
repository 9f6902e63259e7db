/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-route.h"
#include "server/pocs/pm-poc-rules.h"

static PmReply *
list_pocs (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_poc_rule_list, NULL, error);
}

static PmReply *
show_poc (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_poc_rule_show, NULL, error);
}

static PmReply *
create_poc (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_poc_rule_create, NULL, error);
}

static PmReply *
change_poc (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_poc_rule_change, NULL, error);
}

static PmReply *
archive_poc (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_poc_rule_archive, NULL, error);
}

static PmReply *
list_participants (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_participant_rule_list, NULL, error);
}

static PmReply *
add_participant (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_participant_rule_add, NULL, error);
}

static PmReply *
remove_participant (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_participant_rule_remove, NULL, error);
}

static PmReply *
count_pocs (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_poc_rule_count, NULL, error);
}

/* clang-format off */
static const PmRoute routes[] = {
  { "GET", "/pocs/", PM_ACCESS_ANY, PM_SCOPE_NONE, list_pocs, .is_kept = TRUE },
  { "POST", "/pocs/", PM_ACCESS_INTERNAL, PM_SCOPE_NONE, create_poc },
  { "GET", "/pocs/stats/dashboard", PM_ACCESS_INTERNAL, PM_SCOPE_NONE, count_pocs },
  { "GET", "/pocs/{poc}", PM_ACCESS_ANY, PM_SCOPE_POC, show_poc },
  { "PUT", "/pocs/{poc}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, change_poc },
  { "DELETE", "/pocs/{poc}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, archive_poc },
  { "GET", "/pocs/{poc}/participants", PM_ACCESS_ANY, PM_SCOPE_POC, list_participants },
  { "POST", "/pocs/{poc}/participants", PM_ACCESS_INTERNAL, PM_SCOPE_POC, add_participant },
  { "DELETE", "/pocs/{poc}/participants/{user}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, remove_participant },
};
/* clang-format on */

/**
 * pm_pocs_routes:
 * @n_routes: (out): how many
 *
 * Returns: (transfer none): who may do what with POCs
 */
const PmRoute *
pm_pocs_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}
