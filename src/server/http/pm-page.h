/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/**
 * PmPageBounds:
 * @skip: how many rows are left out
 * @limit: how many are given at most
 *
 * Which part of a list is asked for.
 */
typedef struct {
  gint64 skip;
  gint64 limit;
} PmPageBounds;

gboolean pm_query_get_integer (PmRequest *request,
                               const char *name,
                               gint64 min,
                               gint64 max,
                               gint64 *value,
                               GError **error);
gboolean pm_page_bounds_read (PmRequest *request, PmPageBounds *bounds, GError **error);

G_END_DECLS
