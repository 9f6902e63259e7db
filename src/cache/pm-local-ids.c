/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-local-ids.h"

#include "domain/pm-item.h"

#define N_ITEM_TYPES (PM_ITEM_TYPE_COMMENT + 1)

struct _PmLocalIds {
  GHashTable *known[N_ITEM_TYPES]; /* server's number → ours */
};

/**
 * pm_local_ids_new:
 *
 * Returns: (transfer full): no numbers yet
 */
PmLocalIds *
pm_local_ids_new (void)
{
  PmLocalIds *self = g_new0 (PmLocalIds, 1);

  for (guint i = 0; i < N_ITEM_TYPES; i++)
    self->known[i] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

void
pm_local_ids_free (PmLocalIds *self)
{
  for (guint i = 0; i < N_ITEM_TYPES; i++)
    g_hash_table_unref (self->known[i]);
  g_free (self);
}

/**
 * pm_local_ids_remember:
 * @self: the numbers
 * @type: a kind of items
 * @item_id: the number here
 * @server_id: the server's number, which drafts.db has by now
 *
 * Translates the number from now on.
 */
void
pm_local_ids_remember (PmLocalIds *self, PmItemType type, gint64 item_id, gint64 server_id)
{
  g_hash_table_insert (self->known[type], g_memdup2 (&server_id, sizeof server_id),
                       g_memdup2 (&item_id, sizeof item_id));
}

/**
 * pm_local_ids_load:
 * @self: the numbers
 * @drafts: drafts.db
 * @error: return location
 *
 * Reads what is known, and forgets what was.
 */
gboolean
pm_local_ids_load (PmLocalIds *self, PmDb *drafts, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmStatement *statement;

  for (guint i = 0; i < N_ITEM_TYPES; i++)
    g_hash_table_remove_all (self->known[i]);
  statement = pm_db_query (
      drafts, &local, "SELECT item_type, -id, server_id FROM local_id WHERE server_id IS NOT NULL",
      "");

  while (statement != NULL && pm_statement_step (statement, &local)) {
    int type;

    if (pm_enum_from_nick (PM_TYPE_ITEM_TYPE, pm_statement_get_text (statement, 0), &type))
      pm_local_ids_remember (self, (PmItemType) type, pm_statement_get_int64 (statement, 1),
                             pm_statement_get_int64 (statement, 2));
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_local_ids_allot:
 * @drafts: drafts.db, in the transaction that stores what makes the item
 * @type: a kind of items
 * @item_id: (out): a number that no other item ever has
 * @error: return location
 */
gboolean
pm_local_ids_allot (PmDb *drafts, PmItemType type, gint64 *item_id, GError **error)
{
  return pm_db_query_int64 (drafts, item_id, error,
                            "INSERT INTO local_id (item_type) VALUES (?1) RETURNING -id", "s",
                            pm_enum_to_nick (PM_TYPE_ITEM_TYPE, type));
}

/**
 * pm_local_ids_bind:
 * @drafts: drafts.db, in a transaction
 * @item_id: a number of ours
 * @server_id: the one that the server has given
 * @error: return location
 *
 * Writes the server's number down. The first one counts.
 */
gboolean
pm_local_ids_bind (PmDb *drafts, gint64 item_id, gint64 server_id, GError **error)
{
  return pm_db_run (drafts, error,
                    "UPDATE OR IGNORE local_id SET server_id = ?2"
                    " WHERE id = -?1 AND server_id IS NULL",
                    "ii", item_id, server_id);
}

/**
 * pm_local_ids_find:
 * @drafts: drafts.db
 * @item_id: a number of ours
 * @server_id: (out): the server's, or 0 when it has not given one yet
 * @error: return location
 */
gboolean
pm_local_ids_find (PmDb *drafts, gint64 item_id, gint64 *server_id, GError **error)
{
  *server_id = 0;
  return pm_db_query_int64 (drafts, server_id, error,
                            "SELECT coalesce(server_id, 0) FROM local_id WHERE id = -?1", "i",
                            item_id);
}

/**
 * pm_local_ids_find_item:
 * @drafts: drafts.db
 * @type: a kind of items
 * @server_id: the server's number of one
 * @item_id: (out): ours, or 0 when it was not made here
 * @error: return location
 */
gboolean
pm_local_ids_find_item (PmDb *drafts,
                        PmItemType type,
                        gint64 server_id,
                        gint64 *item_id,
                        GError **error)
{
  *item_id = 0;
  return pm_db_query_int64 (drafts, item_id, error,
                            "SELECT -id FROM local_id WHERE item_type = ?1 AND server_id = ?2",
                            "si", pm_enum_to_nick (PM_TYPE_ITEM_TYPE, (int) type), server_id);
}

/* --- What a page tells of our own items --- */

static gboolean
find_maker (PmDb *drafts, PmSettled *settled, GArray *found, GError **error)
{
  PmLearnt one = { pm_item_type_for_record (settled->type), 0, settled->id };

  if (one.type == PM_ITEM_TYPE_NONE)
    return TRUE;
  if (!pm_db_query_int64 (drafts, &one.item_id, error,
                          "SELECT item_id FROM operation WHERE \"key\" = ?1 AND kind = 'create'",
                          "s", settled->key))
    return FALSE;
  if (one.item_id < 0)
    g_array_append_val (found, one);
  return TRUE;
}

static gboolean
bind_found (PmDb *drafts, gpointer data, GError **error)
{
  GArray *found = data;

  for (guint i = 0; i < found->len; i++) {
    PmLearnt *one = &g_array_index (found, PmLearnt, i);

    if (!pm_local_ids_bind (drafts, one->item_id, one->server_id, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * pm_local_ids_learn:
 * @self: the numbers
 * @drafts: drafts.db
 * @page: a page of the server's, not translated yet
 * @learnt: (element-type PmLearnt): gets the numbers
 * @error: return location
 *
 * Learns the numbers of items that were made here and whose making the page carries, whether or
 * not the answer to it has come. They are on disk before the page is.
 */
gboolean
pm_local_ids_learn (PmLocalIds *self, PmDb *drafts, PmPage *page, GArray *learnt, GError **error)
{
  for (guint i = 0; i < page->settled->len; i++)
    if (!find_maker (drafts, &g_array_index (page->settled, PmSettled, i), learnt, error))
      return FALSE;
  if (learnt->len > 0 && !pm_db_transact (drafts, bind_found, learnt, error))
    return FALSE;
  for (guint i = 0; i < learnt->len; i++) {
    PmLearnt *one = &g_array_index (learnt, PmLearnt, i);

    pm_local_ids_remember (self, one->type, one->item_id, one->server_id);
  }
  return TRUE;
}

/* --- Translation --- */

static gboolean
translate (PmLocalIds *self, PmItemType type, gint64 *id)
{
  gint64 *known = g_hash_table_lookup (self->known[type], id);

  if (known == NULL)
    return FALSE;
  *id = *known;
  return TRUE;
}

static gboolean
knows_any (PmLocalIds *self)
{
  for (guint i = 0; i < N_ITEM_TYPES; i++)
    if (g_hash_table_size (self->known[i]) > 0)
      return TRUE;
  return FALSE;
}

/* Which field of a record names which kind of item. */
typedef struct {
  guint field;
  PmItemType type;
} Reference;

static GArray *
list_references (GType record_type)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Reference));
  guint n_fields;
  const PmField *fields = pm_record_type_get_fields (record_type, &n_fields);
  Reference own = { 0, pm_item_type_for_record (record_type) };

  if (own.type != PM_ITEM_TYPE_NONE)
    g_array_append_val (list, own);
  for (guint i = 0; i < n_fields; i++) {
    Reference other = { i, pm_item_type_of_reference (fields[i].name) };

    if (other.type != PM_ITEM_TYPE_NONE)
      g_array_append_val (list, other);
  }
  return list;
}

static GArray *
find_references (GHashTable *lists, GType type)
{
  GArray *list = g_hash_table_lookup (lists, GSIZE_TO_POINTER (type));

  if (list == NULL) {
    list = list_references (type);
    g_hash_table_insert (lists, GSIZE_TO_POINTER (type), list);
  }
  return list;
}

/* A record is shared, so that a changed one is a copy. */
static PmRecord *
translate_record (PmLocalIds *self, PmRecord *record, GArray *references)
{
  PmRecord *translated = g_object_ref (record);

  for (guint i = 0; i < references->len; i++) {
    Reference *reference = &g_array_index (references, Reference, i);
    gint64 id = pm_record_get_integer (record, reference->field);

    if (!translate (self, reference->type, &id))
      continue;
    if (translated == record) {
      g_object_unref (translated);
      translated = pm_record_copy (record);
    }
    pm_record_set_integer (translated, reference->field, id);
  }
  return translated;
}

static void
translate_records (PmLocalIds *self, PmPage *page, PmPage *translated)
{
  g_autoptr (GHashTable) lists =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < page->records->len; i++) {
    PmRecord *record = g_ptr_array_index (page->records, i);
    GArray *references = find_references (lists, G_OBJECT_TYPE (record));

    g_ptr_array_add (translated->records, translate_record (self, record, references));
  }
}

static void
translate_lists (PmLocalIds *self, PmPage *page, PmPage *translated)
{
  for (guint i = 0; i < page->destroyed->len; i++) {
    PmTombstone gone = g_array_index (page->destroyed, PmTombstone, i);

    translate (self, pm_item_type_for_record (gone.type), &gone.id);
    g_array_append_val (translated->destroyed, gone);
  }
  for (guint i = 0; i < page->scopes->len; i++) {
    PmScope scope = g_array_index (page->scopes, PmScope, i);
    gint64 server_id = scope.poc_id;

    if (translate (self, PM_ITEM_TYPE_POC, &scope.poc_id))
      scope.server_poc_id = server_id;
    g_array_append_val (translated->scopes, scope);
  }
}

/**
 * pm_local_ids_translate:
 * @self: the numbers
 * @page: a page of the server's
 *
 * Returns: (transfer full): the same page with our own numbers for what was made here
 */
PmPage *
pm_local_ids_translate (PmLocalIds *self, PmPage *page)
{
  PmPage *translated;

  if (!knows_any (self))
    return pm_page_ref (page);
  translated = pm_page_copy_frame (page);
  translate_records (self, page, translated);
  translate_lists (self, page, translated);
  return translated;
}
