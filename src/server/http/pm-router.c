/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-router.h"

#include "domain/pm-error.h"

#include <string.h>

typedef struct {
  const PmRoute *route;
  char **names;
  guint n_names;
} Entry;

/* Every room's routes: together they are the rights table. */
static const PmRoute *(*const tables[]) (guint *n_routes) = {
  pm_root_routes, pm_accounts_routes, pm_audit_routes,       pm_changes_routes, pm_pocs_routes,
  pm_work_routes, pm_comments_routes, pm_invitations_routes, pm_mail_routes,    pm_web_routes,
};

/* "/pocs/", "/pocs" and "//pocs" are the same path. */
static char **
split_path (const char *path)
{
  g_auto (GStrv) raw = g_strsplit (path, "/", -1);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();

  for (guint i = 0; raw[i] != NULL; i++)
    if (raw[i][0] != '\0')
      g_strv_builder_add (parts, raw[i]);
  return g_strv_builder_end (parts);
}

static void
add_table (GArray *entries, const PmRoute *routes, guint n_routes)
{
  for (guint i = 0; i < n_routes; i++) {
    Entry entry = { &routes[i], split_path (routes[i].path), 0 };

    entry.n_names = g_strv_length (entry.names);
    g_array_append_val (entries, entry);
  }
}

/* Made once, constant from then on. */
static GArray *
get_entries (void)
{
  static GArray *entries = NULL;

  if (g_once_init_enter_pointer (&entries)) {
    GArray *made = g_array_new (FALSE, FALSE, sizeof (Entry));

    for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
      guint n_routes;
      const PmRoute *routes = tables[i](&n_routes);

      add_table (made, routes, n_routes);
    }
    g_once_init_leave_pointer (&entries, made);
  }
  return entries;
}

/* How many names are literal, so that "/pocs/stats" wins over "/pocs/{poc}"; -1: no match. */
static int
match_names (const Entry *entry, char **segments, guint n_segments)
{
  int literal = 0;

  if (entry->n_names != n_segments)
    return -1;
  for (guint i = 0; i < n_segments; i++) {
    if (entry->names[i][0] == '{')
      continue;
    if (!g_str_equal (entry->names[i], segments[i]))
      return -1;
    literal++;
  }
  return literal;
}

/**
 * pm_router_match:
 * @method: the request's method
 * @path: its path, decoded
 * @match: (out caller-allocates): where it leads; cleared with pm_match_clear()
 *
 * Finds the route of a request. Any thread.
 */
void
pm_router_match (const char *method, const char *path, PmMatch *match)
{
  GArray *entries = get_entries ();
  g_autoptr (GString) allowed = g_string_new (NULL);
  guint n_segments;
  int best = -1;

  *match = (PmMatch) { .segments = split_path (path) };
  n_segments = g_strv_length (match->segments);
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = &g_array_index (entries, Entry, i);
    int literal = match_names (entry, match->segments, n_segments);

    if (literal < 0)
      continue;
    g_string_append_printf (allowed, "%s%s", allowed->len > 0 ? ", " : "", entry->route->method);
    if (literal > best && g_str_equal (entry->route->method, method)) {
      best = literal;
      match->route = entry->route;
      match->names = entry->names;
    }
  }
  if (match->route == NULL && allowed->len > 0)
    match->allowed = g_string_free_and_steal (g_steal_pointer (&allowed));
}

void
pm_match_clear (PmMatch *match)
{
  g_clear_pointer (&match->segments, g_strfreev);
  g_clear_pointer (&match->allowed, g_free);
}

static gboolean
is_name (const char *part, const char *name)
{
  gsize length = strlen (name);

  return part[0] == '{' && strncmp (part + 1, name, length) == 0 && part[length + 1] == '}';
}

/**
 * pm_match_get_segment:
 * @match: where a request leads
 * @name: a name in braces of the route's path, without them
 *
 * Returns: (transfer none) (nullable): what stands there in the request's path
 */
const char *
pm_match_get_segment (const PmMatch *match, const char *name)
{
  for (guint i = 0; match->names != NULL && match->names[i] != NULL; i++)
    if (is_name (match->names[i], name))
      return match->segments[i];
  return NULL;
}

static gboolean
is_integer (const char *text)
{
  if (*text == '-')
    text++;
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/**
 * pm_match_check_integers:
 * @match: where a request leads
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if text stands where an integer belongs
 */
gboolean
pm_match_check_integers (const PmMatch *match, GError **error)
{
  for (guint i = 0; match->names[i] != NULL; i++) {
    g_autofree char *field = NULL;

    if (match->names[i][0] != '{' || is_name (match->names[i], "token") ||
        is_integer (match->segments[i]))
      continue;
    field =
        g_strdup_printf ("path.%.*s_id", (int) strlen (match->names[i]) - 2, match->names[i] + 1);
    pm_error_refuse_field (error, field, "int_parsing",
                           "Input should be a valid integer, unable to parse string as an integer");
    return FALSE;
  }
  return TRUE;
}

/**
 * pm_match_get_id:
 * @match: where a request leads, its integers checked
 * @name: a name in braces of the route's path, without them
 *
 * Returns: the integer that stands there; -1, which is no object's, if it is out of range or the
 *   path has no such name
 */
gint64
pm_match_get_id (const PmMatch *match, const char *name)
{
  const char *segment = pm_match_get_segment (match, name);
  gint64 id;

  if (segment == NULL || !g_ascii_string_to_signed (segment, 10, 0, G_MAXINT64, &id, NULL))
    return -1;
  return id;
}

/**
 * pm_router_foreach:
 * @visitor: called with every route
 * @data: for @visitor
 *
 * Walks the whole table.
 */
void
pm_router_foreach (PmRouteVisitor visitor, gpointer data)
{
  GArray *entries = get_entries ();

  for (guint i = 0; i < entries->len; i++)
    visitor (g_array_index (entries, Entry, i).route, data);
}
