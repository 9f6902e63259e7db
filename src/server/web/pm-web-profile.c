/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/web/pm-web-profile.h"

#include "domain/pm-error.h"
#include "domain/pm-text.h"
#include "domain/pm-user.h"
#include "server/accounts/pm-account.h"
#include "server/http/pm-body.h"

static const char *const members[] = { "email", "full_name", "first_name", "last_name", "title" };

/**
 * pm_web_profile_read:
 * @db: a connection
 * @user_id: whose, 0 for nobody's
 * @error: return location
 *
 * On a database thread.
 *
 * Returns: (transfer full) (nullable): the profile as an object, null if there is no such account
 */
JsonNode *
pm_web_profile_read (PmDb *db, gint64 user_id, GError **error)
{
  g_autoptr (JsonObject) profile = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_NULL);
  PmStatement *row =
      pm_db_query (db, error,
                   "SELECT email, full_name, first_name, last_name, title FROM account "
                   "WHERE id = ?1",
                   "i", user_id);

  if (row == NULL || !pm_statement_step (row, error))
    return node;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    const char *text = pm_statement_get_text (row, (int) i);

    json_object_set_string_member (profile, members[i], text == NULL ? "" : text);
  }
  json_object_set_int_member (profile, "id", user_id);
  pm_statement_reset (row);
  return json_node_init_object (node, profile);
}

static PmReply *
save_profile (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  PmUser *user = data;
  gint64 user_id = pm_request_get_user_id (request);

  pm_user_set_id (user, user_id);
  if (!pm_account_set_profile (db, user, error))
    return NULL;
  return pm_reply_new_json (200, pm_web_profile_read (db, user_id, error));
}

static PmUser *
read_profile (JsonObject *body, GError **error)
{
  g_autoptr (PmUser) user = pm_user_new ();
  const char *first_name = NULL, *last_name = NULL, *title = NULL;
  g_autofree char *full_name = NULL;

  if (!pm_body_get_text (body, "first_name", PM_BODY_OPTIONAL, PM_TEXT_LINE, PM_TEXT_NAME_MAX,
                         &first_name, error) ||
      !pm_body_get_text (body, "last_name", PM_BODY_OPTIONAL, PM_TEXT_LINE, PM_TEXT_NAME_MAX,
                         &last_name, error) ||
      !pm_body_get_text (body, "title", PM_BODY_OPTIONAL, PM_TEXT_LINE, PM_TEXT_TITLE_MAX, &title,
                         error))
    return NULL;
  full_name = pm_text_full_name (first_name, last_name, NULL);
  if (*full_name == '\0') {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_REFUSED, "Enter your first or last name.");
    return NULL;
  }
  pm_user_set_first_name (user, first_name);
  pm_user_set_last_name (user, last_name);
  pm_user_set_full_name (user, full_name);
  pm_user_set_title (user, title);
  return g_steal_pointer (&user);
}

/**
 * pm_web_put_profile:
 * @request: `{first_name, last_name, title}`
 * @error: return location
 *
 * Changes how the caller is called; one of the names is needed.
 *
 * Returns: (transfer full) (nullable): the profile as it is now
 */
PmReply *
pm_web_put_profile (PmRequest *request, GError **error)
{
  g_autoptr (PmUser) user = read_profile (pm_request_get_body (request), error);

  return user == NULL ? NULL : pm_request_apply (request, save_profile, user, error);
}
