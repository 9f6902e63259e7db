/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-person-list.h"

#include "cache/pm-key-list-private.h"
#include "domain/pm-enums.h"

struct _PmPersonList {
  PmKeyList parent_instance;

  gint64 poc_id;
  int status;
};

G_DEFINE_FINAL_TYPE (PmPersonList, pm_person_list, PM_TYPE_KEY_LIST)

enum {
  PROP_POC_ID = 1,
  PROP_STATUS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* Customers before the vendor's own people, each by name. */
static gboolean
fetch_people (PmDb *mirror, const PmKeyQuery *query, GArray *keys, GError **error)
{
  return pm_key_list_read (
      pm_db_query (mirror, error,
                   "SELECT r.id FROM person_row r "
                   "LEFT JOIN participant p ON p.id = r.participant_id "
                   "LEFT JOIN invitation i ON i.id = r.invitation_id "
                   "LEFT JOIN operation o ON o.id = r.operation_id "
                   "WHERE r.poc_id = ?1 AND (?2 IS NULL OR r.status = ?2) "
                   "ORDER BY r.is_customer DESC,"
                   "  lower(coalesce(p.full_name, i.full_name, o.full_name, r.address)), r.id",
                   "is", query->numbers[0], query->word),
      keys, error);
}

static void
pm_person_list_describe (PmKeyList *list, PmKeyQuery *query)
{
  PmPersonList *self = PM_PERSON_LIST (list);

  query->fetch = fetch_people;
  query->numbers[0] = self->poc_id;
  if (self->status >= 0)
    query->word = pm_enum_to_nick (PM_TYPE_PERSON_STATUS, self->status);
}

static gboolean
pm_person_list_concerns (PmKeyList *list, PmChanges *changes)
{
  return pm_changes_has (changes, PM_SOURCE_POC, PM_PERSON_LIST (list)->poc_id);
}

static void
pm_person_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmPersonList *self = PM_PERSON_LIST (object);

  switch (prop_id) {
  case PROP_POC_ID:
    g_value_set_int64 (value, self->poc_id);
    break;
  case PROP_STATUS:
    g_value_set_int (value, self->status);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_person_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmPersonList *self = PM_PERSON_LIST (object);

  switch (prop_id) {
  case PROP_POC_ID:
    self->poc_id = g_value_get_int64 (value);
    break;
  case PROP_STATUS:
    if (self->status == g_value_get_int (value))
      return;
    self->status = g_value_get_int (value);
    pm_key_list_order_changed (PM_KEY_LIST (self));
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_person_list_class_init (PmPersonListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  PmKeyListClass *list_class = PM_KEY_LIST_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_person_list_get_property;
  object_class->set_property = pm_person_list_set_property;
  list_class->describe = pm_person_list_describe;
  list_class->concerns = pm_person_list_concerns;

  props[PROP_POC_ID] = g_param_spec_int64 ("poc-id", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                           flags | G_PARAM_CONSTRUCT_ONLY);
  props[PROP_STATUS] =
      g_param_spec_int ("status", NULL, NULL, -1, PM_PERSON_STATUS_WAITING, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pm_person_list_init (PmPersonList *self)
{
  self->status = -1;
}

/**
 * pm_person_list_new:
 * @cache: the cache
 * @poc_id: the POC
 *
 * Returns: (transfer full): everybody in that POC, whatever their status
 */
PmPersonList *
pm_person_list_new (PmCache *cache, gint64 poc_id)
{
  PmPersonList *self = g_object_new (PM_TYPE_PERSON_LIST, "poc-id", poc_id, NULL);

  pm_key_list_set_up (PM_KEY_LIST (self), cache, PM_SOURCE_PERSON);
  return self;
}
