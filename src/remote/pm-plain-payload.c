/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-plain-payload.h"

#include "domain/pm-error.h"
#include "domain/pm-item.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "domain/pm-text.h"
#include "remote/pm-item-payload.h"
#include "wire/pm-wire.h"

#include <string.h>

/* The longest comment that API 1.0.0 takes, in characters. */
#define MAX_COMMENT 1000

typedef enum {
  PLAIN = 0,
  GIVEN = 1 << 0,  /* taken when an item is made; the others are dropped then, without a word */
  EMPTY = 1 << 1,  /* may be null; the others make the server's lists fail if they are */
  LINE = 1 << 2,   /* goes into mails' subjects */
  FILLED = 1 << 3, /* gets a value when none is given */
  NAME = 1 << 4,   /* what one is known by */
} Traits;

typedef struct {
  PmItemType type;
  const char *name;
  Traits traits;
} Member;

static const Member members[] = {
  { PM_ITEM_TYPE_POC, "title", GIVEN | LINE | NAME },
  { PM_ITEM_TYPE_POC, "customer_company_name", GIVEN | LINE },
  { PM_ITEM_TYPE_POC, "description", GIVEN | EMPTY },
  { PM_ITEM_TYPE_POC, "executive_summary", EMPTY },
  { PM_ITEM_TYPE_POC, "objectives", EMPTY },
  { PM_ITEM_TYPE_POC, "start_date", GIVEN | EMPTY },
  { PM_ITEM_TYPE_POC, "end_date", GIVEN | EMPTY },
  { PM_ITEM_TYPE_POC, "status", PLAIN },
  { PM_ITEM_TYPE_POC, "overall_success_score", EMPTY },

  { PM_ITEM_TYPE_TASK, "title", GIVEN | LINE | NAME },
  { PM_ITEM_TYPE_TASK, "description", GIVEN | EMPTY },
  { PM_ITEM_TYPE_TASK, "status", PLAIN },
  { PM_ITEM_TYPE_TASK, "success_level", EMPTY },
  { PM_ITEM_TYPE_TASK, "sort_order", GIVEN | FILLED },
  { PM_ITEM_TYPE_TASK, "start_date", GIVEN | EMPTY },
  { PM_ITEM_TYPE_TASK, "due_date", GIVEN | EMPTY | FILLED },

  { PM_ITEM_TYPE_TASK_GROUP, "title", GIVEN | LINE | NAME },
  { PM_ITEM_TYPE_TASK_GROUP, "description", GIVEN | EMPTY },
  { PM_ITEM_TYPE_TASK_GROUP, "status", PLAIN },
  { PM_ITEM_TYPE_TASK_GROUP, "success_level", EMPTY },
  { PM_ITEM_TYPE_TASK_GROUP, "sort_order", GIVEN | FILLED },
  { PM_ITEM_TYPE_TASK_GROUP, "start_date", GIVEN | EMPTY },
  { PM_ITEM_TYPE_TASK_GROUP, "due_date", GIVEN | EMPTY | FILLED },

  { PM_ITEM_TYPE_CRITERION, "title", GIVEN | LINE | NAME },
  { PM_ITEM_TYPE_CRITERION, "description", GIVEN | EMPTY },
  { PM_ITEM_TYPE_CRITERION, "target_value", GIVEN | EMPTY },
  { PM_ITEM_TYPE_CRITERION, "achieved_value", EMPTY },
  { PM_ITEM_TYPE_CRITERION, "is_met", PLAIN },
  { PM_ITEM_TYPE_CRITERION, "importance_level", PLAIN },
  { PM_ITEM_TYPE_CRITERION, "sort_order", GIVEN | FILLED },

  { PM_ITEM_TYPE_RESOURCE, "title", GIVEN | LINE | NAME },
  { PM_ITEM_TYPE_RESOURCE, "description", GIVEN | EMPTY },
  { PM_ITEM_TYPE_RESOURCE, "resource_type", GIVEN },
  { PM_ITEM_TYPE_RESOURCE, "content", GIVEN },
  { PM_ITEM_TYPE_RESOURCE, "sort_order", GIVEN | FILLED },
  { PM_ITEM_TYPE_RESOURCE, "success_criteria_id", GIVEN | EMPTY },

  { PM_ITEM_TYPE_COMMENT, "subject", GIVEN | LINE | NAME },
  { PM_ITEM_TYPE_COMMENT, "content", GIVEN | NAME },
  { PM_ITEM_TYPE_COMMENT, "is_internal", GIVEN },
};

static const Member *
find_member (PmItemType type, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].type == type && g_str_equal (members[i].name, name))
      return &members[i];
  return NULL;
}

static JsonObject *
parse (const char *payload)
{
  JsonObject *object = payload != NULL ? pm_wire_parse_object (payload, -1, NULL) : NULL;

  return object != NULL ? object : json_object_new ();
}

static JsonObject *
encode (PmRecord *item)
{
  g_autofree char *all = pm_item_payload_of_base (item, NULL, TRUE);

  return parse (all);
}

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return pm_wire_to_text (node);
}

static gboolean
is_null (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node == NULL || JSON_NODE_HOLDS_NULL (node);
}

/* --- What is not possible there --- */

static const char *
explain_comment (JsonObject *payload, PmOperationKind kind)
{
  const char *content = pm_wire_get_string (payload, "content");
  gboolean has_target =
      !is_null (payload, "poc_task_id") || !is_null (payload, "poc_task_group_id");

  if (kind == PM_OPERATION_KIND_CREATE && !has_target)
    return pm_capability_explain_missing (PM_CAPABILITY_POC_COMMENTS);
  if (content != NULL && g_utf8_strlen (content, -1) > MAX_COMMENT)
    return "On this server a comment has at most 1000 characters. Shorten it, or write two.";
  return NULL;
}

static const char *
explain_task (JsonObject *payload, PmOperationKind kind)
{
  gboolean moves = kind == PM_OPERATION_KIND_EDIT
                       ? json_object_has_member (payload, "poc_task_group_id")
                       : !is_null (payload, "poc_task_group_id");

  return moves ? "This server puts tasks into groups by its templates only." : NULL;
}

/**
 * pm_plain_payload_explain_impossible:
 * @operation: what somebody wants to be done
 *
 * Returns: (transfer none) (nullable): a sentence that says why a server of API 1.0.0 cannot do it
 */
const char *
pm_plain_payload_explain_impossible (PmOperation *operation)
{
  PmOperationKind kind = pm_operation_get_kind (operation);
  g_autoptr (JsonObject) payload = parse (pm_operation_get_payload (operation));

  if (kind == PM_OPERATION_KIND_REMIND)
    return pm_capability_explain_missing (PM_CAPABILITY_REMINDERS);
  switch ((PmItemType) pm_operation_get_item_type (operation)) {
  case PM_ITEM_TYPE_TASK_GROUP:
    return kind == PM_OPERATION_KIND_DELETE ? "This server cannot delete a task group." : NULL;
  case PM_ITEM_TYPE_TASK:
    return explain_task (payload, kind);
  case PM_ITEM_TYPE_RESOURCE:
    return kind == PM_OPERATION_KIND_EDIT && json_object_has_member (payload, "resource_type")
               ? "This server cannot make another kind of resource of this one. Delete it and add "
                 "a new one."
               : NULL;
  case PM_ITEM_TYPE_COMMENT:
    return kind == PM_OPERATION_KIND_DELETE ? NULL : explain_comment (payload, kind);
  case PM_ITEM_TYPE_NONE:
  case PM_ITEM_TYPE_POC:
  case PM_ITEM_TYPE_CRITERION:
  default:
    return NULL;
  }
}

/* --- What is said --- */

/**
 * pm_plain_payload_known:
 * @type: a kind of items
 * @payload: (nullable): some of its fields
 *
 * Returns: (transfer full): the fields that such a server has
 */
char *
pm_plain_payload_known (PmItemType type, const char *payload)
{
  g_autoptr (JsonObject) object = parse (payload);
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next)
    if (find_member (type, name->data) == NULL)
      json_object_remove_member (object, name->data);
  return to_text (object);
}

static JsonNode *
clean_value (const Member *member, JsonNode *node)
{
  g_autofree char *line = NULL;

  if (!(member->traits & LINE))
    return json_node_copy (node);
  line = pm_text_single_line (json_node_get_string (node));
  return json_node_init_string (json_node_alloc (), line);
}

static gboolean
is_empty_day (const char *name, JsonNode *node)
{
  return g_str_has_suffix (name, "_date") && json_node_get_value_type (node) == G_TYPE_STRING &&
         *json_node_get_string (node) == '\0';
}

/**
 * pm_plain_payload_clean:
 * @type: a kind of items
 * @payload: (nullable): some of its fields
 *
 * Returns: (transfer full): the fields that such a server keeps, as it can bear them: titles in one
 *   line, and nothing empty that must not be
 */
char *
pm_plain_payload_clean (PmItemType type, const char *payload)
{
  g_autoptr (JsonObject) object = parse (payload), clean = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next) {
    const Member *member = find_member (type, name->data);
    JsonNode *node = json_object_get_member (object, name->data);

    if (member == NULL)
      continue;
    if (!is_null (object, name->data) && !is_empty_day (name->data, node))
      json_object_set_member (clean, name->data, clean_value (member, node));
    else if (member->traits & EMPTY)
      json_object_set_null_member (clean, name->data);
  }
  return to_text (clean);
}

static void
set_number (JsonObject *object, const char *name, gint64 number)
{
  if (number != 0)
    json_object_set_int_member (object, name, number);
}

/**
 * pm_plain_payload_of_creation:
 * @payload: what is to be made, cleaned
 * @path: where
 *
 * Returns: (transfer full): what is said when it is made
 */
char *
pm_plain_payload_of_creation (const char *payload, const PmItemPath *path)
{
  g_autoptr (JsonObject) object = parse (payload);
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next) {
    const Member *member = find_member (path->type, name->data);

    if (member == NULL || !(member->traits & GIVEN) || is_null (object, name->data))
      json_object_remove_member (object, name->data);
  }
  if (path->type == PM_ITEM_TYPE_CRITERION)
    set_number (object, "poc_id", path->poc_id);
  if (path->type == PM_ITEM_TYPE_COMMENT) {
    set_number (object, "poc_task_id", path->task_id);
    set_number (object, "poc_task_group_id", path->group_id);
    if (!json_object_has_member (object, "subject"))
      json_object_set_string_member (object, "subject", "");
  }
  return to_text (object);
}

/**
 * pm_plain_payload_of_change:
 * @payload: some fields as they are to be, cleaned
 * @present: the item as it is
 *
 * Returns: (transfer full): those that are not so yet
 */
char *
pm_plain_payload_of_change (const char *payload, PmRecord *present)
{
  g_autoptr (JsonObject) object = parse (payload), now = encode (present);
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next) {
    JsonNode *mine = json_object_get_member (object, name->data);
    JsonNode *theirs = json_object_get_member (now, name->data);

    if (theirs != NULL && json_node_equal (mine, theirs))
      json_object_remove_member (object, name->data);
  }
  return to_text (object);
}

static gboolean
is_as_given (const Member *member, JsonObject *given, JsonObject *now)
{
  JsonNode *mine = json_object_get_member (given, member->name);
  JsonNode *theirs = json_object_get_member (now, member->name);

  if (!is_null (given, member->name))
    return theirs != NULL && json_node_equal (mine, theirs);
  return (member->traits & FILLED) || !(member->traits & EMPTY) || is_null (now, member->name);
}

/* The server does not say it of every kind. */
static gboolean
was_never_changed (PmRecord *item)
{
  gint64 created_at, updated_at;

  if (PM_IS_TASK (item) || PM_IS_TASK_GROUP (item) || PM_IS_RESOURCE (item))
    return FALSE;
  g_object_get (item, "created-at", &created_at, "updated-at", &updated_at, NULL);
  return updated_at <= created_at;
}

/**
 * pm_plain_payload_compare:
 * @payload: what was to be made, cleaned
 * @present: an item
 *
 * Returns: whether the item is what the server makes when that is said
 */
PmPlainLikeness
pm_plain_payload_compare (const char *payload, PmRecord *present)
{
  PmItemType type = pm_item_type_for_record (G_OBJECT_TYPE (present));
  g_autoptr (JsonObject) given = parse (payload), now = encode (present);
  PmPlainLikeness likeness = PM_PLAIN_SAME;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    const Member *member = &members[i];

    if (member->type != type || !(member->traits & GIVEN) || is_as_given (member, given, now))
      continue;
    if (member->traits & NAME)
      return PM_PLAIN_OTHER;
    likeness = was_never_changed (present) ? PM_PLAIN_OTHER : PM_PLAIN_ALIKE;
  }
  return likeness;
}

/* --- Days --- */

static const char *
clamp (const char *day, const char *first, const char *last)
{
  if (first != NULL && strcmp (day, first) < 0)
    return first;
  return last != NULL && strcmp (day, last) > 0 ? last : day;
}

/**
 * pm_plain_payload_clamp_dates:
 * @payload: what is to change in a task or a group
 * @present: the task or the group as it is
 * @poc: the POC that it is in
 *
 * Such a server takes no change of a task at all whose days lie outside the POC's.
 *
 * Returns: (transfer full) (nullable): @payload with those days, too, moved into the POC's; %NULL if
 *   that is not what is wrong
 */
char *
pm_plain_payload_clamp_dates (const char *payload, PmRecord *present, PmPoc *poc)
{
  static const char *const names[] = { "start_date", "due_date" };
  g_autoptr (JsonObject) object = parse (payload), now = encode (present);
  gboolean moved = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *day = pm_wire_get_string (now, names[i]);
    const char *inside = NULL;

    if (day == NULL || json_object_has_member (object, names[i]))
      continue;
    inside = clamp (day, pm_poc_get_start_date (poc), pm_poc_get_end_date (poc));
    if (g_str_equal (inside, day))
      continue;
    json_object_set_string_member (object, names[i], inside);
    moved = TRUE;
  }
  return moved ? to_text (object) : NULL;
}
