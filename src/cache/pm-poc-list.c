/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-poc-list.h"

#include "cache/pm-derive.h"
#include "cache/pm-key-list-private.h"
#include "cache/pm-search.h"
#include "domain/pm-enums.h"

G_DEFINE_ENUM_TYPE (PmPocScope,
                    pm_poc_scope,
                    G_DEFINE_ENUM_VALUE (PM_POC_SCOPE_MINE, "mine"),
                    G_DEFINE_ENUM_VALUE (PM_POC_SCOPE_ALL, "all"),
                    G_DEFINE_ENUM_VALUE (PM_POC_SCOPE_PENDING_INVITATIONS, "pending-invitations"),
                    G_DEFINE_ENUM_VALUE (PM_POC_SCOPE_NEEDS_ATTENTION, "needs-attention"))

G_DEFINE_ENUM_TYPE (PmPocSort,
                    pm_poc_sort,
                    G_DEFINE_ENUM_VALUE (PM_POC_SORT_TITLE, "title"),
                    G_DEFINE_ENUM_VALUE (PM_POC_SORT_COMPANY, "company"),
                    G_DEFINE_ENUM_VALUE (PM_POC_SORT_END_DATE, "end-date"),
                    G_DEFINE_ENUM_VALUE (PM_POC_SORT_NEWEST, "newest"))

struct _PmPocList {
  PmKeyList parent_instance;

  PmPocScope scope;
  int status;
  PmPocSort sort;
  gboolean show_archived;
  char *search;
};

G_DEFINE_FINAL_TYPE (PmPocList, pm_poc_list, PM_TYPE_KEY_LIST)

enum {
  PROP_SCOPE = 1,
  PROP_STATUS,
  PROP_SORT,
  PROP_SHOW_ARCHIVED,
  PROP_SEARCH,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* Each is answered by walking one index. */
#define SELECT "SELECT id FROM poc_row WHERE flags & ?1 = ?1 AND flags & ?2 <> 0 ORDER BY "

static const char *const select_by[] = {
  [PM_POC_SORT_TITLE] = SELECT "sort_title, id",
  [PM_POC_SORT_COMPANY] = SELECT "sort_company, sort_title, id",
  [PM_POC_SORT_END_DATE] = SELECT "sort_end, sort_title, id",
  [PM_POC_SORT_NEWEST] = SELECT "sort_created DESC, id DESC",
};

static gboolean
fetch_pocs (PmDb *mirror, const PmKeyQuery *query, GArray *keys, GError **error)
{
  return pm_key_list_read (pm_db_query (mirror, error, select_by[query->numbers[0]], "ii",
                                        query->numbers[1], query->numbers[2]),
                           keys, error);
}

static gboolean
contains_poc (PmDb *mirror,
              const PmKeyQuery *query,
              gint64 key,
              gboolean *contained,
              GError **error)
{
  gint64 found = 0;

  if (!pm_db_query_int64 (mirror, &found, error,
                          "SELECT flags & ?2 = ?2 AND flags & ?3 <> 0 FROM poc_row WHERE id = ?1",
                          "iii", key, query->numbers[1], query->numbers[2]))
    return FALSE;
  *contained = found != 0;
  return TRUE;
}

#define PRECEDES(left, right) \
  "SELECT (" left ") < (" right ") FROM poc_row a JOIN poc_row b WHERE a.id = ?1 AND b.id = ?2"

static const char *const precedes_by[] = {
  [PM_POC_SORT_TITLE] = PRECEDES ("a.sort_title, a.id", "b.sort_title, b.id"),
  [PM_POC_SORT_COMPANY] =
      PRECEDES ("a.sort_company, a.sort_title, a.id", "b.sort_company, b.sort_title, b.id"),
  [PM_POC_SORT_END_DATE] =
      PRECEDES ("a.sort_end, a.sort_title, a.id", "b.sort_end, b.sort_title, b.id"),
  [PM_POC_SORT_NEWEST] = PRECEDES ("b.sort_created, b.id", "a.sort_created, a.id"),
};

static gboolean
precedes_poc (PmDb *mirror,
              const PmKeyQuery *query,
              gint64 key,
              gint64 other,
              gboolean *before,
              GError **error)
{
  gint64 found = 0;

  if (!pm_db_query_int64 (mirror, &found, error, precedes_by[query->numbers[0]], "ii", key, other))
    return FALSE;
  *before = found != 0;
  return TRUE;
}

static const PmKeyPlacing placing = { contains_poc, precedes_poc };

static gint64
flag_of_scope (PmPocScope scope)
{
  switch (scope) {
  case PM_POC_SCOPE_MINE:
    return PM_POC_FLAG_MINE;
  case PM_POC_SCOPE_PENDING_INVITATIONS:
    return PM_POC_FLAG_PENDING;
  case PM_POC_SCOPE_NEEDS_ATTENTION:
    return PM_POC_FLAG_ATTENTION;
  case PM_POC_SCOPE_ALL:
  default:
    return 0;
  }
}

static gint64
flags_of_status (PmPocList *self)
{
  if (self->status >= 0)
    return PM_POC_FLAG_STATUS (self->status);
  if (self->show_archived)
    return PM_POC_FLAG_ANY_STATUS;
  return PM_POC_FLAG_ANY_STATUS & ~PM_POC_FLAG_STATUS (PM_POC_STATUS_ARCHIVED);
}

static void
pm_poc_list_describe (PmKeyList *list, PmKeyQuery *query)
{
  PmPocList *self = PM_POC_LIST (list);

  query->fetch = fetch_pocs;
  query->numbers[0] = self->sort;
  query->numbers[1] = flag_of_scope (self->scope);
  query->numbers[2] = flags_of_status (self);
  query->matches = pm_search_parse (self->search);
}

static gboolean
pm_poc_list_concerns (PmKeyList *list, PmChanges *changes)
{
  return pm_changes_touch (changes, PM_SOURCE_POC);
}

static void
pm_poc_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmPocList *self = PM_POC_LIST (object);

  switch (prop_id) {
  case PROP_SCOPE:
    g_value_set_enum (value, self->scope);
    break;
  case PROP_STATUS:
    g_value_set_int (value, self->status);
    break;
  case PROP_SORT:
    g_value_set_enum (value, self->sort);
    break;
  case PROP_SHOW_ARCHIVED:
    g_value_set_boolean (value, self->show_archived);
    break;
  case PROP_SEARCH:
    g_value_set_string (value, self->search);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
change_order (PmPocList *self, int *field, int value, GParamSpec *pspec)
{
  if (*field == value)
    return;
  *field = value;
  pm_key_list_order_changed (PM_KEY_LIST (self));
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
pm_poc_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmPocList *self = PM_POC_LIST (object);

  switch (prop_id) {
  case PROP_SCOPE:
    change_order (self, (int *) &self->scope, g_value_get_enum (value), pspec);
    break;
  case PROP_STATUS:
    change_order (self, &self->status, g_value_get_int (value), pspec);
    break;
  case PROP_SORT:
    change_order (self, (int *) &self->sort, g_value_get_enum (value), pspec);
    break;
  case PROP_SHOW_ARCHIVED:
    change_order (self, &self->show_archived, g_value_get_boolean (value), pspec);
    break;
  case PROP_SEARCH:
    pm_poc_list_set_search (self, g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_poc_list_finalize (GObject *object)
{
  PmPocList *self = PM_POC_LIST (object);

  g_free (self->search);
  G_OBJECT_CLASS (pm_poc_list_parent_class)->finalize (object);
}

static void
pm_poc_list_class_init (PmPocListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  PmKeyListClass *list_class = PM_KEY_LIST_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = pm_poc_list_finalize;
  object_class->get_property = pm_poc_list_get_property;
  object_class->set_property = pm_poc_list_set_property;
  list_class->describe = pm_poc_list_describe;
  list_class->concerns = pm_poc_list_concerns;
  list_class->placing = &placing;

  props[PROP_SCOPE] =
      g_param_spec_enum ("scope", NULL, NULL, PM_TYPE_POC_SCOPE, PM_POC_SCOPE_MINE, flags);
  props[PROP_STATUS] =
      g_param_spec_int ("status", NULL, NULL, -1, PM_POC_STATUS_ARCHIVED, -1, flags);
  props[PROP_SORT] =
      g_param_spec_enum ("sort", NULL, NULL, PM_TYPE_POC_SORT, PM_POC_SORT_TITLE, flags);
  props[PROP_SHOW_ARCHIVED] = g_param_spec_boolean ("show-archived", NULL, NULL, FALSE, flags);
  props[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pm_poc_list_init (PmPocList *self)
{
  self->status = -1;
}

/**
 * pm_poc_list_new:
 * @cache: the cache
 *
 * Returns: (transfer full): a list of the user's own POCs by title, without archived ones
 */
PmPocList *
pm_poc_list_new (PmCache *cache)
{
  PmPocList *self = g_object_new (PM_TYPE_POC_LIST, NULL);

  pm_key_list_set_up (PM_KEY_LIST (self), cache, PM_SOURCE_POC);
  return self;
}

/**
 * pm_poc_list_set_search:
 * @self: a list
 * @search: (nullable): what was typed; any text is welcome, what cannot be searched for filters
 *   nothing
 */
void
pm_poc_list_set_search (PmPocList *self, const char *search)
{
  g_return_if_fail (PM_IS_POC_LIST (self));

  if (!g_set_str (&self->search, search))
    return;
  pm_key_list_search_changed (PM_KEY_LIST (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SEARCH]);
}

/**
 * pm_poc_list_get_search:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): what is searched for
 */
const char *
pm_poc_list_get_search (PmPocList *self)
{
  g_return_val_if_fail (PM_IS_POC_LIST (self), NULL);

  return self->search;
}
