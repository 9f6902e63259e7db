/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-task.h"
#include "server/demo/pm-demo-private.h"
#include "server/pocs/pm-poc-store.h"
#include "wire/pm-wire.h"

#define TASKS_EACH 3

static const PmPocStatus statuses[] = {
  PM_POC_STATUS_DRAFT,     PM_POC_STATUS_ACTIVE,    PM_POC_STATUS_ACTIVE,   PM_POC_STATUS_ACTIVE,
  PM_POC_STATUS_COMPLETED, PM_POC_STATUS_COMPLETED, PM_POC_STATUS_ARCHIVED, PM_POC_STATUS_ACTIVE,
};

static const char *const tasks[TASKS_EACH] = { "Set up", "Try with real data", "Review results" };
static const char *const owners[] = { "sam", "priya", "jonas", "sam" };
static const char *const states[] = { "accepted", "accepted", "pending", "expired", "accepted" };

static const char *
pick (PmDemo *self, const char *list)
{
  JsonArray *words = pm_wire_get_array (pm_wire_get_object (self->data, "generated"), list);
  gint32 last = (gint32) json_array_get_length (words);

  return json_array_get_string_element (words, g_rand_int_range (self->random, 0, last));
}

static PmPoc *
make_poc (PmDemo *self, guint index)
{
  PmPoc *poc = pm_poc_new ();
  gint64 start = g_rand_int_range (self->random, -300, 30);
  g_autofree char *start_date = pm_demo_day (self, start);
  g_autofree char *end_date = pm_demo_day (self, start + 42);
  g_autofree char *company =
      g_strdup_printf ("%s %s %u", pick (self, "companies"), pick (self, "kinds"), index / 20 + 1);
  g_autofree char *title =
      g_strdup_printf ("%s %s %u", pick (self, "subjects"), pick (self, "purposes"), index + 1);

  pm_poc_set_tenant_id (poc, self->tenant_id);
  pm_poc_set_title (poc, title);
  pm_poc_set_customer_company_name (poc, company);
  pm_poc_set_description (poc, "A six-week trial on the customer's own data.");
  pm_poc_set_start_date (poc, start_date);
  pm_poc_set_end_date (poc, end_date);
  pm_poc_set_status (poc, (int) statuses[index % G_N_ELEMENTS (statuses)]);
  pm_poc_set_created_by (poc, pm_demo_get_colleague (self, owners[index % G_N_ELEMENTS (owners)]));
  pm_poc_set_created_at (poc, pm_demo_ago (self, MAX (-start, 0) + 1));
  return poc;
}

static gboolean
add_task (PmDemo *self, PmPoc *poc, guint order, gboolean is_done, GError **error)
{
  g_autoptr (PmTask) task = pm_task_new ();
  gint64 completed_at = pm_poc_get_created_at (poc) + G_TIME_SPAN_DAY;

  pm_task_set_poc_id (task, pm_poc_get_id (poc));
  pm_task_set_title (task, tasks[order]);
  pm_task_set_status (task, is_done ? PM_TASK_STATUS_COMPLETED : PM_TASK_STATUS_NOT_STARTED);
  pm_task_set_sort_order (task, order);
  pm_task_set_due_date (task, pm_poc_get_end_date (poc));
  pm_task_set_created_at (task, pm_poc_get_created_at (poc));
  if (is_done) {
    pm_task_set_completed_at (task, completed_at);
    pm_task_set_completed_by (task, pm_poc_get_created_by (poc));
    pm_task_set_updated_at (task, completed_at);
  }
  return pm_demo_add_row (self, "task", PM_RECORD (task), error) >= 0;
}

static gboolean
add_tasks (PmDemo *self, PmPoc *poc, guint index, GError **error)
{
  guint done = index % (TASKS_EACH + 1);

  for (guint i = 0; i < TASKS_EACH; i++)
    if (!add_task (self, poc, i, i < done, error))
      return FALSE;
  return TRUE;
}

/* Days ago: a pending one must still be alive, an expired one must not. */
static gint64
days_of (PmDemo *self, const char *state)
{
  if (g_str_equal (state, "pending"))
    return g_rand_int_range (self->random, 0, 6);
  return g_rand_int_range (self->random, 9, 90);
}

static gboolean
invite_somebody (PmDemo *self, PmPoc *poc, guint index, GError **error)
{
  const char *state = states[(index / 2) % G_N_ELEMENTS (states)];
  gint64 days = days_of (self, state);
  g_autofree char *name =
      g_strdup_printf ("%s %s", pick (self, "first_names"), pick (self, "last_names"));
  g_autofree char *domain = g_strdup_printf ("customer%u.example", index + 1);
  g_autofree char *address = pm_demo_address (name, domain);
  g_autoptr (JsonArray) person = json_array_new ();

  json_array_add_string_element (person, name);
  json_array_add_string_element (person, "Project Lead");
  json_array_add_string_element (person, state);
  json_array_add_int_element (person, days);
  json_array_add_int_element (person, g_rand_int_range (self->random, 0, (gint32) days + 1));
  return pm_demo_invite (self, poc, address, person, error);
}

/**
 * pm_demo_make_crowd:
 * @self: the demo
 * @n_pocs: how many
 * @error: return location
 *
 * Adds POCs in bulk, every second one with a customer.
 */
gboolean
pm_demo_make_crowd (PmDemo *self, guint n_pocs, GError **error)
{
  for (guint i = 0; i < n_pocs; i++) {
    g_autoptr (PmPoc) poc = make_poc (self, i);

    if (!pm_poc_store_add (self->db, poc, error) || !add_tasks (self, poc, i, error) ||
        (i % 2 == 0 && !invite_somebody (self, poc, i, error)))
      return FALSE;
  }
  return TRUE;
}
