/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-account-handlers.h"
#include "server/http/pm-route.h"

/* clang-format off */
static const PmRoute routes[] = {
  { "POST", "/auth/login", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_sign_in_post_login, NULL },
  { "POST", "/auth/select-tenant", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_sign_in_post_select_tenant, NULL },
  { "POST", "/auth/switch-tenant", PM_ACCESS_ANY, PM_SCOPE_NONE, pm_sign_in_post_switch_tenant, NULL },
  { "POST", "/auth/refresh", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_sign_in_post_refresh, NULL },
  { "GET", "/auth/me", PM_ACCESS_ANY, PM_SCOPE_NONE, pm_sign_in_get_me, NULL },
  { "POST", "/auth/logout", PM_ACCESS_ANY, PM_SCOPE_NONE, pm_session_post_logout, NULL },
  { "GET", "/auth/sessions", PM_ACCESS_ANY, PM_SCOPE_NONE, pm_session_list, NULL },
  { "DELETE", "/auth/sessions/{session}", PM_ACCESS_ANY, PM_SCOPE_NONE, pm_session_delete, NULL },
  { "POST", "/auth/change-password", PM_ACCESS_ANY, PM_SCOPE_NONE, pm_password_post_change, NULL },
  { "POST", "/auth/forgot-password", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_password_post_forgot, NULL },
  { "GET", "/auth/validate-reset-token/{token}", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_password_get_reset, NULL },
  { "POST", "/auth/reset-password", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_password_post_reset, NULL },
  { "PUT", "/auth/email", PM_ACCESS_ANY, PM_SCOPE_NONE, pm_address_put_own, NULL },
  { "PUT", "/users/{user}/email", PM_ACCESS_TENANT_ADMIN, PM_SCOPE_NONE, pm_address_put_customer, NULL },
  { "GET", "/address-changes/{token}", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_address_get_change, NULL },
  { "POST", "/address-changes/{token}", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, pm_address_post_change, NULL },
  { "GET", "/users/", PM_ACCESS_INTERNAL, PM_SCOPE_NONE, pm_user_list, NULL },
  { "GET", "/users/{user}", PM_ACCESS_INTERNAL, PM_SCOPE_NONE, pm_user_get, NULL },
  { "GET", "/tenants/{tenant}", PM_ACCESS_ANY, PM_SCOPE_TENANT, pm_tenant_get, NULL },
  { "PUT", "/tenants/{tenant}", PM_ACCESS_TENANT_ADMIN, PM_SCOPE_TENANT, pm_tenant_put, NULL },
};
/* clang-format on */

/**
 * pm_accounts_routes:
 * @n_routes: (out): how many
 *
 * Returns: (transfer none): signing in, and who is there
 */
const PmRoute *
pm_accounts_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}
