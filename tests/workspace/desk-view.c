/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk-view.h"

#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "wire/pm-wire.h"
#include "workspace/pm-workspace-private.h"

/* How often lists and rows are compared before it is said that they differ for good. */
#define MAX_LOOKS 300

#define N_PARTS 6

/* What a POC's page shows, by the names of the feed. */
static const char *const part_names[N_PARTS] = { "people",    "task",     "task_group",
                                                 "criterion", "resource", "comment" };

struct _DeskView {
  PmWorkspace *workspace;
  GListModel *pocs;
  GListModel *outbox;
  GHashTable *pages; /* POC → GPtrArray of lists */
  GPtrArray *held;   /* the rows of the last look, held as those on a screen are */
};

static GListModel *
new_part (PmWorkspace *workspace, guint part, gint64 poc_id)
{
  const GType types[N_PARTS] = { PM_TYPE_PERSON,    PM_TYPE_TASK,     PM_TYPE_TASK_GROUP,
                                 PM_TYPE_CRITERION, PM_TYPE_RESOURCE, PM_TYPE_COMMENT };

  if (part == 0)
    return G_LIST_MODEL (pm_workspace_create_person_list (workspace, poc_id));
  return G_LIST_MODEL (pm_workspace_create_child_list (workspace, types[part], poc_id));
}

static GPtrArray *
new_page (PmWorkspace *workspace, gint64 poc_id)
{
  GPtrArray *page = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < N_PARTS; i++)
    g_ptr_array_add (page, new_part (workspace, i, poc_id));
  return page;
}

static GListModel *
new_pocs (PmWorkspace *workspace)
{
  PmPocList *list = pm_workspace_create_poc_list (workspace);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, "show-archived", TRUE, NULL);
  return G_LIST_MODEL (list);
}

DeskView *
desk_view_new (PmWorkspace *workspace)
{
  DeskView *self = g_new0 (DeskView, 1);

  self->workspace = g_object_ref (workspace);
  self->pocs = new_pocs (workspace);
  self->outbox = G_LIST_MODEL (pm_workspace_create_operation_list (workspace));
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  self->pages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
desk_view_free (DeskView *self)
{
  g_hash_table_unref (self->pages);
  g_ptr_array_unref (self->held);
  g_object_unref (self->outbox);
  g_object_unref (self->pocs);
  g_object_unref (self->workspace);
  g_free (self);
}

static GPtrArray *
find_page (DeskView *self, gint64 poc_id)
{
  GPtrArray *page = g_hash_table_lookup (self->pages, &poc_id);

  if (page == NULL) {
    page = new_page (self->workspace, poc_id);
    g_hash_table_insert (self->pages, g_memdup2 (&poc_id, sizeof poc_id), page);
  }
  return page;
}

/* --- In words --- */

static void
add_operation (PmRecord *row, JsonObject *object)
{
  GObjectClass *class = G_OBJECT_GET_CLASS (row);
  gint64 id;
  int kind, state;

  if (g_object_class_find_property (class, "operation-kind") == NULL)
    return;
  g_object_get (row, "operation-id", &id, "operation-kind", &kind, "operation-state", &state, NULL);
  if (id == 0)
    return;
  json_object_set_int_member (object, "operation_id", id);
  json_object_set_string_member (object, "operation_kind",
                                 pm_enum_to_nick (PM_TYPE_OPERATION_KIND, kind));
  json_object_set_string_member (object, "operation_state",
                                 pm_enum_to_nick (PM_TYPE_OPERATION_STATE, state));
}

static JsonObject *
describe_row (PmRecord *row)
{
  JsonObject *object = pm_wire_encode (row);

  add_operation (row, object);
  return object;
}

static JsonArray *
describe_list (DeskView *self, GListModel *list)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    PmRecord *row = g_list_model_get_item (list, i);

    json_array_add_object_element (array, describe_row (row));
    g_ptr_array_add (self->held, row);
  }
  return array;
}

/* Awaits. The same, but each row as the offline copy has it now. */
static JsonArray *
read_list (PmWorkspace *workspace, GListModel *list)
{
  PmCache *cache = pm_workspace_get_cache (workspace);
  JsonArray *array = json_array_new ();

  while (pm_key_list_get_loading (PM_KEY_LIST (list)))
    dex_await (dex_timeout_new_msec (1), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    gint64 key = pm_key_list_get_key (PM_KEY_LIST (list), i);
    g_autoptr (PmRecord) row = dex_await_object (
        pm_cache_find_record (cache, g_list_model_get_item_type (list), key), NULL);

    if (row != NULL)
      json_array_add_object_element (array, describe_row (row));
  }
  return array;
}

static void
describe_page (DeskView *self, JsonObject *pages, gint64 poc_id)
{
  GPtrArray *page = find_page (self, poc_id);
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, poc_id);
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < N_PARTS; i++)
    json_object_set_array_member (object, part_names[i],
                                  describe_list (self, g_ptr_array_index (page, i)));
  json_object_set_object_member (pages, name, object);
}

/* Awaits. */
static void
read_page (PmWorkspace *workspace, JsonObject *pages, gint64 poc_id)
{
  g_autoptr (GPtrArray) page = new_page (workspace, poc_id);
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, poc_id);
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < N_PARTS; i++)
    json_object_set_array_member (object, part_names[i],
                                  read_list (workspace, g_ptr_array_index (page, i)));
  json_object_set_object_member (pages, name, object);
}

/* --- Looking --- */

static GArray *
choose_pocs (DeskView *self, gint64 poc_id)
{
  GArray *pocs = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; poc_id == 0 && i < g_list_model_get_n_items (self->pocs); i++) {
    gint64 key = pm_key_list_get_key (PM_KEY_LIST (self->pocs), i);

    g_array_append_val (pocs, key);
  }
  if (poc_id != 0)
    g_array_append_val (pocs, poc_id);
  return pocs;
}

static JsonObject *
look_at_lists (DeskView *self, GArray *pocs)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->held);
  JsonObject *object = json_object_new ();
  JsonObject *pages = json_object_new ();

  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  json_object_set_array_member (object, "pocs", describe_list (self, self->pocs));
  json_object_set_array_member (object, "outbox", describe_list (self, self->outbox));
  json_object_set_object_member (object, "in", pages);
  for (guint i = 0; i < pocs->len; i++)
    describe_page (self, pages, g_array_index (pocs, gint64, i));
  return object;
}

/* Awaits. */
static JsonObject *
look_at_rows (DeskView *self, GArray *pocs)
{
  g_autoptr (GListModel) all = new_pocs (self->workspace);
  g_autoptr (GListModel) outbox =
      G_LIST_MODEL (pm_workspace_create_operation_list (self->workspace));
  JsonObject *object = json_object_new ();
  JsonObject *pages = json_object_new ();

  json_object_set_array_member (object, "pocs", read_list (self->workspace, all));
  json_object_set_array_member (object, "outbox", read_list (self->workspace, outbox));
  json_object_set_object_member (object, "in", pages);
  for (guint i = 0; i < pocs->len; i++)
    read_page (self->workspace, pages, g_array_index (pocs, gint64, i));
  return object;
}

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

/* --- The server's numbers of what was made here --- */

typedef struct {
  GHashTable *own; /* names of what has been found */
  GArray *numbers;
} Search;

static void search_member (JsonObject *object, const char *name, JsonNode *node, gpointer data);

static void
search_element (JsonArray *array, guint i, JsonNode *node, gpointer data)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), search_member, data);
}

static void
search_member (JsonObject *object, const char *name, JsonNode *node, gpointer data)
{
  Search *search = data;
  gint64 number;

  if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), search_element, data);
  else if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), search_member, data);
  if (!g_str_has_suffix (name, "id") || !JSON_NODE_HOLDS_VALUE (node))
    return;
  number = json_node_get_int (node);
  if (number < 0 && g_hash_table_add (search->own, g_strdup_printf ("%" G_GINT64_FORMAT, number)))
    g_array_append_val (search->numbers, number);
}

/* Awaits. */
static void
add_numbers (DeskView *self, JsonObject *view)
{
  PmCache *cache = pm_workspace_get_cache (self->workspace);
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  Search search = { own, found };
  JsonObject *numbers = json_object_new ();

  json_object_foreach_member (view, search_member, &search);
  for (guint i = 0; i < found->len; i++) {
    gint64 number = g_array_index (found, gint64, i);
    g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, number);

    number = dex_await_int64 (pm_cache_find_server_id (cache, number), NULL);
    json_object_set_int_member (numbers, name, number);
  }
  json_object_set_object_member (view, "numbers", numbers);
}

/* What came while the rows were read is not among them. */
static gboolean
are_all (DeskView *self, gint64 poc_id, GArray *pocs)
{
  g_autoptr (GArray) now = choose_pocs (self, poc_id);

  return now->len == pocs->len && memcmp (now->data, pocs->data, now->len * sizeof (gint64)) == 0;
}

/* Awaits. Lists that live on must show what the rows are, as soon as the main loop has turned. */
static JsonObject *
look (DeskView *self, gint64 poc_id)
{
  g_autoptr (JsonObject) lists = NULL, rows = NULL;

  for (guint i = 0; i < MAX_LOOKS; i++) {
    g_autoptr (GArray) pocs = choose_pocs (self, poc_id);
    g_autofree char *shown = NULL, *stored = NULL;

    g_clear_pointer (&lists, json_object_unref);
    g_clear_pointer (&rows, json_object_unref);
    rows = look_at_rows (self, pocs);
    lists = look_at_lists (self, pocs);
    shown = to_text (lists);
    stored = to_text (rows);
    if (g_str_equal (shown, stored) && are_all (self, poc_id, pocs))
      return g_steal_pointer (&lists);
    dex_await (dex_timeout_new_msec (2), NULL);
  }
  json_object_set_object_member (lists, "stale", g_steal_pointer (&rows));
  return g_steal_pointer (&lists);
}

/**
 * desk_view_look:
 * @self: a view
 * @poc_id: the one POC to look into, or 0 for all
 *
 * Awaits.
 *
 * Returns: (transfer full): `pocs`, `outbox`, `in` with each POC's page by its number, `numbers`
 *   with the server's numbers of what was made here; and `stale`, the rows, if for seconds the
 *   lists have not shown what the rows are
 */
JsonObject *
desk_view_look (DeskView *self, gint64 poc_id)
{
  JsonObject *view = look (self, poc_id);

  add_numbers (self, view);
  return view;
}
