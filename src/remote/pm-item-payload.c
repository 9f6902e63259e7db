/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-item-payload.h"

#include "domain/pm-conflict.h"
#include "domain/pm-error.h"
#include "domain/pm-item.h"
#include "wire/pm-wire.h"

#include <string.h>

static JsonObject *
parse (const char *payload)
{
  JsonObject *object = payload != NULL ? pm_wire_parse_object (payload, -1, NULL) : NULL;

  return object != NULL ? object : json_object_new ();
}

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return pm_wire_to_text (node);
}

static void
encode_references (PmRecord *item, JsonObject *object)
{
  guint n_fields;
  const PmField *fields = pm_record_get_fields (item, &n_fields);

  for (guint i = 0; i < n_fields; i++)
    if (pm_item_type_of_reference (fields[i].name) != PM_ITEM_TYPE_NONE &&
        !g_str_equal (fields[i].name, "poc_id") && pm_record_is_set (item, i))
      pm_wire_encode_field (item, i, object);
}

static void
encode_writable (PmRecord *item, JsonObject *object, gboolean only_set)
{
  guint n_writable;
  const guint *writable =
      pm_item_type_get_writable (pm_item_type_for_record (G_OBJECT_TYPE (item)), &n_writable);

  for (guint i = 0; i < n_writable; i++)
    if (!only_set || pm_record_is_set (item, writable[i]))
      pm_wire_encode_field (item, writable[i], object);
}

/**
 * pm_item_payload_new:
 * @item: an item that does not exist yet
 *
 * Returns: (transfer full): what is said of it, and what it belongs to within its POC
 */
char *
pm_item_payload_new (PmRecord *item)
{
  g_autoptr (JsonObject) object = json_object_new ();

  encode_writable (item, object, TRUE);
  encode_references (item, object);
  return to_text (object);
}

static JsonObject *
encode_all (PmRecord *item)
{
  JsonObject *object = json_object_new ();

  encode_writable (item, object, FALSE);
  return object;
}

static gboolean
differs (JsonObject *one, JsonObject *other, const char *name)
{
  JsonNode *mine = json_object_get_member (one, name);
  JsonNode *theirs = json_object_get_member (other, name);

  if (mine == NULL || theirs == NULL)
    return mine != theirs;
  return !json_node_equal (mine, theirs);
}

/**
 * pm_item_payload_of_change:
 * @before: an item
 * @after: the same item as it is to be
 *
 * Returns: (transfer full) (nullable): the fields that were changed, as they are to be; %NULL when
 *   none was
 */
char *
pm_item_payload_of_change (PmRecord *before, PmRecord *after)
{
  g_autoptr (JsonObject) old = encode_all (before), new = encode_all (after);
  g_autoptr (GList) names = json_object_get_members (new);

  for (GList *name = names; name != NULL; name = name->next)
    if (!differs (old, new, name->data))
      json_object_remove_member (new, name->data);
  return json_object_get_size (new) == 0 ? NULL : to_text (new);
}

/**
 * pm_item_payload_of_base:
 * @item: an item before it is changed
 * @payload: (nullable): what is to change; %NULL if it is to be removed
 * @is_seen: whether the server has shown the item; otherwise it may fill in what is empty
 *
 * Returns: (transfer full): what the item has in the fields that @payload speaks of, or in all that
 *   people write, as far as that is known; and what it belongs to within its POC
 */
char *
pm_item_payload_of_base (PmRecord *item, const char *payload, gboolean is_seen)
{
  g_autoptr (JsonObject) base = json_object_new (), wanted = parse (payload);
  g_autoptr (GList) names = NULL;

  encode_writable (item, base, !is_seen);
  names = json_object_get_members (base);
  for (GList *name = names; payload != NULL && name != NULL; name = name->next)
    if (!json_object_has_member (wanted, name->data))
      json_object_remove_member (base, name->data);
  encode_references (item, base);
  return to_text (base);
}

/**
 * pm_item_payload_read:
 * @type: a kind of items
 * @payload: (nullable): a payload that speaks of one
 *
 * Returns: (transfer full): an item of which only the fields are set that @payload speaks of
 */
PmRecord *
pm_item_payload_read (PmItemType type, const char *payload)
{
  PmRecord *item = g_object_new (pm_item_type_get_record_type (type), NULL);
  g_autoptr (JsonObject) object = parse (payload);
  g_autoptr (GError) error = NULL;

  if (!pm_wire_decode_some (object, item, &error))
    g_debug ("Not all of a payload can be read: %s", error->message);
  return item;
}

/**
 * pm_item_payload_get_reference:
 * @payload: (nullable): a payload
 * @name: a field that names an item
 *
 * Returns: the number in it, or 0
 */
gint64
pm_item_payload_get_reference (const char *payload, const char *name)
{
  g_autoptr (JsonObject) object = parse (payload);

  return pm_wire_get_integer (object, name, 0);
}

/* What is not spoken of stays; what is so already need not be asked about. */
static gboolean
is_overwritten (JsonObject *mine, JsonObject *now, const char *name)
{
  return json_object_has_member (mine, name) && differs (mine, now, name);
}

/**
 * pm_item_payload_find_conflict:
 * @payload: (nullable): what an operation changes; %NULL when it removes the item
 * @base: what the same fields were when it was written, or all fields of what is to be removed
 * @present: the item as the server has it
 *
 * Returns: (transfer full) (nullable): what the server has in the fields that somebody else has
 *   changed to something else; %NULL when nothing is in the way
 */
char *
pm_item_payload_find_conflict (const char *payload, const char *base, PmRecord *present)
{
  g_autoptr (JsonObject) mine = parse (payload), old = parse (base), now = encode_all (present);
  g_autoptr (GList) names = json_object_get_members (now);

  for (GList *name = names; name != NULL; name = name->next)
    if (!json_object_has_member (old, name->data) || !differs (old, now, name->data) ||
        (payload != NULL && !is_overwritten (mine, now, name->data)))
      json_object_remove_member (now, name->data);
  return json_object_get_size (now) == 0 ? NULL : to_text (now);
}

/**
 * pm_item_payload_is_shown:
 * @payload: what an operation sends
 * @present: an item as the server has it
 *
 * Returns: whether the item is already as the operation wants it
 */
gboolean
pm_item_payload_is_shown (const char *payload, PmRecord *present)
{
  g_autoptr (JsonObject) mine = parse (payload), now = encode_all (present);
  g_autoptr (GList) names = json_object_get_members (mine);

  for (GList *name = names; name != NULL; name = name->next)
    if (json_object_has_member (now, name->data) && differs (mine, now, name->data))
      return FALSE;
  return TRUE;
}

/**
 * pm_item_payload_merge:
 * @payload: (nullable): a payload
 * @over: (nullable): another one
 *
 * Returns: (transfer full): both together; where both speak of a field, @over is right
 */
char *
pm_item_payload_merge (const char *payload, const char *over)
{
  g_autoptr (JsonObject) merged = parse (payload), upper = parse (over);
  g_autoptr (GList) names = json_object_get_members (upper);

  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_member (merged, name->data, json_object_dup_member (upper, name->data));
  return to_text (merged);
}

/**
 * pm_item_payload_without:
 * @payload: a payload
 * @members: another one
 *
 * Returns: (transfer full): @payload without the fields that @members speaks of
 */
char *
pm_item_payload_without (const char *payload, const char *members)
{
  g_autoptr (JsonObject) object = parse (payload), less = parse (members);
  g_autoptr (GList) names = json_object_get_members (less);

  for (GList *name = names; name != NULL; name = name->next)
    json_object_remove_member (object, name->data);
  return to_text (object);
}

/* What a field is going to be. */
static const char *
future_of (JsonObject *payload, JsonObject *now, const char *name)
{
  return pm_wire_get_string (json_object_has_member (payload, name) ? payload : now, name);
}

/**
 * pm_item_payload_check_dates:
 * @payload: what is to change, or to be made
 * @present: (nullable): the item as it is
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_REFUSED if it would end before it begins
 */
gboolean
pm_item_payload_check_dates (const char *payload, PmRecord *present, GError **error)
{
  static const char *const ends[] = { "end_date", "due_date" };
  g_autoptr (JsonObject) object = parse (payload);
  g_autoptr (JsonObject) now = present != NULL ? encode_all (present) : json_object_new ();
  const char *start = future_of (object, now, "start_date");

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    const char *end = future_of (object, now, ends[i]);
    gboolean is_said =
        json_object_has_member (object, "start_date") || json_object_has_member (object, ends[i]);

    if (!is_said || start == NULL || end == NULL || strcmp (start, end) <= 0)
      continue;
    g_set_error_literal (error, PM_ERROR, PM_ERROR_REFUSED,
                         "It would end before it begins. Choose another day.");
    return FALSE;
  }
  return TRUE;
}

gboolean
pm_item_payload_is_empty (const char *payload)
{
  g_autoptr (JsonObject) object = parse (payload);

  return json_object_get_size (object) == 0;
}

/* As a person would read it; nothing is a word of its own for what is not there. */
static char *
to_words (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  return json_to_string (node, FALSE);
}

/**
 * pm_item_payload_list_conflicts:
 * @operation: one that needs attention
 *
 * Returns: (transfer full): a list of #PmConflict: the fields that were changed on both sides;
 *   empty when there are none
 */
GListModel *
pm_item_payload_list_conflicts (PmOperation *operation)
{
  GListStore *list = g_list_store_new (PM_TYPE_CONFLICT);
  g_autoptr (JsonObject) mine = parse (pm_operation_get_payload (operation));
  g_autoptr (JsonObject) theirs = parse (pm_operation_get_conflict (operation));
  g_autoptr (GList) names = json_object_get_members (theirs);

  for (GList *name = names; name != NULL; name = name->next) {
    g_autoptr (PmConflict) conflict = pm_conflict_new ();
    g_autofree char *my_words = to_words (mine, name->data);
    g_autofree char *their_words = to_words (theirs, name->data);

    pm_conflict_set_item_type (conflict, pm_operation_get_item_type (operation));
    pm_conflict_set_is_removal (conflict, pm_operation_get_payload (operation) == NULL);
    pm_conflict_set_field (conflict, name->data);
    pm_conflict_set_mine (conflict, my_words);
    pm_conflict_set_theirs (conflict, their_words);
    g_list_store_append (list, conflict);
  }
  return G_LIST_MODEL (list);
}

static gint64
own_number (JsonObject *object, const char *name)
{
  if (pm_item_type_of_reference (name) == PM_ITEM_TYPE_NONE)
    return 0;
  return MIN (pm_wire_get_integer (object, name, 0), 0);
}

/**
 * pm_item_payload_translate:
 * @payload: (nullable): a payload
 * @numbers: (element-type gint64 gint64): the server's numbers for those of this desktop, 0 for
 *   what is not to be named
 *
 * Returns: (transfer full) (nullable): the payload as the server understands it
 */
char *
pm_item_payload_translate (const char *payload, GHashTable *numbers)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GList) names = NULL;

  if (payload == NULL)
    return NULL;
  object = parse (payload);
  names = json_object_get_members (object);
  for (GList *name = names; name != NULL; name = name->next) {
    gint64 own = own_number (object, name->data);
    gint64 *known = own != 0 ? g_hash_table_lookup (numbers, &own) : NULL;

    if (known != NULL && *known != 0)
      json_object_set_int_member (object, name->data, *known);
    else if (known != NULL)
      json_object_set_null_member (object, name->data);
  }
  return to_text (object);
}

/* --- What an operation builds on, when what it builds on turns out otherwise --- */

/**
 * pm_item_payload_list_references:
 * @type: a kind of items
 * @payload: (nullable): what is said of one
 *
 * Returns: (transfer full) (element-type PmItemReference): what it names
 */
GArray *
pm_item_payload_list_references (PmItemType type, const char *payload)
{
  GArray *references = g_array_new (FALSE, FALSE, sizeof (PmItemReference));
  g_autoptr (JsonObject) object = parse (payload);
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next) {
    PmItemReference reference = {
      .type = pm_item_type_of_reference (name->data),
      .number = pm_wire_get_integer (object, name->data, 0),
      .loose = pm_item_type_can_do_without (type, name->data),
    };

    if (reference.type != PM_ITEM_TYPE_NONE && reference.number != 0)
      g_array_append_val (references, reference);
  }
  return references;
}

/**
 * pm_item_payload_let_go:
 * @payload: (nullable): what is said of an item
 * @type: what kind of item that is
 * @gone: a kind of items
 * @number: one of them, which is removed
 *
 * Returns: (transfer full) (nullable): the same without naming it, where it can be done without
 */
char *
pm_item_payload_let_go (const char *payload, PmItemType type, PmItemType gone, gint64 number)
{
  g_autoptr (JsonObject) object = parse (payload);
  g_autoptr (GList) names = json_object_get_members (object);

  if (payload == NULL)
    return NULL;
  for (GList *name = names; name != NULL; name = name->next)
    if (pm_item_type_of_reference (name->data) == gone &&
        pm_item_type_can_do_without (type, name->data) &&
        pm_wire_get_integer (object, name->data, 0) == number)
      json_object_set_null_member (object, name->data);
  return to_text (object);
}

/**
 * pm_item_payload_take_over:
 * @base: what fields were when an operation was written, as far as that was known
 * @payload: (nullable): what the operation changes; %NULL if it removes the item
 * @written: what was written before it to the same item
 * @result: the item as the server has it since, which may have filled in or tidied up what was
 *   written
 *
 * Returns: (transfer full): @base with what @result has in the fields of @written. What the fields
 *   name keeps this desktop's numbers
 */
char *
pm_item_payload_take_over (const char *base,
                           const char *payload,
                           const char *written,
                           PmRecord *result)
{
  g_autoptr (JsonObject) object = parse (base), mine = parse (payload), mask = parse (written);
  g_autoptr (JsonObject) now = encode_all (result);
  g_autoptr (GList) names = json_object_get_members (now);

  for (GList *name = names; name != NULL; name = name->next)
    if (json_object_has_member (mask, name->data) &&
        (payload == NULL || json_object_has_member (mine, name->data)) &&
        pm_item_type_of_reference (name->data) == PM_ITEM_TYPE_NONE)
      json_object_set_member (object, name->data, json_object_dup_member (now, name->data));
  return to_text (object);
}

/**
 * pm_item_payload_roll_back:
 * @base: what fields were when an operation was written
 * @written: what was written before it to the same item, and is not to be
 * @before: what the fields of @written were before that, as far as that was known
 *
 * Returns: (transfer full): @base with what @before has in the fields that @written has changed,
 *   and without those of which it says nothing
 */
char *
pm_item_payload_roll_back (const char *base, const char *written, const char *before)
{
  g_autoptr (JsonObject) object = parse (base), mine = parse (written), old = parse (before);
  g_autoptr (GList) names = json_object_get_members (mine);

  for (GList *name = names; name != NULL; name = name->next) {
    if (differs (object, mine, name->data))
      continue;
    if (json_object_has_member (old, name->data))
      json_object_set_member (object, name->data, json_object_dup_member (old, name->data));
    else
      json_object_remove_member (object, name->data);
  }
  return to_text (object);
}
