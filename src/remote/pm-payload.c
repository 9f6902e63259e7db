/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-payload.h"

#include "domain/pm-text.h"
#include "domain/pm-time.h"
#include "wire/pm-wire.h"

/* What of a draft is on the wire: the invitee, and what the inviter says to them. */
static const guint draft_fields[] = {
  PM_DRAFT_EMAIL, PM_DRAFT_FIRST_NAME,       PM_DRAFT_LAST_NAME,
  PM_DRAFT_TITLE, PM_DRAFT_PERSONAL_MESSAGE,
};

/**
 * pm_payload_from_draft:
 * @draft: a draft that is ready to be sent
 *
 * Returns: (transfer full): the body of the request that sends it as an invitation of a customer,
 *   as JSON. An operation keeps these bytes, so that every attempt sends the same
 */
char *
pm_payload_from_draft (PmDraft *draft)
{
  /* Left out when unknown, so that the mail greets with "Hello," and not with half an address. */
  g_autofree char *full_name =
      pm_text_full_name (pm_draft_get_first_name (draft), pm_draft_get_last_name (draft), NULL);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  for (guint i = 0; i < G_N_ELEMENTS (draft_fields); i++)
    if (pm_record_is_set (PM_RECORD (draft), draft_fields[i]))
      pm_wire_encode_field (PM_RECORD (draft), draft_fields[i], object);
  if (*full_name != '\0')
    json_object_set_string_member (object, "full_name", full_name);
  json_object_set_boolean_member (object, "is_customer", TRUE);
  return pm_wire_to_text (node);
}

/**
 * pm_payload_to_draft:
 * @payload: what pm_payload_from_draft() has made
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a new draft with the invitee and the message, and nothing
 *   else set
 */
PmDraft *
pm_payload_to_draft (const char *payload, GError **error)
{
  g_autoptr (JsonObject) object = pm_wire_parse_object (payload, -1, error);
  g_autoptr (PmDraft) draft = pm_draft_new ();

  if (object == NULL || !pm_wire_decode (object, PM_RECORD (draft), error))
    return NULL;
  return g_steal_pointer (&draft);
}

/**
 * pm_payload_send_later:
 * @payload: what pm_payload_from_draft() has made
 * @send_at: when the mail is to leave, by the server's time
 *
 * Returns: (transfer full): the same invitation for a server with %PM_CAPABILITY_SCHEDULE
 */
char *
pm_payload_send_later (const char *payload, gint64 send_at)
{
  g_autoptr (JsonObject) object = pm_wire_parse_object (payload, -1, NULL);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *time = pm_time_format (send_at);

  json_object_set_string_member (object, "send_at", time);
  return pm_wire_to_text (node);
}

/**
 * pm_payload_for_plain_server:
 * @payload: what pm_payload_from_draft() has made
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the same invitation in the words of API 1.0.0, which knows
 *   one name and demands it
 */
char *
pm_payload_for_plain_server (const char *payload, GError **error)
{
  g_autoptr (JsonObject) object = pm_wire_parse_object (payload, -1, error);
  g_autoptr (JsonObject) plain = json_object_new ();
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), plain);
  const char *message;
  g_autofree char *name = NULL;
  g_autofree char *line = NULL;

  if (object == NULL)
    return NULL;
  message = pm_wire_get_string (object, "personal_message");
  name = pm_text_full_name (pm_wire_get_string (object, "first_name"),
                            pm_wire_get_string (object, "last_name"),
                            pm_wire_get_string (object, "email"));
  line = pm_text_single_line (name);
  json_object_set_string_member (plain, "email", pm_wire_get_string (object, "email"));
  json_object_set_string_member (plain, "full_name", line);
  if (message != NULL)
    json_object_set_string_member (plain, "personal_message", message);
  json_object_set_boolean_member (plain, "is_customer",
                                  pm_wire_get_boolean (object, "is_customer", TRUE));
  return pm_wire_to_text (node);
}
