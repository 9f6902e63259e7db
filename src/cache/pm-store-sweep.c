/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-store-private.h"
#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-invitation.h"
#include "domain/pm-item.h"
#include "domain/pm-operation.h"
#include "domain/pm-participant.h"
#include "domain/pm-poc.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "domain/pm-user.h"

/*
 * Lists of a server that says neither what has changed nor what is gone: rows are compared with
 * what is there, and one must be missing from two whole reads before it is dropped.
 */

#define READS_BEFORE_GONE 2

typedef struct {
  GType (*get_type) (void);
  const char *all;
  const char *of_poc;
} ListTable;

#define OF_POC(type, table) \
  { type, "SELECT id FROM " table, "SELECT id FROM " table " WHERE poc_id = ?1" }

static const ListTable tables[] = {
  { pm_poc_get_type, "SELECT id FROM poc", NULL },
  { pm_user_get_type, "SELECT id FROM user", NULL },
  OF_POC (pm_participant_get_type, "participant"),
  OF_POC (pm_invitation_get_type, "invitation"),
  OF_POC (pm_task_get_type, "task"),
  OF_POC (pm_task_group_get_type, "task_group"),
  OF_POC (pm_criterion_get_type, "criterion"),
  OF_POC (pm_resource_get_type, "resource"),
  OF_POC (pm_comment_get_type, "comment"),
};

static const char open_invitations[] =
    "SELECT id FROM invitation WHERE poc_id = ?1 AND status IN ('pending', 'expired', 'failed')";

static const ListTable *
find_table (GType type)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (tables[i].get_type () == type)
      return &tables[i];
  return NULL;
}

static void
keep_field (PmRecord *record, PmRecord *present, guint field, const PmField *info)
{
  if (pm_record_is_set (record, field) || !pm_record_is_set (present, field))
    return;
  switch (info->kind) {
  case PM_KIND_INTEGER:
    pm_record_set_integer (record, field, pm_record_get_integer (present, field));
    break;
  case PM_KIND_BOOLEAN:
    pm_record_set_boolean (record, field, pm_record_get_boolean (present, field));
    break;
  case PM_KIND_TIME:
    pm_record_set_time (record, field, pm_record_get_time (present, field));
    break;
  case PM_KIND_ENUM:
    pm_record_set_enum (record, field, pm_record_get_enum (present, field));
    break;
  case PM_KIND_STRING:
  case PM_KIND_DATE:
  case PM_KIND_JSON:
  default:
    pm_record_set_string (record, field, pm_record_get_string (present, field));
  }
}

static void
keep_all_fields (PmRecord *record, PmRecord *present)
{
  guint n_fields;
  const PmField *fields = pm_record_get_fields (record, &n_fields);

  for (guint i = 0; i < n_fields; i++)
    keep_field (record, present, i, &fields[i]);
}

/* An invitation as it stands among the participants has no inviter. */
static void
keep_what_is_known (PmRecord *record, PmRecord *present)
{
  guint n_fields;
  const PmField *fields = pm_record_get_fields (record, &n_fields);

  if (PM_IS_TASK (record))
    keep_field (record, present, PM_TASK_POC_TASK_GROUP_ID, &fields[PM_TASK_POC_TASK_GROUP_ID]);
  if (PM_IS_INVITATION (record) && !pm_record_is_set (record, PM_INVITATION_INVITED_BY))
    keep_all_fields (record, present);
}

/**
 * pm_store_compare:
 * @self: a store
 * @mirror: one of its mirrors
 * @record: (inout): a record as a list has it; gets what only this desktop knows of it
 * @same: (out): whether the mirror has it just so, and it need not be written
 * @error: return location
 */
gboolean
pm_store_compare (PmStore *self, PmDb *mirror, PmRecord **record, gboolean *same, GError **error)
{
  g_autoptr (PmRecord) listed = g_steal_pointer (record);
  g_autoptr (PmRecord) present = NULL;

  *same = FALSE;
  *record = pm_invitees_complete (self->invitees, listed);
  if (!pm_store_find_record (mirror, G_OBJECT_TYPE (listed), pm_record_get_integer (listed, 0),
                             &present, error))
    return FALSE;
  if (present == NULL)
    return TRUE;
  if (*record == listed) { /* a page is not changed */
    g_object_unref (*record);
    *record = pm_record_copy (listed);
  }
  keep_what_is_known (*record, present);
  *same = pm_record_equal (*record, present);
  return TRUE;
}

static gboolean
list_present (PmDb *mirror, PmScope *scope, GArray *ids, GError **error)
{
  const ListTable *table = find_table (scope->type);

  if (table == NULL)
    return TRUE;
  if (scope->poc_id == 0)
    return pm_store_read_ids (pm_db_query (mirror, error, table->all, ""), ids, error);
  return pm_store_read_ids (pm_db_query (mirror, error,
                                         scope->open_only ? open_invitations : table->of_poc, "i",
                                         scope->poc_id),
                            ids, error);
}

static GHashTable *
list_seen (PmPage *page, GType type)
{
  GHashTable *seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < page->records->len; i++) {
    PmRecord *record = g_ptr_array_index (page->records, i);
    gint64 id = pm_record_get_integer (record, 0);

    if (G_OBJECT_TYPE (record) == type)
      g_hash_table_add (seen, g_memdup2 (&id, sizeof id));
  }
  return seen;
}

static gboolean
note_missing (PmDb *mirror, PmScope *scope, gint64 id, GArray *gone, GError **error)
{
  const char *kind = g_type_name (scope->type);
  PmTombstone tombstone = { scope->type, id };
  gint64 reads = 0;

  if (!pm_db_run (mirror, error,
                  "INSERT INTO missing (kind, id, reads) VALUES (?1, ?2, 1)"
                  " ON CONFLICT (kind, id) DO UPDATE SET reads = reads + 1",
                  "si", kind, id) ||
      !pm_db_query_int64 (mirror, &reads, error,
                          "SELECT reads FROM missing WHERE kind = ?1 AND id = ?2", "si", kind, id))
    return FALSE;
  if (reads < READS_BEFORE_GONE)
    return TRUE;
  g_array_append_val (gone, tombstone);
  return pm_db_run (mirror, error, "DELETE FROM missing WHERE kind = ?1 AND id = ?2", "si", kind,
                    id);
}

/* What was missed and is there again has never been away. */
static gboolean
forget_missing (PmDb *mirror, PmScope *scope, GHashTable *seen, GError **error)
{
  g_autoptr (GArray) missed = g_array_new (FALSE, FALSE, sizeof (gint64));
  const char *kind = g_type_name (scope->type);

  if (!pm_store_read_ids (
          pm_db_query (mirror, error, "SELECT id FROM missing WHERE kind = ?1", "s", kind), missed,
          error))
    return FALSE;
  for (guint i = 0; i < missed->len; i++) {
    gint64 id = g_array_index (missed, gint64, i);

    if (g_hash_table_contains (seen, &id) &&
        !pm_db_run (mirror, error, "DELETE FROM missing WHERE kind = ?1 AND id = ?2", "si", kind,
                    id))
      return FALSE;
  }
  return TRUE;
}

static gboolean
take_children_along (PmDb *mirror, gint64 poc_id, GArray *gone, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

    if (tables[i].of_poc != NULL &&
        !pm_store_read_ids (pm_db_query (mirror, error, tables[i].of_poc, "i", poc_id), ids, error))
      return FALSE;
    for (guint k = 0; k < ids->len; k++) {
      PmTombstone tombstone = { tables[i].get_type (), g_array_index (ids, gint64, k) };

      g_array_append_val (gone, tombstone);
    }
  }
  return TRUE;
}

static gboolean
look_through (PmDb *mirror, PmPage *page, PmScope *scope, GArray *gone, GError **error)
{
  g_autoptr (GArray) present = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = list_seen (page, scope->type);

  if (!forget_missing (mirror, scope, seen, error) || !list_present (mirror, scope, present, error))
    return FALSE;
  for (guint i = 0; i < present->len; i++) {
    gint64 id = g_array_index (present, gint64, i);

    if (!g_hash_table_contains (seen, &id) && !note_missing (mirror, scope, id, gone, error))
      return FALSE;
  }
  return TRUE;
}

/* What was removed here and confirmed has been missed once, so to speak. */
static gboolean
expect_gone (PmDb *mirror, gint64 operation_id, GError **error)
{
  g_autoptr (PmRecord) record = NULL;
  PmOperation *operation;
  PmItemType type;

  if (!pm_store_find_record (mirror, PM_TYPE_OPERATION, operation_id, &record, error))
    return FALSE;
  operation = PM_OPERATION (record);
  type = pm_operation_get_item_type (operation);
  if (pm_operation_get_kind (operation) == PM_OPERATION_KIND_DELETE)
    return pm_db_run (mirror, error, "INSERT OR REPLACE INTO missing VALUES (?1, ?2, ?3)", "sii",
                      g_type_name (pm_item_type_get_record_type (type)),
                      pm_operation_get_item_id (operation), (gint64) READS_BEFORE_GONE - 1);
  if (pm_operation_get_kind (operation) != PM_OPERATION_KIND_REMOVE)
    return TRUE;
  return pm_db_run (mirror, error,
                    "INSERT OR REPLACE INTO missing SELECT ?1, id, ?4 FROM participant"
                    " WHERE poc_id = ?2 AND user_id = ?3",
                    "siii", g_type_name (PM_TYPE_PARTICIPANT), pm_operation_get_poc_id (operation),
                    pm_operation_get_user_id (operation), (gint64) READS_BEFORE_GONE - 1);
}

static gboolean
expect_all_gone (PmDb *mirror, PmPage *page, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!pm_store_find_read (mirror, page, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!expect_gone (mirror, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

/**
 * pm_store_find_gone:
 * @mirror: a mirror that has the page's records
 * @page: a page made by reading lists
 * @gone: (element-type PmTombstone): gets what has been missing often enough
 * @error: return location
 *
 * Counts what is missing from the lists that the page has whole. What was removed on this desktop
 * need be missing from one only.
 */
gboolean
pm_store_find_gone (PmDb *mirror, PmPage *page, GArray *gone, GError **error)
{
  if (!expect_all_gone (mirror, page, error))
    return FALSE;
  for (guint i = 0; i < page->scopes->len; i++)
    if (!look_through (mirror, page, &g_array_index (page->scopes, PmScope, i), gone, error))
      return FALSE;
  for (guint i = 0, n_gone = gone->len; i < n_gone; i++) {
    PmTombstone tombstone = g_array_index (gone, PmTombstone, i);

    if (tombstone.type == PM_TYPE_POC && !take_children_along (mirror, tombstone.id, gone, error))
      return FALSE;
  }
  return TRUE;
}

/* Which operations a list shows the effect of: of POC ?1, which some of them call ?3 yet. */
#define READ_BY \
  "SELECT id FROM operation WHERE state = 'confirmed' AND sync_seq > 0 AND sync_seq <= ?2" \
  " AND (poc_id IN (?1, ?3) OR ?1 = 0) "

static const char *
settled_by (GType type)
{
  if (type == PM_TYPE_INVITATION)
    return READ_BY "AND kind IN ('invite', 'resend', 'cancel', 'remind')";
  if (type == PM_TYPE_PARTICIPANT)
    return READ_BY "AND kind IN ('remove', 'restore')";
  return NULL;
}

static PmStatement *
ask_settled (PmDb *mirror, PmScope *scope, gint64 read, GError **error)
{
  PmItemType item_type = pm_item_type_for_record (scope->type);

  if (item_type == PM_ITEM_TYPE_NONE)
    return pm_db_query (mirror, error, settled_by (scope->type), "iii", scope->poc_id, read,
                        scope->server_poc_id);
  return pm_db_query (mirror, error, READ_BY "AND item_type = ?4", "iiis", scope->poc_id, read,
                      scope->server_poc_id, pm_enum_to_nick (PM_TYPE_ITEM_TYPE, (int) item_type));
}

/**
 * pm_store_find_read:
 * @mirror: a mirror
 * @page: a page made by reading lists
 * @ids: (element-type gint64): gets the operations whose effect it must show
 * @error: return location
 *
 * An operation is settled by the first whole read, begun after its answer, of the list that shows
 * its effect. One may still name a POC by the server's number that has turned out to be made here.
 */
gboolean
pm_store_find_read (PmDb *mirror, PmPage *page, GArray *ids, GError **error)
{
  for (guint i = 0; i < page->scopes->len; i++) {
    PmScope *scope = &g_array_index (page->scopes, PmScope, i);

    if (pm_item_type_for_record (scope->type) == PM_ITEM_TYPE_NONE &&
        settled_by (scope->type) == NULL)
      continue;
    if (!pm_store_read_ids (ask_settled (mirror, scope, page->read, error), ids, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * pm_store_keep_profile:
 * @mirror: a mirror
 * @operation_id: an operation that is settled
 * @invitation_id: (out): the invitation that it has sent, or 0
 * @error: return location
 *
 * Writes into the invitation what was said of the invitee and the server did not take.
 */
gboolean
pm_store_keep_profile (PmDb *mirror, gint64 operation_id, gint64 *invitation_id, GError **error)
{
  *invitation_id = 0;
  return pm_db_query_int64 (mirror, invitation_id, error,
                            "UPDATE invitation SET first_name = o.payload ->> '$.first_name',"
                            " last_name = o.payload ->> '$.last_name',"
                            " title = o.payload ->> '$.title' "
                            "FROM operation o WHERE o.id = ?1 AND o.kind = 'invite'"
                            " AND json_valid(o.payload) AND invitation.id ="
                            " (SELECT max(id) FROM invitation x"
                            "  WHERE x.poc_id = o.poc_id AND x.address = o.address) "
                            "RETURNING id",
                            "i", operation_id);
}
