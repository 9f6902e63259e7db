/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/changes/pm-feed.h"

#include "domain/pm-error.h"
#include "server/changes/pm-change-type.h"
#include "wire/pm-wire.h"

#define TOMBSTONE_DAYS 90

#define CHANGES \
  "SELECT type, object_id, revision, destroyed, " \
  "CASE WHEN client_user_id = ?4 THEN client_key END, " \
  "CASE WHEN client_key IS NOT NULL THEN client_user_id END FROM change " \
  "WHERE tenant_id = ?1 AND revision > ?2 ORDER BY revision LIMIT ?3"

#define OBJECTS \
  "SELECT type, object_id, revision, destroyed, NULL, NULL FROM change " \
  "WHERE tenant_id = ?1 AND type = ?2 AND object_id > ?3 AND destroyed = 0 " \
  "ORDER BY object_id LIMIT ?4"

#define PRUNED \
  "SELECT MAX (c.revision) FROM change c WHERE c.tenant_id = change_counter.tenant_id " \
  "AND c.destroyed = 1 AND c.changed_at < ?1"

/* A row of the change table, copied: what is read for it must not hold the walk. */
typedef struct {
  const char *type;
  gint64 id;
  gint64 revision;
  gboolean destroyed;
  char *client_key;
  gint64 key_owner; /* 0: nobody */
} Change;

static void
change_clear (gpointer data)
{
  g_free (((Change *) data)->client_key);
}

static gboolean
refuse (GError **error)
{
  GError *refusal = g_error_new_literal (PM_ERROR, PM_ERROR_GONE,
                                         "The changes since then are not known any more. "
                                         "Please start again without a state.");

  pm_error_set_tag (refusal, "cannot_calculate_changes");
  g_propagate_error (error, refusal);
  return FALSE;
}

static gboolean
read_counter (PmDb *db, PmFeedPage *page, gint64 *floor, GError **error)
{
  PmStatement *row =
      pm_db_query (db, error, "SELECT sequence, floor FROM change_counter WHERE tenant_id = ?1",
                   "i", page->state.tenant_id);

  page->sequence = *floor = 0;
  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, NULL)) {
    page->sequence = pm_statement_get_int64 (row, 0);
    *floor = pm_statement_get_int64 (row, 1);
    pm_statement_reset (row);
  }
  return TRUE;
}

static GArray *
collect (PmStatement *row, GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_autoptr (GError) local = NULL;

  g_array_set_clear_func (changes, change_clear);
  if (row == NULL)
    return NULL;
  while (pm_statement_step (row, &local)) {
    Change change = {
      .type = g_intern_string (pm_statement_get_text (row, 0)),
      .id = pm_statement_get_int64 (row, 1),
      .revision = pm_statement_get_int64 (row, 2),
      .destroyed = pm_statement_get_int64 (row, 3) != 0,
      .client_key = g_strdup (pm_statement_get_text (row, 4)),
      .key_owner = pm_statement_get_int64 (row, 5),
    };

    g_array_append_val (changes, change);
  }
  if (local == NULL)
    return g_steal_pointer (&changes);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static void
separate (GString *json)
{
  if (json->str[json->len - 1] != '[')
    g_string_append_c (json, ',');
}

static void
add_destroyed (PmFeedPage *page, const Change *change)
{
  separate (page->destroyed);
  g_string_append_printf (page->destroyed, "{\"type\":\"%s\",\"id\":%" G_GINT64_FORMAT "}",
                          change->type, change->id);
}

static gboolean
write_object (PmDb *db,
              PmFeedPage *page,
              const Change *change,
              const PmChangeType *type,
              PmRecord *record,
              GError **error)
{
  GString *json = page->list;

  separate (json);
  g_string_append_printf (json, "{\"type\":\"%s\",\"rev\":%" G_GINT64_FORMAT, change->type,
                          change->revision);
  if (change->client_key != NULL) {
    g_string_append (json, ",\"client_key\":");
    pm_wire_write_string (json, change->client_key);
  }
  if (!pm_change_type_write (type, db, page->state.tenant_id, record, json, error))
    return FALSE;
  g_string_append_c (json, '}');
  return TRUE;
}

static gboolean
add_object (PmDb *db, PmFeedPage *page, const Change *change, GError **error)
{
  const PmChangeType *type = pm_change_type_find (change->type);
  g_autoptr (PmRecord) record = NULL;

  if (page->key_owners != NULL && change->key_owner != 0)
    g_array_append_val (page->key_owners, change->key_owner);
  if (type != NULL && !change->destroyed &&
      !pm_change_type_load (type, db, page->state.tenant_id, change->id, &record, error))
    return FALSE;
  if (record != NULL)
    return write_object (db, page, change, type, record, error);
  add_destroyed (page, change);
  return TRUE;
}

static gboolean
add_objects (PmDb *db, PmFeedPage *page, GArray *changes, GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    if (!add_object (db, page, &g_array_index (changes, Change, i), error))
      return FALSE;
  return TRUE;
}

/* The types one after the other, each by id; what changes meanwhile comes after them. */
static gboolean
read_bootstrap (PmDb *db, PmFeedPage *page, GError **error)
{
  PmSyncState *state = &page->state;
  gint64 space = page->max;

  while (space > 0 && state->type < pm_change_type_count ()) {
    g_autoptr (GArray) changes =
        collect (pm_db_query (db, error, OBJECTS, "isii", state->tenant_id,
                              pm_change_type_get_name ((guint) state->type), state->id, space),
                 error);

    if (changes == NULL || !add_objects (db, page, changes, error))
      return FALSE;
    if (changes->len > 0)
      state->id = g_array_index (changes, Change, changes->len - 1).id;
    if (changes->len < space) {
      state->type++;
      state->id = 0;
    }
    space -= changes->len;
  }
  if (state->type >= pm_change_type_count ()) {
    state->type = -1;
    page->has_more = state->sequence < page->sequence;
  } else {
    page->has_more = TRUE;
  }
  return TRUE;
}

static gboolean
read_changes (PmDb *db, PmFeedPage *page, GError **error)
{
  PmSyncState *state = &page->state;
  g_autoptr (GArray) changes = collect (pm_db_query (db, error, CHANGES, "iiii", state->tenant_id,
                                                     state->sequence, page->max, page->user_id),
                                        error);

  if (changes == NULL || !add_objects (db, page, changes, error))
    return FALSE;
  if (changes->len > 0)
    state->sequence = g_array_index (changes, Change, changes->len - 1).revision;
  if (changes->len < page->max)
    state->sequence = page->sequence;
  page->has_more = state->sequence < page->sequence;
  return TRUE;
}

static gboolean
count_objects (PmDb *db, PmFeedPage *page, GError **error)
{
  return pm_db_query_int64 (db, &page->total, error,
                            "SELECT COUNT (*) FROM change WHERE tenant_id = ?1 AND destroyed = 0",
                            "i", page->state.tenant_id);
}

static gboolean
read_page (PmDb *db, PmFeedPage *page, GError **error)
{
  gint64 floor;

  if (!read_counter (db, page, &floor, error))
    return FALSE;
  if (page->is_first) {
    page->state = (PmSyncState) { page->state.tenant_id, page->sequence, 0, 0 };
    return count_objects (db, page, error) && read_bootstrap (db, page, error);
  }
  if (page->state.sequence < floor || page->state.sequence > page->sequence)
    return refuse (error);
  return page->state.type >= 0 ? read_bootstrap (db, page, error) : read_changes (db, page, error);
}

/**
 * pm_feed_read_page:
 * @db: the connection, on a reading thread, in a transaction
 * @page: which page; filled
 * @error: return location
 *
 * Reads what has changed since a state, or the next part of a bootstrap.
 *
 * Returns: %FALSE with %PM_ERROR_GONE if that cannot be known any more
 */
gboolean
pm_feed_read_page (PmDb *db, PmFeedPage *page, GError **error)
{
  page->list = g_string_new ("[");
  page->destroyed = g_string_new ("[");
  page->total = -1;
  if (!read_page (db, page, error))
    return FALSE;
  g_string_append_c (page->list, ']');
  g_string_append_c (page->destroyed, ']');
  return TRUE;
}

static void
free_text (GString *text)
{
  g_string_free (text, TRUE);
}

void
pm_feed_page_clear (PmFeedPage *page)
{
  g_clear_pointer (&page->list, free_text);
  g_clear_pointer (&page->destroyed, free_text);
}

/**
 * pm_feed_prune:
 * @db: the connection, in a transaction on the writing thread
 * @now: the time
 * @error: return location
 *
 * Forgets tombstones after 90 days, and moves the floors up to them.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_feed_prune (PmDb *db, gint64 now, GError **error)
{
  gint64 oldest = now - TOMBSTONE_DAYS * G_TIME_SPAN_DAY;

  return pm_db_run (db, error,
                    "UPDATE change_counter SET floor = (" PRUNED ") WHERE floor < (" PRUNED ")",
                    "i", oldest) &&
         pm_db_run (db, error, "DELETE FROM change WHERE destroyed = 1 AND changed_at < ?1", "i",
                    oldest);
}
