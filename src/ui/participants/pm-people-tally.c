/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-people-tally.h"

#include "domain/pm-person.h"
#include "ui/participants/pm-status-filter.h"

#define N_STATUSES (PM_PERSON_STATUS_WAITING + 1)

typedef struct {
  guint by_status[N_STATUSES];
  guint total;
  guint invited;
  guint delivered;
  guint accepted;
} Counts;

struct _PmPeopleTally {
  GObject parent_instance;

  GListModel *people;
  GListStore *filters;
  GPtrArray *watched; /* the rows in the model's order: their changes are ours */
  Counts counts;
  guint count_source;
};

G_DEFINE_FINAL_TYPE (PmPeopleTally, pm_people_tally, G_TYPE_OBJECT)

enum {
  PROP_PEOPLE = 1,
  PROP_FILTERS,
  PROP_TOTAL,
  PROP_INVITED,
  PROP_DELIVERED,
  PROP_ACCEPTED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
count_person (Counts *counts, PmPerson *person)
{
  PmPersonStatus status = pm_person_get_status (person);
  gboolean invited =
      status != PM_PERSON_STATUS_WAITING && pm_person_get_invitation_id (person) != 0;
  gboolean accepted = invited && pm_person_get_accepted_at (person) != 0;
  gboolean taken = pm_person_get_delivery_state (person) == PM_DELIVERY_STATE_SENT;

  g_assert (status < N_STATUSES);

  counts->total++;
  counts->by_status[status]++;
  counts->invited += invited;
  counts->delivered += invited && (taken || accepted);
  counts->accepted += accepted;
}

static void
show_counts (PmPeopleTally *self)
{
  guint n_filters = g_list_model_get_n_items (G_LIST_MODEL (self->filters));

  for (guint i = 0; i < n_filters; i++) {
    g_autoptr (PmStatusFilter) filter = g_list_model_get_item (G_LIST_MODEL (self->filters), i);
    int status = pm_status_filter_get_status (filter);

    pm_status_filter_set_count (filter, status == PM_STATUS_FILTER_ALL
                                            ? self->counts.total
                                            : self->counts.by_status[status]);
  }
  for (guint i = PROP_TOTAL; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static gboolean
count (gpointer data)
{
  PmPeopleTally *self = data;
  Counts counts = { 0 };

  self->count_source = 0;
  for (guint i = 0; i < self->watched->len; i++)
    count_person (&counts, self->watched->pdata[i]);
  if (memcmp (&counts, &self->counts, sizeof counts) != 0) {
    self->counts = counts;
    show_counts (self);
  }
  return G_SOURCE_REMOVE;
}

/* A change of many rows is counted once, before the next frame is drawn. */
static void
count_soon (PmPeopleTally *self)
{
  if (self->count_source == 0)
    self->count_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, count, self, NULL);
}

static void
unwatch (PmPeopleTally *self, guint position, guint n)
{
  for (guint i = position; i < position + n; i++)
    g_signal_handlers_disconnect_by_func (self->watched->pdata[i], count_soon, self);
  if (n > 0)
    g_ptr_array_remove_range (self->watched, position, n);
}

static void
watch (PmPeopleTally *self, guint position, guint n)
{
  for (guint i = position; i < position + n; i++) {
    PmPerson *person = g_list_model_get_item (self->people, i);

    g_signal_connect_swapped (person, "notify", G_CALLBACK (count_soon), self);
    g_ptr_array_insert (self->watched, (int) i, person);
  }
}

static void
on_items_changed (PmPeopleTally *self, guint position, guint removed, guint added)
{
  g_assert (PM_IS_PEOPLE_TALLY (self));

  unwatch (self, position, removed);
  watch (self, position, added);
  count_soon (self);
}

static void
pm_people_tally_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmPeopleTally *self = PM_PEOPLE_TALLY (object);

  switch (prop_id) {
  case PROP_PEOPLE:
    g_value_set_object (value, self->people);
    break;
  case PROP_FILTERS:
    g_value_set_object (value, self->filters);
    break;
  case PROP_TOTAL:
    g_value_set_uint (value, self->counts.total);
    break;
  case PROP_INVITED:
    g_value_set_uint (value, self->counts.invited);
    break;
  case PROP_DELIVERED:
    g_value_set_uint (value, self->counts.delivered);
    break;
  case PROP_ACCEPTED:
    g_value_set_uint (value, self->counts.accepted);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_people_tally_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PEOPLE:
    pm_people_tally_set_people (PM_PEOPLE_TALLY (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_people_tally_dispose (GObject *object)
{
  PmPeopleTally *self = PM_PEOPLE_TALLY (object);

  pm_people_tally_set_people (self, NULL);
  g_clear_handle_id (&self->count_source, g_source_remove);

  G_OBJECT_CLASS (pm_people_tally_parent_class)->dispose (object);
}

static void
pm_people_tally_finalize (GObject *object)
{
  PmPeopleTally *self = PM_PEOPLE_TALLY (object);

  g_clear_object (&self->filters);
  g_clear_pointer (&self->watched, g_ptr_array_unref);

  G_OBJECT_CLASS (pm_people_tally_parent_class)->finalize (object);
}

static void
pm_people_tally_class_init (PmPeopleTallyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const char *counts[] = { "total", "invited", "delivered", "accepted" };

  object_class->get_property = pm_people_tally_get_property;
  object_class->set_property = pm_people_tally_set_property;
  object_class->dispose = pm_people_tally_dispose;
  object_class->finalize = pm_people_tally_finalize;

  properties[PROP_PEOPLE] =
      g_param_spec_object ("people", NULL, NULL, G_TYPE_LIST_MODEL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FILTERS] = g_param_spec_object ("filters", NULL, NULL, G_TYPE_LIST_MODEL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    properties[PROP_TOTAL + i] = g_param_spec_uint (counts[i], NULL, NULL, 0, G_MAXUINT, 0,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_people_tally_init (PmPeopleTally *self)
{
  /* In the order in which people look: what needs them first. */
  static const int statuses[] = {
    PM_STATUS_FILTER_ALL,     PM_PERSON_STATUS_ACCEPTED,  PM_PERSON_STATUS_PENDING,
    PM_PERSON_STATUS_EXPIRED, PM_PERSON_STATUS_CANCELLED, PM_PERSON_STATUS_FAILED,
    PM_PERSON_STATUS_REMOVED, PM_PERSON_STATUS_WAITING,
  };

  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->filters = g_list_store_new (PM_TYPE_STATUS_FILTER);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (PmStatusFilter) filter = pm_status_filter_new (statuses[i]);

    g_list_store_append (self->filters, filter);
  }
}

/**
 * pm_people_tally_new:
 *
 * Returns: (transfer full): a tally of nobody yet
 */
PmPeopleTally *
pm_people_tally_new (void)
{
  return g_object_new (PM_TYPE_PEOPLE_TALLY, NULL);
}

/**
 * pm_people_tally_set_people:
 * @self: a tally
 * @people: (nullable): all people of a POC, a list of #PmPerson
 */
void
pm_people_tally_set_people (PmPeopleTally *self, GListModel *people)
{
  g_return_if_fail (PM_IS_PEOPLE_TALLY (self));
  g_return_if_fail (people == NULL || G_IS_LIST_MODEL (people));

  if (self->people == people)
    return;

  unwatch (self, 0, self->watched->len);
  if (self->people != NULL)
    g_signal_handlers_disconnect_by_func (self->people, on_items_changed, self);
  g_set_object (&self->people, people);
  if (people != NULL) {
    g_signal_connect_swapped (people, "items-changed", G_CALLBACK (on_items_changed), self);
    watch (self, 0, g_list_model_get_n_items (people));
  }
  count_soon (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PEOPLE]);
}

/**
 * pm_people_tally_get_filters:
 * @self: a tally
 *
 * Returns: (transfer none): the choices of the participants' filter, a list of #PmStatusFilter
 */
GListModel *
pm_people_tally_get_filters (PmPeopleTally *self)
{
  g_return_val_if_fail (PM_IS_PEOPLE_TALLY (self), NULL);

  return G_LIST_MODEL (self->filters);
}
