/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-page.h"

#include "domain/pm-error.h"

#define LIMIT_DEFAULT 100

/**
 * pm_query_get_integer:
 * @request: a request
 * @name: a parameter of its query
 * @min: the smallest that is taken
 * @max: the largest
 * @value: (out): its value; unchanged when it is not there
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if it is no whole number or out of range
 */
gboolean
pm_query_get_integer (PmRequest *request,
                      const char *name,
                      gint64 min,
                      gint64 max,
                      gint64 *value,
                      GError **error)
{
  const char *text = pm_request_get_query (request, name);
  g_autofree char *field = NULL;

  if (text == NULL || g_ascii_string_to_signed (text, 10, min, max, value, NULL))
    return TRUE;
  field = g_strdup_printf ("query.%s", name);
  pm_error_refuse_field (
      error, field, "int_parsing",
      "Input should be a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
  return FALSE;
}

/**
 * pm_page_bounds_read:
 * @request: a request for a list
 * @bounds: (out caller-allocates): which part is asked for
 * @error: return location
 *
 * Reads `skip` and `limit`.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if they are not whole numbers from 0 on
 */
gboolean
pm_page_bounds_read (PmRequest *request, PmPageBounds *bounds, GError **error)
{
  *bounds = (PmPageBounds) { 0, LIMIT_DEFAULT };
  return pm_query_get_integer (request, "skip", 0, G_MAXINT32, &bounds->skip, error) &&
         pm_query_get_integer (request, "limit", 0, G_MAXINT32, &bounds->limit, error);
}
