/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-overlay.h"

#include "cache/pm-store-private.h"
#include "domain/pm-comment.h"
#include "domain/pm-item.h"
#include "domain/pm-operation.h"
#include "domain/pm-poc.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"

/*
 * What shows of the outbox: what is made shows whatever becomes of it; a change or a removal that
 * was refused does not, which is how it is taken back on screen.
 */
#define SHOWS \
  "o.item_id IS NOT NULL AND o.state <> 'cancelled' " \
  "AND (o.kind = 'create' OR (o.kind IN ('edit', 'delete') AND o.state <> 'needs_attention'))"

#define IS_REMOVED "o.kind = 'delete' AND o.state NOT IN ('cancelled', 'needs_attention')"

/* What is in the way of showing something is not its own: what it hangs on is removed. */
#define HANGING(type, field, parent) \
  " UNION SELECT '" type "', x.id FROM operation o" \
  " JOIN " type " x ON x.poc_id = o.poc_id AND x." field " = o.item_id" \
  " WHERE o.item_type = '" parent "' AND " IS_REMOVED
#define ALL_HANGING \
  HANGING ("comment", "poc_task_id", "task") \
  HANGING ("comment", "poc_task_group_id", "task_group") \
  HANGING ("resource", "poc_task_id", "task") \
  HANGING ("resource", "poc_task_group_id", "task_group")

static const char *
nick_of (PmItemType type)
{
  return pm_enum_to_nick (PM_TYPE_ITEM_TYPE, type);
}

/* Its row may stay what it is and yet stand differently: on its way, or refused. */
static void
name_item (PmChanges *changes, PmItemType type, gint64 id)
{
  PmSource source;

  if (pm_source_for_type (pm_item_type_get_record_type (type), &source))
    pm_changes_add (changes, source, id);
}

/* --- Laying --- */

static gboolean
read_operations (PmDb *mirror, PmItemType type, gint64 id, GPtrArray *operations, GError **error)
{
  return pm_store_read_records (pm_db_query (mirror, error,
                                             "SELECT o.* FROM operation o WHERE o.item_type = ?1"
                                             " AND o.item_id = ?2 AND " SHOWS " ORDER BY o.id",
                                             "si", nick_of (type), id),
                                PM_TYPE_OPERATION, operations, error);
}

/* What the server would fill in by itself. */
static gboolean
fill_in (PmDb *mirror, PmRecord *item, PmOperation *operation, GError **error)
{
  gint64 user_id = 0;

  if (!pm_db_query_int64 (mirror, &user_id, error, "SELECT user_id FROM meta", ""))
    return FALSE;
  pm_record_set_integer (item, 0, pm_operation_get_item_id (operation));
  g_object_set (item, "created-at", pm_operation_get_created_at (operation), NULL);
  if (PM_IS_POC (item))
    pm_poc_set_created_by (PM_POC (item), user_id);
  else
    g_object_set (item, "poc-id", pm_operation_get_poc_id (operation), NULL);
  if (PM_IS_COMMENT (item))
    pm_comment_set_user_id (PM_COMMENT (item), user_id);
  return TRUE;
}

static gboolean
make_item (PmDb *mirror, PmOperation *operation, PmRecord **item, GError **error)
{
  GType type = pm_item_type_get_record_type (pm_operation_get_item_type (operation));

  if (*item == NULL) {
    *item = g_object_new (type, NULL);
    if (!fill_in (mirror, *item, operation, error))
      return FALSE;
  }
  /* What the server has by now may be half of it: a plain one takes the rest in a second step. */
  return pm_db_read_json (mirror, pm_operation_get_payload (operation), *item, error);
}

/* The server notes when a step was finished, and forgets it when it is taken up again. */
static void
note_completion (PmRecord *item, int before, PmOperation *operation)
{
  gboolean is_step = PM_IS_TASK (item) || PM_IS_TASK_GROUP (item);
  int status;

  if (!is_step)
    return;
  g_object_get (item, "status", &status, NULL);
  if (status == before)
    return;
  if (status == PM_TASK_STATUS_COMPLETED)
    g_object_set (item, "completed-at", pm_operation_get_created_at (operation), NULL);
  else if (status == PM_TASK_STATUS_NOT_STARTED || status == PM_TASK_STATUS_IN_PROGRESS)
    g_object_set (item, "completed-at", (gint64) 0, NULL);
}

static gboolean
change_item (PmDb *mirror, PmOperation *operation, PmRecord *item, GError **error)
{
  int before = -1;

  if (item == NULL)
    return TRUE;
  if (PM_IS_TASK (item) || PM_IS_TASK_GROUP (item))
    g_object_get (item, "status", &before, NULL);
  if (!pm_db_read_json (mirror, pm_operation_get_payload (operation), item, error))
    return FALSE;
  note_completion (item, before, operation);
  return TRUE;
}

static gboolean
play (PmDb *mirror, GPtrArray *operations, PmRecord **item, GError **error)
{
  for (guint i = 0; i < operations->len; i++) {
    PmOperation *operation = g_ptr_array_index (operations, i);
    PmOperationKind kind = pm_operation_get_kind (operation);

    if (kind == PM_OPERATION_KIND_DELETE)
      g_clear_object (item);
    else if (!(kind == PM_OPERATION_KIND_CREATE ? make_item (mirror, operation, item, error)
                                                : change_item (mirror, operation, *item, error)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_item (PmDb *mirror,
            PmItemType type,
            gint64 id,
            PmRecord *item,
            PmChanges *changes,
            GError **error)
{
  if (item == NULL)
    return pm_store_remove_record (mirror, pm_item_type_get_record_type (type), id, changes, error);
  return pm_store_put_record (mirror, item, changes, error);
}

static gboolean
keep_below (PmDb *mirror, PmItemType type, gint64 id, GError **error)
{
  g_autofree char *below = NULL;

  return pm_db_get_json (mirror, nick_of (type), pm_item_type_get_record_type (type), id, &below,
                         error) &&
         pm_db_run (mirror, error,
                    "INSERT INTO underlay (item_type, item_id, below) VALUES (?1, ?2, ?3)", "sis",
                    nick_of (type), id, below);
}

static gboolean
is_removed (PmDb *mirror, PmItemType type, gint64 id, gboolean *removed, GError **error)
{
  gint64 found = 0;

  if (!pm_db_query_int64 (mirror, &found, error,
                          "SELECT 1 FROM operation o WHERE o.item_type = ?1 AND o.item_id = ?2"
                          " AND " IS_REMOVED,
                          "si", nick_of (type), id))
    return FALSE;
  *removed = found != 0;
  return TRUE;
}

/* What is said of a task or a group, or lies with it, goes when that goes. */
static gboolean
hide_with_parent (PmDb *mirror, PmRecord **item, GError **error)
{
  static const struct {
    const char *property;
    PmItemType type;
  } parents[] = {
    { "poc-task-id", PM_ITEM_TYPE_TASK },
    { "poc-task-group-id", PM_ITEM_TYPE_TASK_GROUP },
  };
  gboolean removed = FALSE;

  if (*item == NULL || !(PM_IS_COMMENT (*item) || PM_IS_RESOURCE (*item)))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (parents) && !removed; i++) {
    gint64 id;

    g_object_get (*item, parents[i].property, &id, NULL);
    if (id != 0 && !is_removed (mirror, parents[i].type, id, &removed, error))
      return FALSE;
  }
  if (removed)
    g_clear_object (item);
  return TRUE;
}

/**
 * pm_overlay_lay:
 * @mirror: a mirror
 * @type: a kind of items
 * @id: an item whose row is the server's
 * @changes: gets the item, if its row changes
 * @error: return location
 *
 * Lets the item's row show what waits in the outbox.
 */
gboolean
pm_overlay_lay (PmDb *mirror, PmItemType type, gint64 id, PmChanges *changes, GError **error)
{
  g_autoptr (GPtrArray) operations = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (PmRecord) item = NULL;
  gboolean was_there;

  name_item (changes, type, id);
  if (!read_operations (mirror, type, id, operations, error) ||
      !pm_store_find_record (mirror, pm_item_type_get_record_type (type), id, &item, error))
    return FALSE;
  was_there = item != NULL;
  if (!play (mirror, operations, &item, error) || !hide_with_parent (mirror, &item, error))
    return FALSE;
  if (operations->len == 0 && was_there == (item != NULL))
    return TRUE;
  return keep_below (mirror, type, id, error) &&
         write_item (mirror, type, id, item, changes, error);
}

/* --- Lifting --- */

static gboolean
read_below (PmDb *mirror,
            PmItemType type,
            gint64 id,
            gboolean *covered,
            char **below,
            GError **error)
{
  g_autoptr (GError) local = NULL;
  PmStatement *statement = pm_db_query (
      mirror, &local, "SELECT below FROM underlay WHERE item_type = ?1 AND item_id = ?2", "si",
      nick_of (type), id);

  *covered = FALSE;
  while (statement != NULL && pm_statement_step (statement, &local)) {
    *covered = TRUE;
    *below = g_strdup (pm_statement_get_text (statement, 0));
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_overlay_lift:
 * @mirror: a mirror
 * @type: a kind of items
 * @id: an item
 * @changes: gets the item, if its row changes
 * @error: return location
 *
 * Makes the item's row the server's again, if it was not.
 */
gboolean
pm_overlay_lift (PmDb *mirror, PmItemType type, gint64 id, PmChanges *changes, GError **error)
{
  g_autofree char *below = NULL;
  g_autoptr (PmRecord) item = NULL;
  gboolean covered;

  if (!read_below (mirror, type, id, &covered, &below, error))
    return FALSE;
  if (!covered)
    return TRUE;
  if (below != NULL) {
    item = g_object_new (pm_item_type_get_record_type (type), NULL);
    if (!pm_db_read_json (mirror, below, item, error))
      return FALSE;
  }
  return write_item (mirror, type, id, item, changes, error) &&
         pm_db_run (mirror, error, "DELETE FROM underlay WHERE item_type = ?1 AND item_id = ?2",
                    "si", nick_of (type), id);
}

/* --- Many at once --- */

typedef struct {
  PmItemType type;
  gint64 id;
} Item;

typedef gboolean (
    *Handle) (PmDb *mirror, PmItemType type, gint64 id, PmChanges *changes, GError **error);

/* Read to its end first, because what is done with the items writes to where they come from. */
static gboolean
for_each (PmDb *mirror, const char *sql, Handle handle, PmChanges *changes, GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (Item));
  g_autoptr (GError) local = NULL;
  PmStatement *statement = pm_db_query (mirror, &local, sql, "");

  while (statement != NULL && pm_statement_step (statement, &local)) {
    Item item = { PM_ITEM_TYPE_NONE, pm_statement_get_int64 (statement, 1) };
    int type;

    if (!pm_enum_from_nick (PM_TYPE_ITEM_TYPE, pm_statement_get_text (statement, 0), &type))
      continue;
    item.type = (PmItemType) type;
    g_array_append_val (items, item);
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  for (guint i = 0; i < items->len; i++) {
    Item *item = &g_array_index (items, Item, i);

    if (!handle (mirror, item->type, item->id, changes, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * pm_overlay_lay_all:
 * @mirror: a mirror
 * @changes: gets the items whose rows change
 * @error: return location
 *
 * Lays what shows of the outbox over every row that is the server's.
 */
gboolean
pm_overlay_lay_all (PmDb *mirror, PmChanges *changes, GError **error)
{
  static const char uncovered[] =
      "SELECT s.item_type, s.item_id FROM ("
      "  SELECT o.item_type, o.item_id FROM operation o WHERE " SHOWS ALL_HANGING ") s "
      "WHERE NOT EXISTS (SELECT 1 FROM underlay u"
      "                  WHERE u.item_type = s.item_type AND u.item_id = s.item_id)";

  return for_each (mirror, uncovered, pm_overlay_lay, changes, error);
}

/**
 * pm_overlay_lift_all:
 * @mirror: a mirror
 * @changes: gets the items whose rows change
 * @error: return location
 *
 * Makes every row the server's again.
 */
gboolean
pm_overlay_lift_all (PmDb *mirror, PmChanges *changes, GError **error)
{
  return for_each (mirror, "SELECT item_type, item_id FROM underlay", pm_overlay_lift, changes,
                   error);
}

/* Whether what hangs on its item goes with it. */
static gboolean
takes_others_along (PmOperation *operation)
{
  PmItemType type = pm_operation_get_item_type (operation);

  return pm_operation_get_kind (operation) == PM_OPERATION_KIND_DELETE &&
         (type == PM_ITEM_TYPE_TASK || type == PM_ITEM_TYPE_TASK_GROUP);
}

/**
 * pm_overlay_lift_operation:
 * @mirror: a mirror
 * @operation: an operation about an item, which is to change or to go
 * @changes: gets the items whose rows change
 * @error: return location
 *
 * Makes the rows the server's again that it may be laid over.
 */
gboolean
pm_overlay_lift_operation (PmDb *mirror, PmOperation *operation, PmChanges *changes, GError **error)
{
  if (takes_others_along (operation))
    return pm_overlay_lift_all (mirror, changes, error);
  return pm_overlay_lift (mirror, pm_operation_get_item_type (operation),
                          pm_operation_get_item_id (operation), changes, error);
}

/**
 * pm_overlay_lay_operation:
 * @mirror: a mirror
 * @operation: an operation about an item, which has changed or gone
 * @changes: gets the items whose rows change
 * @error: return location
 *
 * Lets the rows that were lifted for it show what waits in the outbox.
 */
gboolean
pm_overlay_lay_operation (PmDb *mirror, PmOperation *operation, PmChanges *changes, GError **error)
{
  return pm_overlay_lay (mirror, pm_operation_get_item_type (operation),
                         pm_operation_get_item_id (operation), changes, error) &&
         (!takes_others_along (operation) || pm_overlay_lay_all (mirror, changes, error));
}

static gboolean
lift_one (PmDb *mirror, GType record_type, gint64 id, PmChanges *changes, GError **error)
{
  PmItemType type = pm_item_type_for_record (record_type);

  return type == PM_ITEM_TYPE_NONE || pm_overlay_lift (mirror, type, id, changes, error);
}

/**
 * pm_overlay_lift_page:
 * @mirror: a mirror
 * @page: a page that is to be written
 * @changes: gets the items whose rows change
 * @error: return location
 *
 * Lifts what is laid over the rows that the page is about. One that was made by reading lists is
 * about all of them, because it tells by what it lacks, too.
 */
gboolean
pm_overlay_lift_page (PmDb *mirror, PmPage *page, PmChanges *changes, GError **error)
{
  gint64 n_covered = 0;

  if (!pm_db_query_int64 (mirror, &n_covered, error, "SELECT count(*) FROM underlay", ""))
    return FALSE;
  if (n_covered == 0)
    return TRUE;
  if (page->scopes->len > 0)
    return pm_overlay_lift_all (mirror, changes, error);
  for (guint i = 0; i < page->records->len; i++) {
    PmRecord *record = g_ptr_array_index (page->records, i);

    if (!lift_one (mirror, G_OBJECT_TYPE (record), pm_record_get_integer (record, 0), changes,
                   error))
      return FALSE;
  }
  for (guint i = 0; i < page->destroyed->len; i++) {
    PmTombstone *gone = &g_array_index (page->destroyed, PmTombstone, i);

    if (!lift_one (mirror, gone->type, gone->id, changes, error))
      return FALSE;
  }
  return TRUE;
}

/* --- Another number --- */

static const struct {
  PmItemType type;
  const char *sql;
} namings[] = {
  { PM_ITEM_TYPE_POC, "UPDATE participant SET poc_id = ?2 WHERE poc_id = ?1" },
  { PM_ITEM_TYPE_POC, "UPDATE invitation SET poc_id = ?2 WHERE poc_id = ?1" },
  { PM_ITEM_TYPE_POC, "UPDATE engagement SET poc_id = ?2 WHERE poc_id = ?1" },
  { PM_ITEM_TYPE_POC, "UPDATE task SET poc_id = ?2 WHERE poc_id = ?1" },
  { PM_ITEM_TYPE_POC, "UPDATE task_group SET poc_id = ?2 WHERE poc_id = ?1" },
  { PM_ITEM_TYPE_POC, "UPDATE criterion SET poc_id = ?2 WHERE poc_id = ?1" },
  { PM_ITEM_TYPE_POC, "UPDATE resource SET poc_id = ?2 WHERE poc_id = ?1" },
  { PM_ITEM_TYPE_POC, "UPDATE comment SET poc_id = ?2 WHERE poc_id = ?1" },
  { PM_ITEM_TYPE_TASK, "UPDATE resource SET poc_task_id = ?2 WHERE poc_task_id = ?1" },
  { PM_ITEM_TYPE_TASK, "UPDATE comment SET poc_task_id = ?2 WHERE poc_task_id = ?1" },
  { PM_ITEM_TYPE_TASK_GROUP,
    "UPDATE task SET poc_task_group_id = ?2 WHERE poc_task_group_id = ?1" },
  { PM_ITEM_TYPE_TASK_GROUP,
    "UPDATE resource SET poc_task_group_id = ?2 WHERE poc_task_group_id = ?1" },
  { PM_ITEM_TYPE_TASK_GROUP,
    "UPDATE comment SET poc_task_group_id = ?2 WHERE poc_task_group_id = ?1" },
  { PM_ITEM_TYPE_CRITERION,
    "UPDATE resource SET success_criteria_id = ?2 WHERE success_criteria_id = ?1" },
};

static gboolean
name_anew (PmDb *mirror, PmItemType type, gint64 from, gint64 to, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (namings); i++)
    if (namings[i].type == type && !pm_db_run (mirror, error, namings[i].sql, "ii", from, to))
      return FALSE;
  return TRUE;
}

static gboolean
move_row (PmDb *mirror, PmRecord *item, gint64 to, PmChanges *changes, GError **error)
{
  GType record_type = G_OBJECT_TYPE (item);
  gint64 from = pm_record_get_integer (item, 0);

  pm_record_set_integer (item, 0, to);
  return pm_overlay_lift (mirror, pm_item_type_for_record (record_type), to, changes, error) &&
         pm_store_remove_record (mirror, record_type, from, changes, error) &&
         pm_store_put_record (mirror, item, changes, error);
}

/**
 * pm_overlay_renumber:
 * @mirror: a mirror
 * @type: a kind of items
 * @from: the server's number of an item
 * @to: our own, which it is to have
 * @changes: gets the items
 * @error: return location
 *
 * Takes what came under the server's number for the item that was made here: its own row, if the
 * server told of the item before it was known to be ours, and the rows of what belongs to it, which
 * may even come before that.
 */
gboolean
pm_overlay_renumber (PmDb *mirror,
                     PmItemType type,
                     gint64 from,
                     gint64 to,
                     PmChanges *changes,
                     GError **error)
{
  g_autoptr (PmRecord) item = NULL;

  if (!pm_overlay_lift (mirror, type, from, changes, error) ||
      !pm_store_find_record (mirror, pm_item_type_get_record_type (type), from, &item, error))
    return FALSE;
  return (item == NULL || move_row (mirror, item, to, changes, error)) &&
         name_anew (mirror, type, from, to, error);
}
