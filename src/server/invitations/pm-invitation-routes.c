/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-limits.h"
#include "server/accounts/pm-password.h"
#include "server/http/pm-route.h"
#include "server/invitations/pm-accept-rules.h"
#include "server/invitations/pm-invite-rules.h"
#include "server/invitations/pm-template-rules.h"
#include "server/pm-server.h"
#include "wire/pm-wire.h"

static PmReply *
list_invitations (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_invite_rule_list, NULL, error);
}

static PmReply *
show_invitation (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_invite_rule_show, NULL, error);
}

static PmReply *
show_template (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_template_rule_show, NULL, error);
}

static PmReply *
change_template (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_template_rule_change, NULL, error);
}

static PmReply *
reset_template (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_template_rule_reset, NULL, error);
}

static PmReply *
preview_template (PmRequest *request, GError **error)
{
  return pm_request_read (request, pm_template_rule_preview, NULL, error);
}

static PmReply *
create_invitation (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_invite_rule_create, NULL, error);
}

static PmReply *
resend_invitation (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_invite_rule_resend, NULL, error);
}

static PmReply *
remind_of_invitation (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_invite_rule_remind, NULL, error);
}

static PmReply *
try_invitation (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_invite_rule_try, NULL, error);
}

static PmReply *
cancel_invitation (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_invite_rule_cancel, NULL, error);
}

/* That a link was opened is worth noting, but not worth failing for. */
static void
note_opened (PmRequest *request)
{
  PmReply *reply = pm_request_apply (request, pm_accept_rule_note_opened, NULL, NULL);

  g_clear_pointer (&reply, pm_reply_free);
}

static PmReply *
look_at_link (PmRequest *request, GError **error)
{
  gboolean is_first_look = FALSE;
  PmReply *reply = pm_request_read (request, pm_accept_rule_validate, &is_first_look, error);

  if (reply != NULL && is_first_look)
    note_opened (request);
  return reply;
}

static PmReply *
validate_link (PmRequest *request, GError **error)
{
  return pm_limits_guard_link (request, look_at_link, error);
}

static PmReply *
join_as_new (PmRequest *request, GError **error)
{
  PmPasswordPool *pool = pm_server_get_password_pool (pm_request_get_server (request));
  g_autoptr (PmReply) possible = pm_request_read (request, pm_accept_rule_check_new, NULL, error);
  g_autofree char *hash = NULL;

  if (possible == NULL)
    return NULL;
  hash = dex_await_string (
      pm_password_pool_hash (pool, pm_wire_get_string (pm_request_get_body (request), "password")),
      error);
  return hash == NULL ? NULL : pm_request_apply (request, pm_accept_rule_accept_new, hash, error);
}

static PmReply *
accept_new (PmRequest *request, GError **error)
{
  return pm_limits_guard_link (request, join_as_new, error);
}

static PmReply *
join_as_existing (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_accept_rule_accept_existing, NULL, error);
}

static PmReply *
accept_existing (PmRequest *request, GError **error)
{
  return pm_limits_guard_link (request, join_as_existing, error);
}

/* clang-format off */
static const PmRoute routes[] = {
  { "GET", "/pocs/{poc}/invitations/", PM_ACCESS_INTERNAL, PM_SCOPE_POC, list_invitations },
  { "POST", "/pocs/{poc}/invitations/", PM_ACCESS_INTERNAL, PM_SCOPE_POC, create_invitation },
  { "GET", "/pocs/{poc}/invitations/{invitation}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, show_invitation },
  { "DELETE", "/pocs/{poc}/invitations/{invitation}", PM_ACCESS_INTERNAL, PM_SCOPE_POC, cancel_invitation },
  { "POST", "/pocs/{poc}/invitations/{invitation}/resend", PM_ACCESS_INTERNAL, PM_SCOPE_POC, resend_invitation },
  { "POST", "/pocs/{poc}/invitations/{invitation}/remind", PM_ACCESS_INTERNAL, PM_SCOPE_POC, remind_of_invitation },
  { "POST", "/pocs/{poc}/invitations/trial", PM_ACCESS_INTERNAL, PM_SCOPE_POC, try_invitation },
  { "GET", "/tenants/{tenant}/invitation-template", PM_ACCESS_INTERNAL, PM_SCOPE_TENANT, show_template },
  { "PUT", "/tenants/{tenant}/invitation-template", PM_ACCESS_TENANT_ADMIN, PM_SCOPE_TENANT, change_template },
  { "DELETE", "/tenants/{tenant}/invitation-template", PM_ACCESS_TENANT_ADMIN, PM_SCOPE_TENANT, reset_template },
  { "POST", "/tenants/{tenant}/invitation-template/preview", PM_ACCESS_TENANT_ADMIN, PM_SCOPE_TENANT, preview_template },
  { "GET", "/poc-invitations/validate/{token}", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, validate_link },
  { "POST", "/poc-invitations/accept", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, accept_new },
  { "POST", "/poc-invitations/accept-existing", PM_ACCESS_ANY, PM_SCOPE_NONE, accept_existing },
};
/* clang-format on */

/**
 * pm_invitations_routes:
 * @n_routes: (out): how many
 *
 * Returns: (transfer none): who may do what with invitations
 */
const PmRoute *
pm_invitations_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}
