/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-page-reader.h"

#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-engagement.h"
#include "domain/pm-error.h"
#include "domain/pm-invitation.h"
#include "domain/pm-organization.h"
#include "domain/pm-participant.h"
#include "domain/pm-poc.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "domain/pm-template.h"
#include "domain/pm-user.h"
#include "wire/pm-wire.h"

#include <string.h>

/* The feed's types that this program has a record for; the others are passed over. */
static const struct {
  const char *name;
  GType (*get_type) (void);
} feed_types[] = {
  { "user", pm_user_get_type },
  { "poc", pm_poc_get_type },
  { "participant", pm_participant_get_type },
  { "invitation", pm_invitation_get_type },
  { "task", pm_task_get_type },
  { "criterion", pm_criterion_get_type },
  { "template", pm_template_get_type },
  { "task_group", pm_task_group_get_type },
  { "resource", pm_resource_get_type },
  { "comment", pm_comment_get_type },
  { "engagement", pm_engagement_get_type },
  { "organization", pm_organization_get_type },
};

static GType
type_named (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (feed_types); i++)
    if (strcmp (feed_types[i].name, name) == 0)
      return feed_types[i].get_type ();
  return G_TYPE_INVALID;
}

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_JSON, words);
  return FALSE;
}

static gboolean
read_list (PmPage *page, JsonArray *list, GError **error)
{
  guint length = list != NULL ? json_array_get_length (list) : 0;

  for (guint i = 0; i < length; i++) {
    JsonNode *node = json_array_get_element (list, i);
    JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    PmRecord *record;
    GType type;

    if (object == NULL)
      return refuse (error, "The server's list of changes holds something that is no object.");
    type = type_named (pm_wire_get_string (object, "type"));
    if (pm_wire_get_string (object, "client_key") != NULL)
      pm_page_add_settled (page, pm_wire_get_string (object, "client_key"), type,
                           pm_wire_get_integer (object, "id", 0));
    if (type == G_TYPE_INVALID)
      continue;
    record = pm_wire_decode_new (type, node, error);
    if (record == NULL)
      return FALSE;
    g_ptr_array_add (page->records, record);
  }
  return TRUE;
}

static gboolean
read_destroyed (PmPage *page, JsonArray *list, GError **error)
{
  guint length = list != NULL ? json_array_get_length (list) : 0;

  for (guint i = 0; i < length; i++) {
    JsonNode *node = json_array_get_element (list, i);
    PmTombstone gone = { G_TYPE_INVALID, 0 };

    if (!JSON_NODE_HOLDS_OBJECT (node))
      return refuse (error, "The server's list of what is gone holds something that is no object.");
    gone.type = type_named (pm_wire_get_string (json_node_get_object (node), "type"));
    gone.id = pm_wire_get_integer (json_node_get_object (node), "id", 0);
    if (gone.type != G_TYPE_INVALID)
      g_array_append_val (page->destroyed, gone);
  }
  return TRUE;
}

/**
 * pm_page_read:
 * @object: an answer of the change feed
 * @since: the state that was asked from; empty for a bootstrap
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the page. %PM_ERROR_NOT_JSON or %PM_ERROR_UNPROCESSABLE
 *   when it has not the form of one. Any thread.
 */
PmPage *
pm_page_read (JsonObject *object, const char *since, GError **error)
{
  g_autoptr (PmPage) page = pm_page_new ();

  page->old_state = g_strdup (since);
  page->new_state = g_strdup (pm_wire_get_string (object, "new_state"));
  page->epoch = g_strdup (pm_wire_get_string (object, "epoch"));
  page->seq = pm_wire_get_integer (object, "seq", 0);
  page->total = pm_wire_get_integer (object, "total", 0);
  page->has_more = pm_wire_get_boolean (object, "has_more", FALSE);
  if (page->new_state == NULL || *page->new_state == '\0') {
    refuse (error, "The server's list of changes has no state to go on from.");
    return NULL;
  }
  if (!read_list (page, pm_wire_get_array (object, "list"), error) ||
      !read_destroyed (page, pm_wire_get_array (object, "destroyed"), error))
    return NULL;
  return g_steal_pointer (&page);
}
