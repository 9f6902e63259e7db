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
#include "wire/pm-wire-bulk.h"

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

static const char *
get_string (yyjson_val *object, const char *name)
{
  return yyjson_get_str (yyjson_obj_get (object, name));
}

static gint64
get_integer (yyjson_val *object, const char *name)
{
  return yyjson_get_sint (yyjson_obj_get (object, name));
}

static gboolean
read_object (PmPage *page, yyjson_val *object, GError **error)
{
  const char *client_key = get_string (object, "client_key");
  GType type = type_named (get_string (object, "type"));
  PmRecord *record;

  if (!yyjson_is_obj (object))
    return refuse (error, "The server's list of changes holds something that is no object.");
  if (client_key != NULL)
    pm_page_add_settled (page, client_key, type, get_integer (object, "id"));
  if (type == G_TYPE_INVALID)
    return TRUE;
  record = pm_wire_decode_bulk (type, object, error);
  if (record == NULL)
    return FALSE;
  g_ptr_array_add (page->records, record);
  return TRUE;
}

static gboolean
read_list (PmPage *page, yyjson_val *list, GError **error)
{
  yyjson_arr_iter objects = yyjson_arr_iter_with (list);
  yyjson_val *object;

  while ((object = yyjson_arr_iter_next (&objects)) != NULL)
    if (!read_object (page, object, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_destroyed (PmPage *page, yyjson_val *list, GError **error)
{
  yyjson_arr_iter objects = yyjson_arr_iter_with (list);
  yyjson_val *object;

  while ((object = yyjson_arr_iter_next (&objects)) != NULL) {
    PmTombstone gone = { type_named (get_string (object, "type")), get_integer (object, "id") };

    if (!yyjson_is_obj (object))
      return refuse (error, "The server's list of what is gone holds something that is no object.");
    if (gone.type != G_TYPE_INVALID)
      g_array_append_val (page->destroyed, gone);
  }
  return TRUE;
}

/**
 * pm_page_read:
 * @text: an answer of the change feed
 * @since: the state that was asked from; empty for a bootstrap
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the page. %PM_ERROR_NOT_JSON or %PM_ERROR_UNPROCESSABLE
 *   when it has not the form of one. Any thread.
 */
PmPage *
pm_page_read (GBytes *text, const char *since, GError **error)
{
  g_autoptr (PmPage) page = pm_page_new ();
  gsize length = 0;
  const char *data = g_bytes_get_data (text, &length);
  g_autoptr (yyjson_doc) doc = pm_wire_parse_bulk (data, length, error);
  yyjson_val *object = yyjson_doc_get_root (doc);

  if (doc == NULL)
    return NULL;
  page->old_state = g_strdup (since);
  page->new_state = g_strdup (get_string (object, "new_state"));
  page->epoch = g_strdup (get_string (object, "epoch"));
  page->seq = get_integer (object, "seq");
  page->total = get_integer (object, "total");
  page->has_more = yyjson_get_bool (yyjson_obj_get (object, "has_more"));
  if (page->new_state == NULL || *page->new_state == '\0') {
    refuse (error, "The server's list of changes has no state to go on from.");
    return NULL;
  }
  if (!read_list (page, yyjson_obj_get (object, "list"), error) ||
      !read_destroyed (page, yyjson_obj_get (object, "destroyed"), error))
    return NULL;
  return g_steal_pointer (&page);
}
