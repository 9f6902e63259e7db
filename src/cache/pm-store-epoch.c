/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-derive.h"
#include "cache/pm-overlay.h"
#include "cache/pm-store-private.h"
#include "domain/pm-address.h"

/*
 * What becomes of operations when an earlier copy of the server's database was put back: the server
 * had confirmed them, but in a life that it no longer knows of.
 */

/* How far the two clocks may be apart beyond what is known. */
#define MARGIN (5 * G_TIME_SPAN_SECOND)

#define UNKNOWN_NOW "The server was restored from an earlier copy and no longer knows of this."

/* One that was cancelled is older, unless it certainly is not: then it was cancelled since. */
static const char was_invited[] =
    "SELECT EXISTS (SELECT 1 FROM invitation WHERE poc_id = ?1 AND address = ?2"
    "               AND created_at >= ?3 + iif (status = 'revoked', ?4, -?4))"
    "    OR EXISTS (SELECT 1 FROM participant WHERE poc_id = ?1 AND address = ?2"
    "               AND joined_at >= ?3 - ?4)";

/* An id may stand for somebody else's invitation by now. */
static const char was_resent[] =
    "SELECT EXISTS (SELECT 1 FROM invitation WHERE id = ?1 AND address = coalesce (?2, address)"
    "               AND iif (?3 < 0, last_resent_at >= ?4, resend_count > ?3))";

static const char was_cancelled[] =
    "SELECT NOT EXISTS (SELECT 1 FROM invitation WHERE id = ?1"
    "                   AND address = coalesce (?2, address) AND status = 'pending')";

static const char was_reminded[] =
    "SELECT EXISTS (SELECT 1 FROM invitation WHERE id = ?1 AND address = coalesce (?2, address)"
    "               AND last_reminded_at >= ?3)";

static const char was_removed[] =
    "SELECT NOT EXISTS (SELECT 1 FROM participant WHERE poc_id = ?1 AND user_id = ?2)";

static const char was_restored[] =
    "SELECT EXISTS (SELECT 1 FROM participant WHERE poc_id = ?1 AND user_id = ?2)";

static const char was_made[] = "SELECT EXISTS (SELECT 1 FROM underlay WHERE item_type = ?1"
                               "               AND item_id = ?2 AND below IS NOT NULL)";

static const char was_deleted[] = "SELECT NOT EXISTS (SELECT 1 FROM underlay WHERE item_type = ?1"
                                  "                   AND item_id = ?2 AND below IS NOT NULL)";

static const char was_edited[] =
    "SELECT EXISTS (SELECT 1 FROM underlay u WHERE u.item_type = ?1 AND u.item_id = ?2"
    "               AND NOT EXISTS (SELECT 1 FROM json_each (?3) p"
    "                               WHERE u.below ->> p.key IS NOT p.value))";

/* --- What an operation leaves behind --- */

/* Where nobody has counted, the time tells. */
static gint64
get_resend_count (PmOperation *operation)
{
  if (!pm_record_is_set (PM_RECORD (operation), PM_OPERATION_RESEND_COUNT))
    return -1;
  return pm_operation_get_resend_count (operation);
}

static gint64
get_begin (PmOperation *operation)
{
  gint64 first = pm_operation_get_first_tried_at (operation);

  return first > 0 ? first : pm_operation_get_created_at (operation);
}

/* The operation itself is laid over the server's row by now. */
static gboolean
has_changed_item (PmDb *mirror, PmOperation *operation, gint64 *has, GError **error)
{
  const char *type = pm_enum_to_nick (PM_TYPE_ITEM_TYPE, pm_operation_get_item_type (operation));
  gint64 id = pm_operation_get_item_id (operation);
  const char *payload = pm_operation_get_payload (operation);

  if (pm_operation_get_kind (operation) == PM_OPERATION_KIND_EDIT)
    return pm_db_query_int64 (mirror, has, error, was_edited, "sis", type, id, payload);
  return pm_db_query_int64 (
      mirror, has, error,
      pm_operation_get_kind (operation) == PM_OPERATION_KIND_CREATE ? was_made : was_deleted, "si",
      type, id);
}

static gboolean
has_invited (PmDb *mirror, PmOperation *operation, const char *address, gint64 *has, GError **error)
{
  gint64 poc_id = pm_operation_get_poc_id (operation);
  gint64 invitation_id = pm_operation_get_invitation_id (operation);
  gint64 since = get_begin (operation);

  switch (pm_operation_get_kind (operation)) {
  case PM_OPERATION_KIND_INVITE:
    return pm_db_query_int64 (mirror, has, error, was_invited, "isii", poc_id, address, since,
                              MARGIN);
  case PM_OPERATION_KIND_RESEND:
    return pm_db_query_int64 (mirror, has, error, was_resent, "isii", invitation_id, address,
                              get_resend_count (operation), since - MARGIN);
  case PM_OPERATION_KIND_CANCEL:
    return pm_db_query_int64 (mirror, has, error, was_cancelled, "is", invitation_id, address);
  case PM_OPERATION_KIND_REMIND:
    return pm_db_query_int64 (mirror, has, error, was_reminded, "isi", invitation_id, address,
                              since - MARGIN);
  default:
    g_return_val_if_reached (TRUE);
  }
}

/* Whether the mirror shows that the operation was carried out. Each kind leaves its own traces. */
static gboolean
has_effect (PmDb *mirror, PmOperation *operation, gint64 *has, GError **error)
{
  const char *email = pm_operation_get_email (operation);
  g_autofree char *address = email != NULL ? pm_address_fold (email) : NULL;
  gint64 poc_id = pm_operation_get_poc_id (operation);
  gint64 user_id = pm_operation_get_user_id (operation);

  switch (pm_operation_get_kind (operation)) {
  case PM_OPERATION_KIND_CREATE:
  case PM_OPERATION_KIND_EDIT:
  case PM_OPERATION_KIND_DELETE:
    return has_changed_item (mirror, operation, has, error);
  case PM_OPERATION_KIND_REMOVE:
    return pm_db_query_int64 (mirror, has, error, was_removed, "ii", poc_id, user_id);
  case PM_OPERATION_KIND_RESTORE:
    return pm_db_query_int64 (mirror, has, error, was_restored, "ii", poc_id, user_id);
  default:
    return has_invited (mirror, operation, address, has, error);
  }
}

/* --- The judgement --- */

typedef struct {
  GPtrArray *operations; /* that the server had confirmed before */
  GArray *done;          /* the ids of those whose effect is there */
  GArray *returned;      /* and of the others */
  PmChanges *changes;
} Judgement;

static gboolean
is_needed (PmDb *mirror, gint64 *needed, GError **error)
{
  *needed = 0;
  return pm_db_query_int64 (mirror, needed, error,
                            "SELECT complete AND epoch <> former_epoch FROM meta", "");
}

static gboolean
list_in_doubt (PmDb *mirror, GPtrArray *operations, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmStatement *statement =
      pm_db_query (mirror, &local,
                   "SELECT * FROM operation WHERE was_confirmed AND state = 'confirmed'"
                   " ORDER BY id",
                   "");

  while (statement != NULL && pm_statement_step (statement, &local))
    g_ptr_array_add (operations, pm_statement_new_record (statement, PM_TYPE_OPERATION));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
judge (PmDb *mirror, gpointer data, GError **error)
{
  Judgement *self = data;

  if (!list_in_doubt (mirror, self->operations, error))
    return FALSE;
  for (guint i = 0; i < self->operations->len; i++) {
    PmOperation *operation = g_ptr_array_index (self->operations, i);
    gint64 id = pm_operation_get_id (operation);
    gint64 has = 1;

    if (!has_effect (mirror, operation, &has, error))
      return FALSE;
    g_array_append_val (has ? self->done : self->returned, id);
    pm_changes_add (self->changes, PM_SOURCE_OPERATION, id);
  }
  return TRUE;
}

/* The same in drafts.db, where it counts, and in the mirror's copy. */
static gboolean
carry_out (PmDb *db, Judgement *self, GError **error)
{
  for (guint i = 0; i < self->done->len; i++)
    if (!pm_db_run (db, error, "DELETE FROM operation WHERE id = ?1", "i",
                    g_array_index (self->done, gint64, i)))
      return FALSE;
  for (guint i = 0; i < self->returned->len; i++)
    if (!pm_db_run (db, error,
                    "UPDATE operation SET state = 'needs_attention', last_problem = ?2,"
                    " sync_seq = NULL, server_id = NULL, revision = NULL, step = NULL"
                    " WHERE id = ?1 AND state = 'confirmed'",
                    "is", g_array_index (self->returned, gint64, i), UNKNOWN_NOW))
      return FALSE;
  return TRUE;
}

/* What was made is to be made again, and then has another number. */
static gboolean
forget_numbers (PmDb *drafts, GArray *returned, GError **error)
{
  for (guint i = 0; i < returned->len; i++)
    if (!pm_db_run (drafts, error,
                    "UPDATE local_id SET server_id = NULL WHERE -id ="
                    " (SELECT item_id FROM operation WHERE id = ?1 AND kind = 'create')",
                    "i", g_array_index (returned, gint64, i)))
      return FALSE;
  return TRUE;
}

static gboolean
carry_out_in_drafts (PmDb *drafts, gpointer data, GError **error)
{
  Judgement *self = data;

  return forget_numbers (drafts, self->returned, error) && carry_out (drafts, self, error);
}

static gboolean
carry_out_in_mirror (PmDb *mirror, gpointer data, GError **error)
{
  Judgement *self = data;

  return pm_overlay_lift_all (mirror, self->changes, error) && carry_out (mirror, self, error) &&
         pm_overlay_lay_all (mirror, self->changes, error) &&
         pm_db_run (mirror, error, "UPDATE meta SET former_epoch = epoch", "") &&
         pm_derive_redo (mirror, self->changes, error);
}

/**
 * pm_store_begin_epoch:
 * @self: an open store
 * @next: an empty mirror that has the outbox
 * @error: return location
 *
 * Notes what the server had confirmed by now, and in which life, should it turn out to be another.
 */
gboolean
pm_store_begin_epoch (PmStore *self, PmDb *next, GError **error)
{
  g_autofree char *epoch = NULL;
  PmStatement *statement = NULL;

  if (self->mirror != NULL)
    statement = pm_db_query (self->mirror, NULL,
                             "SELECT iif (complete, epoch, coalesce (former_epoch, epoch))"
                             " FROM meta",
                             "");
  if (statement != NULL && pm_statement_step (statement, NULL)) {
    epoch = g_strdup (pm_statement_get_text (statement, 0));
    pm_statement_reset (statement);
  }
  return pm_db_run (next, error, "UPDATE meta SET former_epoch = ?1", "s", epoch) &&
         pm_db_run (next, error, "UPDATE operation SET was_confirmed = 1 WHERE state = 'confirmed'",
                    "");
}

/**
 * pm_store_judge_epoch:
 * @self: an open store
 * @drafts: drafts.db
 * @mirror: one of its mirrors
 * @changes: gets what lists must look at again
 * @error: return location
 *
 * Once the mirror is complete and the server has turned out to live another life: settles the
 * operations of the former one whose effect is there, and lets the others need attention.
 */
gboolean
pm_store_judge_epoch (PmStore *self, PmDb *drafts, PmDb *mirror, PmChanges *changes, GError **error)
{
  g_autoptr (GPtrArray) operations = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) done = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) returned = g_array_new (FALSE, FALSE, sizeof (gint64));
  Judgement judgement = { operations, done, returned, changes };
  gint64 needed;

  if (!is_needed (mirror, &needed, error))
    return FALSE;
  if (!needed)
    return TRUE;
  if (!pm_store_transact (self, mirror, judge, &judgement, error) ||
      !pm_db_transact (drafts, carry_out_in_drafts, &judgement, error) ||
      !pm_local_ids_load (self->ids, drafts, error))
    return FALSE;
  self->n_returned += returned->len;
  return pm_store_transact (self, mirror, carry_out_in_mirror, &judgement, error);
}
