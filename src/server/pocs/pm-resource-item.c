/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-link.h"
#include "domain/pm-resource.h"
#include "domain/pm-text.h"
#include "server/http/pm-record-input.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-poc-item.h"
#include "server/pocs/pm-poc-references.h"
#include "server/pocs/pm-work-rules.h"
#include "wire/pm-wire.h"

/* What is needed once comes first: it does not change any more. */
static const PmInput inputs[] = {
  { PM_RESOURCE_RESOURCE_TYPE, PM_INPUT_NEEDED | PM_INPUT_ANY_CASE },
  { PM_RESOURCE_TITLE, PM_INPUT_NEEDED, PM_TEXT_TITLE_MAX },
  { PM_RESOURCE_DESCRIPTION, PM_INPUT_LINES, PM_TEXT_DESCRIPTION_MAX },
  { PM_RESOURCE_CONTENT, PM_INPUT_NEEDED | PM_INPUT_LINES, PM_TEXT_DESCRIPTION_MAX },
  { PM_RESOURCE_SORT_ORDER, PM_INPUT_NEEDED, G_MAXINT32, G_MININT32 },
  { PM_RESOURCE_SUCCESS_CRITERIA_ID, PM_INPUT_PLAIN, G_MAXINT64 },
};

#define N_FIXED 1

/* Where the path says that resources lie: of a task, of a group, or, with neither, of the POC.
 * 0: none is named; -1: what is named cannot be. */
typedef struct {
  gint64 task_id;
  gint64 group_id;
} Place;

static gint64
id_in_path (PmRequest *request, const char *segment)
{
  gint64 id = pm_request_get_id (request, segment);

  return pm_request_get_segment (request, segment) == NULL ? 0 : id > 0 ? id : -1;
}

static Place
place_of (PmRequest *request)
{
  return (Place) { id_in_path (request, pm_task_item.segment),
                   id_in_path (request, pm_task_group_item.segment) };
}

static gboolean
check_place (PmDb *db, PmRequest *request, Place place, GError **error)
{
  g_autoptr (PmRecord) parent = NULL;

  if (place.task_id == 0 && place.group_id == 0)
    return TRUE;
  parent = pm_poc_item_find (place.task_id != 0 ? &pm_task_item : &pm_task_group_item, db, request,
                             error);
  return parent != NULL;
}

static PmRecord *
find (PmDb *db, PmRequest *request, gint64 id, GError **error)
{
  Place place = place_of (request);

  return pm_rows_take_record (
      pm_db_query (db, error,
                   "SELECT * FROM resource WHERE poc_id = ?1 AND id = ?2"
                   " AND coalesce (poc_task_id, 0) = ?3 AND coalesce (poc_task_group_id, 0) = ?4",
                   "iiii", pm_request_get_id (request, "poc"), id, place.task_id, place.group_id),
      PM_TYPE_RESOURCE, error);
}

static gboolean
put_in_place (PmDb *db, PmRequest *request, PmResource *resource, GError **error)
{
  Place place = place_of (request);

  if (place.task_id != 0)
    pm_resource_set_poc_task_id (resource, place.task_id);
  if (place.group_id != 0)
    pm_resource_set_poc_task_group_id (resource, place.group_id);
  pm_resource_set_sort_order (resource, 0);
  return check_place (db, request, place, error);
}

static gboolean
check_link (PmResource *resource, GError **error)
{
  if (pm_resource_get_resource_type (resource) != PM_RESOURCE_TYPE_LINK ||
      pm_link_can_be_followed (pm_resource_get_content (resource)))
    return TRUE;
  pm_error_refuse_field (error, "content", "url_scheme",
                         "A link starts with https://, http:// or mailto:.");
  return FALSE;
}

static gboolean
check_criterion (PmDb *db, PmResource *resource, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = pm_resource_get_success_criteria_id (resource);

  if (!pm_record_is_set (PM_RECORD (resource), PM_RESOURCE_SUCCESS_CRITERIA_ID))
    return TRUE;
  g_array_append_val (ids, id);
  return pm_poc_references_check_criteria (db, pm_resource_get_poc_id (resource), ids, error);
}

static gboolean
read_input (PmDb *db, PmRequest *request, PmRecord *item, PmRecord *before, GError **error)
{
  PmResource *resource = PM_RESOURCE (item);
  guint first = before == NULL ? 0 : N_FIXED;

  if (before == NULL && !put_in_place (db, request, resource, error))
    return FALSE;
  return pm_record_input_read (item, inputs + first, G_N_ELEMENTS (inputs) - first,
                               pm_request_get_body (request), error) &&
         check_link (resource, error) && check_criterion (db, resource, error);
}

/* In the base dialect it belongs to one thing only, and names no other. */
static void
hide_poc (JsonObject *object)
{
  if (!json_object_get_null_member (object, "poc_task_id") ||
      !json_object_get_null_member (object, "poc_task_group_id"))
    json_object_set_null_member (object, "poc_id");
}

static JsonObject *
encode (PmDb *db, PmRequest *request, PmRecord *item, GError **error)
{
  JsonObject *object = pm_wire_encode (item);

  hide_poc (object);
  return object;
}

const PmPocItem pm_resource_item = {
  .type = "resource",
  .segment = "resource",
  .missing = "Resource not found",
  .removed = "Resource deleted successfully",
  .delete_sql = "DELETE FROM resource WHERE id = ?1",
  .get_type = pm_resource_get_type,
  .find = find,
  .read = read_input,
  .encode = encode,
};

/**
 * pm_resource_rule_list:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * The resources of a POC itself, of a task or of a group, in their order.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_resource_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  Place place = place_of (request);
  JsonArray *resources;

  if (!check_place (db, request, place, error))
    return NULL;
  resources = pm_rows_take_json (
      pm_db_query (db, error,
                   "SELECT * FROM resource WHERE poc_id = ?1"
                   " AND coalesce (poc_task_id, 0) = ?2 AND coalesce (poc_task_group_id, 0) = ?3"
                   " ORDER BY sort_order, id",
                   "iii", pm_request_get_id (request, "poc"), place.task_id, place.group_id),
      PM_TYPE_RESOURCE, error);
  for (guint i = 0; resources != NULL && i < json_array_get_length (resources); i++)
    hide_poc (json_array_get_object_element (resources, i));
  return pm_reply_new_array (200, resources);
}
