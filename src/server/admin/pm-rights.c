/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-rights.h"

#include "server/http/pm-router.h"

#include <stdio.h>

static const char *const accesses[] = {
  [PM_ACCESS_PUBLIC] = "public",
  [PM_ACCESS_ANY] = "any",
  [PM_ACCESS_INTERNAL] = "internal",
  [PM_ACCESS_TENANT_ADMIN] = "tenant_admin",
};

static const char *const scopes[] = {
  [PM_SCOPE_NONE] = "none",
  [PM_SCOPE_TENANT] = "tenant",
  [PM_SCOPE_POC] = "poc",
};

static void
print_route (const PmRoute *route, gpointer data)
{
  printf ("%s\t%s\t%s\t%s\n", route->method, route->path, accesses[route->access],
          scopes[route->scope]);
}

/**
 * pm_rights_print:
 *
 * Prints the rights table: method, path, role needed, objects reached.
 */
void
pm_rights_print (void)
{
  pm_router_foreach (print_route, NULL);
}
