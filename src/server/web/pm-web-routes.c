/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-route.h"
#include "server/web/pm-web-pages.h"
#include "server/web/pm-web-pocs.h"
#include "server/web/pm-web-profile.h"
#include "server/web/pm-web-session.h"

/* Pages are empty without what they ask for, and asking has rules of its own. */
static const PmRoute routes[] = {
  { "GET", "/i", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/i/{token}", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/r", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/r/{token}", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/a", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/a/{token}", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/app", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/app/sign-in", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/app/forgot", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/app/profile", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/app/pocs/{token}", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/app/{token}", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_page },
  { "GET", "/app/assets/{token}", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_asset },
  { "GET", "/web/session", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_get_session },
  { "POST", "/web/session", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_open_session },
  { "DELETE", "/web/session", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_web_close_session },
  { "PUT", "/web/profile", PM_ACCESS_ANY, PM_SCOPE_NONE, pm_web_put_profile },
  { "GET", "/web/pocs", PM_ACCESS_ANY, PM_SCOPE_NONE, pm_web_get_pocs },
  { "GET", "/web/pocs/{poc}", PM_ACCESS_ANY, PM_SCOPE_POC, pm_web_get_poc },
  { "GET", "/web/invitations", PM_ACCESS_ANY, PM_SCOPE_NONE, pm_web_get_invitations },
};

/**
 * pm_web_routes:
 * @n_routes: (out): how many
 *
 * Returns: (transfer none): the customers' pages and what only they ask for
 */
const PmRoute *
pm_web_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}
