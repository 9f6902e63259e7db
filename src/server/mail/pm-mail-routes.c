/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "server/accounts/pm-limits.h"
#include "server/http/pm-body.h"
#include "server/http/pm-route.h"
#include "server/mail/pm-mail-config.h"
#include "server/mail/pm-mailer.h"
#include "server/pm-server.h"

static PmReply *
put_email_config (PmRequest *request, GError **error)
{
  return pm_request_apply (request, pm_mail_config_rule_change, NULL, error);
}

/* The reading that checks who asks. */
static PmReply *
check_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  return pm_reply_new_message (200, "");
}

static gboolean
check_limit (PmRequest *request, GError **error)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, pm_request_get_tenant_id (request));

  if (!pm_limits_check (request, PM_LIMIT_MAIL_TRIAL, key, error))
    return FALSE;
  pm_limits_count (request, PM_LIMIT_MAIL_TRIAL, key);
  return TRUE;
}

/* API 1.0.0 answers so; it is the mail server that failed. */
static PmReply *
reply_failure (GError *failure, GError **error)
{
  g_autofree char *words = g_strconcat ("Failed to send test email: ", failure->message, NULL);
  JsonObject *body;

  if (!g_error_matches (failure, PM_ERROR, PM_ERROR_FAILED)) {
    g_propagate_error (error, failure);
    return NULL;
  }
  body = json_object_new ();
  json_object_set_string_member (body, "detail", words);
  g_error_free (failure);
  return pm_reply_new_object (500, body);
}

static PmReply *
post_test_email (PmRequest *request, GError **error)
{
  PmMailer *mailer = pm_server_get_mailer (pm_request_get_server (request));
  g_autoptr (PmReply) checked = pm_request_read (request, check_rule, NULL, error);
  g_autofree char *address = NULL, *words = NULL;
  GError *failure = NULL;
  JsonObject *body;

  if (checked == NULL ||
      !pm_body_get_address (pm_request_get_body (request), "recipient_email", &address, error) ||
      !check_limit (request, error))
    return NULL;
  words = dex_await_string (pm_mailer_try (mailer, pm_request_get_tenant_id (request), address),
                            &failure);
  if (words == NULL)
    return reply_failure (failure, error);
  body = json_object_new ();
  json_object_set_boolean_member (body, "success", TRUE);
  json_object_set_string_member (body, "message", "Test email sent successfully");
  json_object_set_string_member (body, "answer", words);
  return pm_reply_new_object (200, body);
}

static const PmRoute routes[] = {
  { "PUT", "/tenants/{tenant}/email-config", PM_ACCESS_TENANT_ADMIN, PM_SCOPE_TENANT,
    put_email_config },
  { "POST", "/tenants/{tenant}/test-email", PM_ACCESS_TENANT_ADMIN, PM_SCOPE_TENANT,
    post_test_email },
};

/**
 * pm_mail_routes:
 * @n_routes: (out): how many
 *
 * Returns: (transfer none): how an organization's mails go out
 */
const PmRoute *
pm_mail_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}
