/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-organization.h"
#include "domain/pm-user.h"
#include "server/accounts/pm-account-handlers.h"
#include "server/changes/pm-change-type.h"
#include "server/http/pm-page.h"
#include "server/pm-rows.h"
#include "wire/pm-wire.h"

/* Who belongs to an organization. */

#define USERS \
  "SELECT a.id, a.email, a.full_name, a.first_name, a.last_name, a.title, m.role, " \
  "a.is_active * m.is_active AS is_active, m.tenant_id, a.created_at, a.last_login " \
  "FROM membership m JOIN account a ON a.id = m.user_id WHERE m.tenant_id = ?1 "

static PmReply *
list_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  PmPageBounds *bounds = data;
  JsonArray *users = pm_rows_take_json (
      pm_db_query (db, error, USERS "ORDER BY m.user_id LIMIT ?2 OFFSET ?3", "iii",
                   pm_request_get_tenant_id (request), bounds->limit, bounds->skip),
      PM_TYPE_USER, error);

  return users != NULL ? pm_reply_new_array (200, users) : NULL;
}

/**
 * pm_user_list:
 * @request: a request
 * @error: return location
 *
 * Lists the people of the caller's organization.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_user_list (PmRequest *request, GError **error)
{
  PmPageBounds bounds;

  if (!pm_page_bounds_read (request, &bounds, error))
    return NULL;
  return pm_request_read (request, list_rule, &bounds, error);
}

static PmReply *
show_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (PmUser) user = pm_rows_take_record (
      pm_db_query (db, &local, USERS "AND m.user_id = ?2", "ii", pm_request_get_tenant_id (request),
                   pm_request_get_id (request, "user")),
      PM_TYPE_USER, &local);

  if (user != NULL)
    return pm_reply_new_object (200, pm_wire_encode (PM_RECORD (user)));
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_FOUND, "User not found");
  return NULL;
}

/**
 * pm_user_get:
 * @request: a request
 * @error: return location
 *
 * Describes somebody of the caller's organization. Nobody else is found.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_user_get (PmRequest *request, GError **error)
{
  return pm_request_read (request, show_rule, NULL, error);
}

static const PmChangeType change_types[] = {
  { "user", pm_user_get_type, USERS "AND m.user_id = ?2", NULL },
  { "organization", pm_organization_get_type,
    "SELECT * FROM organization WHERE id = ?1 AND id = ?2", NULL },
};

/**
 * pm_accounts_change_types:
 * @n_types: (out): how many
 *
 * Returns: (transfer none): how people and their organization are read for the feed
 */
const PmChangeType *
pm_accounts_change_types (guint *n_types)
{
  *n_types = G_N_ELEMENTS (change_types);
  return change_types;
}
