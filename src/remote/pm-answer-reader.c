/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-answer-reader.h"

#include "domain/pm-error.h"
#include "domain/pm-event.h"
#include "domain/pm-membership.h"
#include "wire/pm-wire.h"

static const struct {
  const char *name;
  PmCapabilities capability;
} capability_names[] = {
  { "changes", PM_CAPABILITY_CHANGES },
  { "idempotency", PM_CAPABILITY_IDEMPOTENCY },
  { "invitee-profile", PM_CAPABILITY_INVITEE_PROFILE },
  { "delivery", PM_CAPABILITY_DELIVERY },
  { "engagement", PM_CAPABILITY_ENGAGEMENT },
  { "template", PM_CAPABILITY_TEMPLATE },
  { "refresh", PM_CAPABILITY_REFRESH },
  { "poc-comments", PM_CAPABILITY_POC_COMMENTS },
  { "reminders", PM_CAPABILITY_REMINDERS },
  { "user-email", PM_CAPABILITY_USER_EMAIL },
  { "schedule", PM_CAPABILITY_SCHEDULE },
  { "if-match", PM_CAPABILITY_IF_MATCH },
};

static PmCapabilities
read_capabilities (JsonArray *names)
{
  guint length = names != NULL ? json_array_get_length (names) : 0;
  PmCapabilities all = PM_CAPABILITY_NONE;

  for (guint i = 0; i < length; i++) {
    JsonNode *node = json_array_get_element (names, i);

    for (guint k = 0; k < G_N_ELEMENTS (capability_names); k++)
      if (json_node_get_value_type (node) == G_TYPE_STRING &&
          g_strcmp0 (json_node_get_string (node), capability_names[k].name) == 0)
        all |= capability_names[k].capability;
  }
  return all;
}

/* Reads each element of a list as a record; %FALSE at the first that is none. */
static gboolean
read_records (GListStore *store, JsonArray *list, GError **error)
{
  guint length = list != NULL ? json_array_get_length (list) : 0;

  for (guint i = 0; i < length; i++) {
    GType type = g_list_model_get_item_type (G_LIST_MODEL (store));
    g_autoptr (PmRecord) record = NULL;

    record = pm_wire_decode_new (type, json_array_get_element (list, i), error);
    if (record == NULL)
      return FALSE;
    g_list_store_append (store, record);
  }
  return TRUE;
}

/**
 * pm_answer_read_server_info:
 * @self: the answer to `GET /`
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the server says of itself; %PM_ERROR_NOT_JSON when
 *   it is no POC Manager server
 */
PmServerInfo *
pm_answer_read_server_info (PmAnswer *self, GError **error)
{
  JsonObject *object = pm_answer_get_object (self);
  g_autoptr (PmServerInfo) info = pm_server_info_new ();

  info->version = g_strdup (pm_wire_get_string (object, "version"));
  if (info->version == NULL) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_JSON,
                         "This address does not answer as a POC Manager server does.");
    return NULL;
  }
  info->name = g_strdup (pm_wire_get_string (object, "server"));
  info->capabilities = read_capabilities (pm_wire_get_array (object, "capabilities"));
  info->invitation_days = (int) CLAMP (pm_wire_get_integer (object, "invitation_days", 0), 0, 3650);
  return g_steal_pointer (&info);
}

/**
 * pm_answer_read_identity:
 * @self: the answer to signing in, to choosing an organization, or to `GET /auth/me`, which spell
 *   the same things differently
 * @error: return location
 *
 * Returns: (transfer full) (nullable): who is signed in
 */
PmIdentity *
pm_answer_read_identity (PmAnswer *self, GError **error)
{
  JsonObject *object = pm_answer_get_object (self);
  g_autoptr (PmIdentity) identity = pm_identity_new ();
  const char *role = pm_wire_get_string (object, "role");
  int value;

  if (role == NULL)
    role = pm_wire_get_string (object, "current_role");
  if (role != NULL && pm_enum_from_nick (PM_TYPE_ROLE, role, &value))
    identity->role = value;
  identity->user_id = pm_wire_get_integer (object, "id", 0);
  identity->user_id = pm_wire_get_integer (object, "user_id", identity->user_id);
  identity->tenant_id = pm_wire_get_integer (object, "current_tenant_id", 0);
  identity->tenant_id = pm_wire_get_integer (object, "tenant_id", identity->tenant_id);
  identity->email = g_strdup (pm_wire_get_string (object, "email"));
  identity->full_name = g_strdup (pm_wire_get_string (object, "full_name"));
  identity->tenant_name = g_strdup (pm_wire_get_string (object, "tenant_name"));
  if (!read_records (identity->memberships, pm_wire_get_array (object, "tenants"), error))
    return NULL;
  return g_steal_pointer (&identity);
}

/**
 * pm_answer_read_events:
 * @self: the answer to reading one invitation
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its #PmEvent objects, in the server's order
 */
GListStore *
pm_answer_read_events (PmAnswer *self, GError **error)
{
  JsonArray *list = pm_wire_get_array (pm_answer_get_object (self), "events");
  g_autoptr (GListStore) events = g_list_store_new (PM_TYPE_EVENT);

  if (!read_records (events, list, error))
    return NULL;
  return g_steal_pointer (&events);
}
