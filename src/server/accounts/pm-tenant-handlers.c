/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-role.h"
#include "server/accounts/pm-account-handlers.h"
#include "server/accounts/pm-organization-store.h"
#include "server/http/pm-body.h"
#include "server/http/pm-record-input.h"
#include "server/mail/pm-mail-servers.h"
#include "wire/pm-wire.h"

/* What may be changed of an organization over the API; whether a value is possible, the store
 * says. */
static const PmInput inputs[] = {
  { PM_ORGANIZATION_NAME, PM_INPUT_NEEDED, PM_TEXT_NAME_MAX, 0 },
  { PM_ORGANIZATION_CONTACT_EMAIL, PM_INPUT_PLAIN, PM_TEXT_TITLE_MAX, 0 },
  { PM_ORGANIZATION_INVITATION_DAYS, PM_INPUT_NEEDED, G_MAXINT32, G_MININT32 },
  { PM_ORGANIZATION_REMINDERS, PM_INPUT_NEEDED, 0, 0 },
};

/* What API 1.0.0 also says of an organization, and this server has no use for. */
static void
add_plain_members (JsonObject *body)
{
  static const char *const nothing[] = {
    "primary_color", "secondary_color", "contact_phone", "logo_url", "ollama_model",
  };
  static const char *const no[] = { "is_demo", "ai_assistant_enabled", "has_ollama_api_key" };
  static const char *const limits[] = { "tenant_admin_limit", "administrator_limit",
                                        "sales_engineer_limit", "account_executive_limit",
                                        "customer_limit" };

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    json_object_set_null_member (body, nothing[i]);
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    json_object_set_boolean_member (body, no[i], FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    json_object_set_int_member (body, limits[i], G_MAXINT32);
}

static PmReply *
reply_with (PmDb *db, PmRequest *request, PmOrganization *organization, GError **error)
{
  g_autoptr (JsonObject) body = pm_wire_encode (PM_RECORD (organization));

  add_plain_members (body);
  if (!pm_mail_servers_describe (db, pm_organization_get_id (organization),
                                 pm_role_can_administer (pm_request_get_role (request)), body,
                                 error))
    return NULL;
  return pm_reply_new_object (200, g_steal_pointer (&body));
}

static PmReply *
read_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmOrganization) organization =
      pm_organization_get (db, pm_request_get_id (request, "tenant"), error);

  return organization != NULL ? reply_with (db, request, organization, error) : NULL;
}

/**
 * pm_tenant_get:
 * @request: a request
 * @error: return location
 *
 * Describes the caller's organization.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_tenant_get (PmRequest *request, GError **error)
{
  return pm_request_read (request, read_rule, NULL, error);
}

static PmReply *
change_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmOrganization) organization =
      pm_organization_get (db, pm_request_get_id (request, "tenant"), error);

  if (organization == NULL ||
      !pm_record_input_read (PM_RECORD (organization), inputs, G_N_ELEMENTS (inputs),
                             pm_request_get_body (request), error) ||
      !pm_organization_put (db, organization, error))
    return NULL;
  return reply_with (db, request, organization, error);
}

/**
 * pm_tenant_put:
 * @request: any of `{name, contact_email, invitation_days, reminders}`
 * @error: return location
 *
 * Changes the caller's organization.
 *
 * Returns: (transfer full) (nullable): it as it is now
 */
PmReply *
pm_tenant_put (PmRequest *request, GError **error)
{
  JsonObject *body = pm_request_get_body (request);

  if (body != NULL && json_object_has_member (body, "is_active") &&
      pm_request_get_role (request) != PM_ROLE_PLATFORM_ADMIN) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_FORBIDDEN,
                         "Only Platform Admins can activate/deactivate tenants");
    return NULL;
  }
  return pm_request_apply (request, change_rule, NULL, error);
}
