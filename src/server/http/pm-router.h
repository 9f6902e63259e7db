/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-route.h"

G_BEGIN_DECLS

/**
 * PmMatch:
 * @route: (nullable): the route, %NULL when there is none for the path and method
 * @names: (transfer none): the route's path, split
 * @segments: the request's path, split
 * @allowed: (nullable): the methods that the path takes, when it does not take the one asked
 *
 * Where a request leads.
 */
typedef struct {
  const PmRoute *route;
  char **names;
  char **segments;
  char *allowed;
} PmMatch;

void pm_router_match (const char *method, const char *path, PmMatch *match);
void pm_match_clear (PmMatch *match);
const char *pm_match_get_segment (const PmMatch *match, const char *name);
gboolean pm_match_check_integers (const PmMatch *match, GError **error);
gint64 pm_match_get_id (const PmMatch *match, const char *name);

typedef void (*PmRouteVisitor) (const PmRoute *route, gpointer data);
void pm_router_foreach (PmRouteVisitor visitor, gpointer data);

/* The server's own pages: `/` and `/health`. */
const PmRoute *pm_root_routes (guint *n_routes);

G_END_DECLS
