/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/audit/pm-audit.h"
#include "server/http/pm-page.h"
#include "server/http/pm-route.h"

#define LIMIT_DEFAULT 100
#define LIMIT_MAX     1000

typedef struct {
  gint64 before;
  gint64 limit;
} Part;

static PmReply *
read_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  Part *part = data;
  JsonArray *lines =
      pm_audit_read (db, pm_request_get_tenant_id (request), part->before, part->limit, error);

  return lines != NULL ? pm_reply_new_array (200, lines) : NULL;
}

static PmReply *
get_audit (PmRequest *request, GError **error)
{
  Part part = { 0, LIMIT_DEFAULT };

  if (!pm_query_get_integer (request, "before", 1, G_MAXINT64, &part.before, error) ||
      !pm_query_get_integer (request, "limit", 1, LIMIT_MAX, &part.limit, error))
    return NULL;
  return pm_request_read (request, read_rule, &part, error);
}

static const PmRoute routes[] = {
  { "GET", "/audit", PM_ACCESS_TENANT_ADMIN, PM_SCOPE_NONE, get_audit, NULL },
};

/**
 * pm_audit_routes:
 * @n_routes: (out): how many
 *
 * Returns: (transfer none): what an organization's admin may read of who did what
 */
const PmRoute *
pm_audit_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}
