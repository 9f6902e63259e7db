/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-derive.h"
#include "cache/pm-overlay.h"
#include "cache/pm-store-private.h"
#include "domain/pm-address.h"
#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-engagement.h"
#include "domain/pm-error.h"
#include "domain/pm-invitation.h"
#include "domain/pm-organization.h"
#include "domain/pm-participant.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "domain/pm-template.h"
#include "domain/pm-user.h"

#include <string.h>

/* What the server says, into the mirror. */

typedef struct {
  GType (*get_type) (void);
  const char *name;
  const char *find;
  const char *remove;
  const char *fold;
} Table;

#define TABLE(type, table) \
  { type, table, "SELECT * FROM " table " WHERE id = ?1", "DELETE FROM " table " WHERE id = ?1", \
    NULL }
#define TABLE_WITH_ADDRESS(type, table) \
  { type, table, "SELECT * FROM " table " WHERE id = ?1", "DELETE FROM " table " WHERE id = ?1", \
    "UPDATE " table " SET folded = ?2 WHERE id = ?1" }

static const Table tables[] = {
  TABLE (pm_user_get_type, "user"),
  TABLE (pm_poc_get_type, "poc"),
  TABLE_WITH_ADDRESS (pm_participant_get_type, "participant"),
  TABLE_WITH_ADDRESS (pm_invitation_get_type, "invitation"),
  TABLE_WITH_ADDRESS (pm_operation_get_type, "operation"),
  TABLE (pm_task_get_type, "task"),
  TABLE (pm_criterion_get_type, "criterion"),
  TABLE (pm_template_get_type, "template"),
  TABLE (pm_task_group_get_type, "task_group"),
  TABLE (pm_resource_get_type, "resource"),
  TABLE (pm_comment_get_type, "comment"),
  TABLE (pm_engagement_get_type, "engagement"),
  TABLE (pm_organization_get_type, "organization"),
};

static const Table *
find_table (GType type)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (tables[i].get_type () == type)
      return &tables[i];
  return NULL;
}

/**
 * pm_store_find_record:
 * @mirror: a mirror, on any thread that owns one
 * @type: a record type
 * @id: its id
 * @record: (out) (nullable): the record as the server has it
 * @error: return location
 */
gboolean
pm_store_find_record (PmDb *mirror, GType type, gint64 id, PmRecord **record, GError **error)
{
  const Table *table = find_table (type);
  g_autoptr (GError) local = NULL;
  PmStatement *statement;

  *record = NULL;
  if (table == NULL)
    return TRUE;
  statement = pm_db_query (mirror, &local, table->find, "i", id);
  while (statement != NULL && pm_statement_step (statement, &local))
    *record = pm_statement_new_record (statement, type);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static const char *
get_email (PmRecord *record)
{
  if (PM_IS_PARTICIPANT (record))
    return pm_participant_get_email (PM_PARTICIPANT (record));
  if (PM_IS_INVITATION (record))
    return pm_invitation_get_email (PM_INVITATION (record));
  return pm_operation_get_email (PM_OPERATION (record));
}

static gboolean
sql_folds_it (const char *email)
{
  gsize length = strlen (email);

  return length > 0 && g_str_is_ascii (email) && !g_ascii_isspace (email[0]) &&
         !g_ascii_isspace (email[length - 1]);
}

/**
 * pm_store_fold:
 * @mirror: a mirror
 * @record: a record with an address, whose row has just been written
 * @error: return location
 *
 * Stores the folded address where SQL's own folding would not do.
 */
gboolean
pm_store_fold (PmDb *mirror, PmRecord *record, GError **error)
{
  const Table *table = find_table (G_OBJECT_TYPE (record));
  const char *email = get_email (record);
  g_autofree char *folded = NULL;

  if (email == NULL || sql_folds_it (email))
    return TRUE;
  folded = pm_address_fold (email);
  /* Every record's first field is its key. */
  return pm_db_run (mirror, error, table->fold, "is", pm_record_get_integer (record, 0), folded);
}

/* Lists are told of POCs and people by what marks their derived rows. */
static void
name_child (PmChanges *changes, GType type, gint64 id)
{
  PmSource source;

  if (pm_source_for_type (type, &source) && source > PM_SOURCE_OPERATION)
    pm_changes_add (changes, source, id);
}

/**
 * pm_store_put_record:
 * @mirror: a mirror
 * @record: a record as it is now
 * @changes: gets what lists must look at again
 * @error: return location
 *
 * Writes the record's row. One of a kind that this version does not keep is passed over.
 */
gboolean
pm_store_put_record (PmDb *mirror, PmRecord *record, PmChanges *changes, GError **error)
{
  const Table *table = find_table (G_OBJECT_TYPE (record));

  if (table == NULL)
    return TRUE;
  if (!pm_db_upsert_record (mirror, table->name, record, error))
    return FALSE;
  if (PM_IS_POC (record))
    return pm_derive_sort_keys (mirror, PM_POC (record), error);
  if (table->fold != NULL)
    return pm_store_fold (mirror, record, error);
  name_child (changes, G_OBJECT_TYPE (record), pm_record_get_integer (record, 0));
  return TRUE;
}

/**
 * pm_store_remove_record:
 * @mirror: a mirror
 * @type: a record type
 * @id: what is gone
 * @changes: gets what lists must look at again
 * @error: return location
 */
gboolean
pm_store_remove_record (PmDb *mirror, GType type, gint64 id, PmChanges *changes, GError **error)
{
  const Table *table = find_table (type);

  if (table == NULL)
    return TRUE;
  name_child (changes, type, id);
  return pm_db_run (mirror, error, table->remove, "i", id);
}

/* What an operation has sent. */
typedef struct {
  gint64 operation_id;
  gint64 invitation_id;
} Sent;

typedef struct {
  PmStore *store;
  PmPage *page;
  PmChanges *changes;
  GArray *learnt;
  GArray *settled;
  GArray *sent; /* Sent: invitations of which the server has not kept all */
} Apply;

static gboolean
follows (PmDb *mirror, PmPage *page, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmStatement *statement;
  gboolean same;

  if (page->old_state == NULL)
    return TRUE;
  statement = pm_db_query (mirror, &local, "SELECT state FROM meta", "");
  if (statement == NULL || !pm_statement_step (statement, &local)) {
    if (local == NULL)
      return pm_store_fail_damaged (error);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  same = g_strcmp0 (pm_statement_get_text (statement, 0), page->old_state) == 0;
  pm_statement_reset (statement);
  if (same)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_CONFLICT,
               "The server's changes do not follow on what is stored.");
  return FALSE;
}

/* With the last page of a bootstrap: what was put off, and the memory that it took. */
static gboolean
complete (PmDb *mirror, GError **error)
{
  gint64 complete_already = 0;

  if (!pm_db_query_int64 (mirror, &complete_already, error, "SELECT complete FROM meta", ""))
    return FALSE;
  return complete_already ||
         (pm_derive_index (mirror, error) && pm_db_exec (mirror, "PRAGMA shrink_memory", error));
}

/* How far a bootstrap has come is kept with it, because it goes on after a restart. */
static gboolean
count_progress (PmDb *mirror, PmPage *page, GError **error)
{
  gboolean is_first = page->old_state == NULL || *page->old_state == '\0';

  return (!is_first ||
          pm_db_run (mirror, error, "UPDATE meta SET total = ?1, done = 0", "i", page->total)) &&
         pm_db_run (mirror, error, "UPDATE meta SET done = done + ?1 WHERE NOT complete", "i",
                    (gint64) page->records->len);
}

static gboolean
move_state (PmDb *mirror, PmPage *page, GError **error)
{
  return count_progress (mirror, page, error) &&
         pm_db_run (mirror, error,
                    "UPDATE meta SET state = ?1, seq = ?2, complete = complete OR ?3,"
                    " saved_at = ?4, epoch = coalesce (?5, epoch)",
                    "siiis", page->new_state == NULL ? "" : page->new_state, page->seq,
                    (gint64) !page->has_more, page->date, page->epoch);
}

static gboolean
lift_item (PmDb *mirror, gint64 operation_id, PmChanges *changes, GError **error)
{
  g_autoptr (PmRecord) record = NULL;
  PmOperation *operation;

  if (!pm_store_find_record (mirror, PM_TYPE_OPERATION, operation_id, &record, error))
    return FALSE;
  operation = PM_OPERATION (record);
  return operation == NULL || pm_operation_get_item_id (operation) == 0 ||
         pm_overlay_lift_operation (mirror, operation, changes, error);
}

static gboolean
keep_profile (PmDb *mirror, Apply *apply, gint64 operation_id, GError **error)
{
  Sent sent = { operation_id, 0 };

  if (apply->page->read == 0)
    return TRUE;
  if (!pm_store_keep_profile (mirror, operation_id, &sent.invitation_id, error))
    return FALSE;
  if (sent.invitation_id != 0)
    g_array_append_val (apply->sent, sent);
  return TRUE;
}

static gboolean
settle (PmDb *mirror, Apply *apply, GError **error)
{
  if (!pm_store_find_settled (mirror, apply->page->settled, apply->settled, error) ||
      !pm_store_find_read (mirror, apply->page, apply->settled, error))
    return FALSE;
  for (guint i = 0; i < apply->settled->len; i++) {
    gint64 id = g_array_index (apply->settled, gint64, i);

    pm_changes_add (apply->changes, PM_SOURCE_OPERATION, id);
    if (!keep_profile (mirror, apply, id, error) ||
        !lift_item (mirror, id, apply->changes, error) ||
        !pm_db_run (mirror, error, "DELETE FROM operation WHERE id = ?1", "i", id))
      return FALSE;
  }
  return TRUE;
}

static gboolean
put_if_changed (PmDb *mirror, Apply *apply, PmRecord *record, GError **error)
{
  g_autoptr (PmRecord) whole = g_object_ref (record);
  gboolean same;

  return pm_store_compare (apply->store, mirror, &whole, &same, error) &&
         (same || pm_store_put_record (mirror, whole, apply->changes, error));
}

static gboolean
put_records (PmDb *mirror, Apply *apply, GError **error)
{
  GPtrArray *records = apply->page->records;

  for (guint i = 0; i < records->len; i++) {
    PmRecord *record = g_ptr_array_index (records, i);

    if (!(apply->page->read > 0 ? put_if_changed (mirror, apply, record, error)
                                : pm_store_put_record (mirror, record, apply->changes, error)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
remove_records (PmDb *mirror, Apply *apply, GArray *gone, GError **error)
{
  for (guint i = 0; i < gone->len; i++) {
    PmTombstone *one = &g_array_index (gone, PmTombstone, i);

    if (!pm_store_remove_record (mirror, one->type, one->id, apply->changes, error))
      return FALSE;
  }
  return TRUE;
}

/* Earlier pages may have brought what belongs to an item that is known for our own only now. */
static gboolean
take_numbers (PmDb *mirror, Apply *apply, GError **error)
{
  for (guint i = 0; i < apply->learnt->len; i++) {
    PmLearnt *one = &g_array_index (apply->learnt, PmLearnt, i);

    if (!pm_overlay_renumber (mirror, one->type, one->server_id, one->item_id, apply->changes,
                              error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
apply_page (PmDb *mirror, gpointer data, GError **error)
{
  Apply *apply = data;
  PmPage *page = apply->page;
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (PmTombstone));

  if (!follows (mirror, page, error) ||
      !pm_overlay_lift_page (mirror, page, apply->changes, error) ||
      !take_numbers (mirror, apply, error) || !put_records (mirror, apply, error) ||
      !remove_records (mirror, apply, page->destroyed, error) ||
      !pm_store_find_gone (mirror, page, gone, error) ||
      !remove_records (mirror, apply, gone, error))
    return FALSE;
  return (page->has_more || complete (mirror, error)) && move_state (mirror, page, error) &&
         settle (mirror, apply, error) && pm_overlay_lay_all (mirror, apply->changes, error) &&
         pm_derive_redo (mirror, apply->changes, error);
}

static gboolean
forget_settled (PmDb *drafts, gpointer data, GError **error)
{
  Apply *apply = data;

  for (guint i = 0; i < apply->sent->len; i++) {
    Sent *sent = &g_array_index (apply->sent, Sent, i);

    if (!pm_invitees_keep (drafts, sent->operation_id, sent->invitation_id, error))
      return FALSE;
  }
  return pm_store_delete_operations (drafts, apply->settled, error);
}

/**
 * pm_store_apply:
 * @self: an open store
 * @drafts: drafts.db
 * @page: a page
 * @changes: gets what lists must look at again
 * @error: return location
 *
 * Stores a page with its state in one transaction, then forgets the operations that it settles.
 *
 * Returns: %FALSE with %PM_ERROR_CONFLICT if the page starts from another state
 */
gboolean
pm_store_apply (PmStore *self, PmDb *drafts, PmPage *page, PmChanges *changes, GError **error)
{
  g_autoptr (GArray) settled = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) learnt = g_array_new (FALSE, FALSE, sizeof (PmLearnt));
  g_autoptr (PmChanges) unseen = self->next == NULL ? NULL : pm_changes_new ();
  g_autoptr (GArray) sent = g_array_new (FALSE, FALSE, sizeof (Sent));
  g_autoptr (PmPage) translated = NULL;
  Apply apply = {
    self, NULL, unseen == NULL ? changes : unseen, learnt, settled, sent,
  };
  PmDb *target = self->next == NULL ? self->mirror : self->next;

  if (!pm_local_ids_learn (self->ids, drafts, page, learnt, error))
    return FALSE;
  apply.page = translated = pm_local_ids_translate (self->ids, page);
  if (!pm_store_transact (self, target, apply_page, &apply, error))
    return FALSE;
  if (self->next != NULL)
    self->ready = !page->has_more;
  if (settled->len > 0 && !pm_db_transact (drafts, forget_settled, &apply, error))
    return FALSE;
  return (sent->len == 0 || pm_invitees_load (self->invitees, drafts, error)) &&
         pm_store_judge_epoch (self, drafts, target, apply.changes, error);
}

typedef struct {
  gint64 number;
  PmChanges *changes;
} Mark;

static gboolean
turn_due (PmDb *mirror, gpointer data, GError **error)
{
  Mark *mark = data;

  return pm_derive_due (mirror, mark->number, error) &&
         pm_derive_redo (mirror, mark->changes, error);
}

/**
 * pm_store_tick:
 * @self: an open store
 * @now: the server's time
 * @changes: gets what lists must look at again
 * @error: return location
 *
 * Turns the invitations whose life is over into expired ones.
 */
gboolean
pm_store_tick (PmStore *self, gint64 now, PmChanges *changes, GError **error)
{
  g_autoptr (PmChanges) unseen = pm_changes_new ();
  Mark shown = { now, changes }, building = { now, unseen };

  return pm_store_transact (self, self->mirror, turn_due, &shown, error) &&
         (self->next == NULL || pm_store_transact (self, self->next, turn_due, &building, error));
}

static gboolean
change_user (PmDb *mirror, gpointer data, GError **error)
{
  Mark *mark = data;
  gint64 same = 0;

  if (!pm_db_query_int64 (mirror, &same, error, "SELECT user_id = ?1 FROM meta", "i", mark->number))
    return FALSE;
  return same ||
         (pm_db_run (mirror, error, "UPDATE meta SET user_id = ?1", "i", mark->number) &&
          pm_derive_all_pocs (mirror, error) && pm_derive_redo (mirror, mark->changes, error));
}

/**
 * pm_store_set_user:
 * @self: an open store
 * @user_id: whose workspace it is
 * @changes: gets what lists must look at again
 * @error: return location
 */
gboolean
pm_store_set_user (PmStore *self, gint64 user_id, PmChanges *changes, GError **error)
{
  g_autoptr (PmChanges) unseen = pm_changes_new ();
  Mark shown = { user_id, changes }, building = { user_id, unseen };

  self->user_id = user_id;
  return pm_store_transact (self, self->mirror, change_user, &shown, error) &&
         (self->next == NULL ||
          pm_store_transact (self, self->next, change_user, &building, error));
}
