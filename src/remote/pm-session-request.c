/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-session-request.h"

#include "wire/pm-wire.h"

/* What is said to open a session and to keep it. */

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return pm_wire_to_text (node);
}

/**
 * pm_session_refresh_request:
 * @token: what renews a session
 *
 * Returns: (transfer full): the body of the request that asks for a new access token
 */
char *
pm_session_refresh_request (const char *token)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "refresh_token", token);
  return to_text (object);
}

/**
 * pm_session_login_request:
 * @email: an address
 * @password: a password
 *
 * Returns: (transfer full): the body of the request that asks whose password it is
 */
char *
pm_session_login_request (const char *email, const char *password)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "email", email);
  json_object_set_string_member (object, "password", password);
  return to_text (object);
}

/**
 * pm_session_grant_request:
 * @tenant_id: an organization
 * @email: an address
 * @password: a password
 *
 * Returns: (transfer full): the body of the request that opens a session
 */
char *
pm_session_grant_request (gint64 tenant_id, const char *email, const char *password)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_int_member (object, "tenant_id", tenant_id);
  json_object_set_string_member (object, "email", email);
  json_object_set_string_member (object, "password", password);
  return to_text (object);
}
