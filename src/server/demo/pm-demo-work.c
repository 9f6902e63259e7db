/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "server/demo/pm-demo-private.h"
#include "server/pocs/pm-activity.h"
#include "wire/pm-wire.h"

/* A group of the data set is [title, titles of its tasks]. */
enum {
  GROUP_TITLE,
  GROUP_TASKS
};

/* A criterion of the data set is [title, target, achieved, importance, the task that proves it]. */
enum {
  CRITERION_TITLE,
  CRITERION_TARGET,
  CRITERION_ACHIEVED,
  CRITERION_IMPORTANCE,
  CRITERION_TASK
};

/* A resource of the data set is [title, type, content, its task or null]. */
enum {
  RESOURCE_TITLE,
  RESOURCE_TYPE,
  RESOURCE_CONTENT,
  RESOURCE_TASK
};

/* A comment of the data set is [who, on which task, what]. */
enum {
  COMMENT_AUTHOR,
  COMMENT_TASK,
  COMMENT_CONTENT
};

#define DAYS_A_TASK     3
#define BETWEEN_REMARKS (17 * G_TIME_SPAN_MINUTE)

/* A task of the story. */
typedef struct {
  const char *title;
  gint64 completed_at; /* 0: it is not */
  gint64 id;           /* 0: not stored yet */
} Step;

/* What is done in one POC, and by whom. */
typedef struct {
  PmDemo *demo;
  PmPoc *poc;
  JsonObject *story;
  JsonObject *playbook;
  GArray *steps; /* of Step */
  guint n_done;
  gint64 owner_part;
  gint64 customer_id; /* 0: none has come yet */
  gint64 customer_part;
  gint64 customer_since;
} Work;

static const char *
text_at (JsonArray *data, guint index)
{
  return json_array_get_null_element (data, index) ? NULL
                                                   : json_array_get_string_element (data, index);
}

static Step *
step_at (Work *self, JsonArray *data, guint index)
{
  gint64 step = json_array_get_int_element (data, index);

  g_assert (step >= 0 && step < self->steps->len);
  return &g_array_index (self->steps, Step, step);
}

static void
plan_steps (Work *self)
{
  JsonArray *groups = pm_wire_get_array (self->playbook, "groups");
  gint64 start = pm_wire_get_integer (self->story, "start", 0);

  for (guint i = 0; i < json_array_get_length (groups); i++) {
    JsonArray *titles =
        json_array_get_array_element (json_array_get_array_element (groups, i), GROUP_TASKS);

    for (guint j = 0; j < json_array_get_length (titles); j++) {
      guint index = self->steps->len;
      gint64 days = MAX (-start - DAYS_A_TASK * (gint64) index - 1, 0);
      Step step = { json_array_get_string_element (titles, j),
                    index < self->n_done ? pm_demo_ago (self->demo, days) : 0, 0 };

      g_array_append_val (self->steps, step);
    }
  }
}

/* The first customer speaks for all of them. */
static gboolean
find_people (Work *self, GError **error)
{
  PmDb *db = self->demo->db;
  gint64 poc_id = pm_poc_get_id (self->poc);
  g_autoptr (GError) local = NULL;
  PmStatement *row;

  if (!pm_db_query_int64 (db, &self->owner_part, error,
                          "SELECT id FROM participant WHERE poc_id = ?1 AND user_id = ?2", "ii",
                          poc_id, pm_poc_get_created_by (self->poc)))
    return FALSE;
  row = pm_db_query (db, error,
                     "SELECT user_id, id, joined_at FROM participant"
                     " WHERE poc_id = ?1 AND is_customer = 1 ORDER BY id LIMIT 1",
                     "i", poc_id);
  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, &local)) {
    self->customer_id = pm_statement_get_int64 (row, 0);
    self->customer_part = pm_statement_get_int64 (row, 1);
    self->customer_since = pm_statement_get_int64 (row, 2);
    pm_statement_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* So many are done; the next one is under way, or blocked in a POC that ran out of time. */
static PmTaskStatus
status_of_step (Work *self, guint index)
{
  if (index < self->n_done)
    return index % 4 == 3 ? PM_TASK_STATUS_SATISFIED : PM_TASK_STATUS_COMPLETED;
  if (index > self->n_done || pm_poc_get_status (self->poc) != PM_POC_STATUS_ACTIVE)
    return PM_TASK_STATUS_NOT_STARTED;
  return pm_wire_get_integer (self->story, "end", 0) < 0 ? PM_TASK_STATUS_BLOCKED
                                                         : PM_TASK_STATUS_IN_PROGRESS;
}

/* They are to be done one after the other, the last one on the POC's last day. */
static char *
due_date_of_step (Work *self, guint index)
{
  gint64 start = pm_wire_get_integer (self->story, "start", 0);
  gint64 end = pm_wire_get_integer (self->story, "end", 0);

  return pm_demo_day (self->demo, start + (end - start) * (index + 1) / self->steps->len);
}

static gboolean
is_customers_step (Work *self, guint index)
{
  return self->customer_id != 0 && index % 3 == 1;
}

static gboolean
complete (Work *self, PmTask *task, gint64 at, gboolean by_customer, GError **error)
{
  pm_task_set_completed_at (task, at);
  pm_task_set_updated_at (task, at);
  pm_task_set_completed_by (task,
                            by_customer ? self->customer_id : pm_poc_get_created_by (self->poc));
  return !by_customer || pm_activity_note (self->demo->db, pm_poc_get_id (self->poc),
                                           self->customer_id, PM_ACTIVITY_TASK, at, error);
}

static gboolean
assign (Work *self, gint64 task_id, gboolean to_customer, GError **error)
{
  return pm_poc_get_status (self->poc) == PM_POC_STATUS_DRAFT ||
         pm_db_run (self->demo->db, error,
                    "INSERT INTO task_assignee (task_id, participant_id, assigned_at)"
                    " VALUES (?1, ?2, ?3)",
                    "iii", task_id, to_customer ? self->customer_part : self->owner_part,
                    MAX (pm_poc_get_created_at (self->poc),
                         to_customer ? self->customer_since : (gint64) 0));
}

static gboolean
add_step (Work *self, gint64 group_id, guint index, GError **error)
{
  Step *step = &g_array_index (self->steps, Step, index);
  g_autoptr (PmTask) task = pm_task_new ();
  g_autofree char *due = due_date_of_step (self, index);
  gboolean is_customers = is_customers_step (self, index);

  pm_task_set_poc_id (task, pm_poc_get_id (self->poc));
  pm_task_set_poc_task_group_id (task, group_id);
  pm_task_set_title (task, step->title);
  pm_task_set_status (task, status_of_step (self, index));
  pm_task_set_sort_order (task, index);
  pm_task_set_due_date (task, due);
  pm_task_set_created_at (task, pm_poc_get_created_at (self->poc));
  if (step->completed_at != 0 &&
      !complete (self, task, step->completed_at,
                 is_customers && step->completed_at > self->customer_since, error))
    return FALSE;
  step->id = pm_demo_add_row (self->demo, "task", PM_RECORD (task), error);
  return step->id >= 0 && assign (self, step->id, is_customers, error);
}

static PmTaskGroup *
make_group (Work *self, const char *title, guint order, guint first, guint last)
{
  PmTaskGroup *group = pm_task_group_new ();
  g_autofree char *due = due_date_of_step (self, last);
  gint64 completed_at = g_array_index (self->steps, Step, last).completed_at;

  pm_task_group_set_poc_id (group, pm_poc_get_id (self->poc));
  pm_task_group_set_title (group, title);
  pm_task_group_set_sort_order (group, order);
  pm_task_group_set_due_date (group, due);
  pm_task_group_set_created_at (group, pm_poc_get_created_at (self->poc));
  if (completed_at != 0) {
    pm_task_group_set_status (group, PM_TASK_STATUS_COMPLETED);
    pm_task_group_set_completed_at (group, completed_at);
    pm_task_group_set_completed_by (group, pm_poc_get_created_by (self->poc));
    pm_task_group_set_updated_at (group, completed_at);
  } else if (status_of_step (self, first) != PM_TASK_STATUS_NOT_STARTED) {
    pm_task_group_set_status (group, PM_TASK_STATUS_IN_PROGRESS);
  } else {
    pm_task_group_set_status (group, PM_TASK_STATUS_NOT_STARTED);
  }
  return group;
}

static gboolean
add_groups (Work *self, GError **error)
{
  JsonArray *groups = pm_wire_get_array (self->playbook, "groups");
  guint first = 0;

  for (guint i = 0; i < json_array_get_length (groups); i++) {
    JsonArray *data = json_array_get_array_element (groups, i);
    guint end = first + json_array_get_length (json_array_get_array_element (data, GROUP_TASKS));
    g_autoptr (PmTaskGroup) group =
        make_group (self, json_array_get_string_element (data, GROUP_TITLE), i, first, end - 1);
    gint64 id = pm_demo_add_row (self->demo, "task_group", PM_RECORD (group), error);

    if (id < 0)
      return FALSE;
    for (; first < end; first++)
      if (!add_step (self, id, first, error))
        return FALSE;
  }
  return TRUE;
}

static gboolean
add_criterion (Work *self, JsonArray *data, guint order, GError **error)
{
  g_autoptr (PmCriterion) criterion = pm_criterion_new ();
  const Step *proof = step_at (self, data, CRITERION_TASK);
  const char *achieved = proof->completed_at == 0 ? NULL : text_at (data, CRITERION_ACHIEVED);
  gint64 id;

  pm_criterion_set_poc_id (criterion, pm_poc_get_id (self->poc));
  pm_criterion_set_title (criterion, text_at (data, CRITERION_TITLE));
  pm_criterion_set_target_value (criterion, text_at (data, CRITERION_TARGET));
  pm_criterion_set_achieved_value (criterion, achieved);
  pm_criterion_set_is_met (criterion, achieved != NULL);
  pm_criterion_set_importance_level (criterion,
                                     json_array_get_int_element (data, CRITERION_IMPORTANCE));
  pm_criterion_set_sort_order (criterion, order);
  pm_criterion_set_created_at (criterion, pm_poc_get_created_at (self->poc));
  id = pm_demo_add_row (self->demo, "criterion", PM_RECORD (criterion), error);
  return id >= 0 && pm_db_run (self->demo->db, error,
                               "INSERT INTO task_criterion (task_id, criterion_id) VALUES (?1, ?2)",
                               "ii", proof->id, id);
}

static gboolean
add_resource (Work *self, JsonArray *data, guint order, GError **error)
{
  g_autoptr (PmResource) resource = pm_resource_new ();
  int type;

  if (!pm_enum_from_nick (PM_TYPE_RESOURCE_TYPE, text_at (data, RESOURCE_TYPE), &type))
    g_assert_not_reached ();
  pm_resource_set_poc_id (resource, pm_poc_get_id (self->poc));
  if (!json_array_get_null_element (data, RESOURCE_TASK))
    pm_resource_set_poc_task_id (resource, step_at (self, data, RESOURCE_TASK)->id);
  pm_resource_set_title (resource, text_at (data, RESOURCE_TITLE));
  pm_resource_set_resource_type (resource, type);
  pm_resource_set_content (resource, text_at (data, RESOURCE_CONTENT));
  pm_resource_set_sort_order (resource, order);
  pm_resource_set_created_at (resource, pm_poc_get_created_at (self->poc));
  return pm_demo_add_row (self->demo, "resource", PM_RECORD (resource), error) >= 0;
}

/* When a task was done, or, while it is under way, just now; 0: nobody has come so far. */
static gint64
moment_of_remark (Work *self, JsonArray *data, guint order, gboolean by_customer)
{
  const Step *step = step_at (self, data, COMMENT_TASK);
  gint64 moment = step->completed_at != 0 ? step->completed_at : pm_demo_ago (self->demo, 0);

  if (json_array_get_int_element (data, COMMENT_TASK) > self->n_done ||
      pm_poc_get_status (self->poc) == PM_POC_STATUS_DRAFT ||
      (by_customer && (self->customer_id == 0 || moment < self->customer_since)))
    return 0;
  return MIN (moment + order * BETWEEN_REMARKS, self->demo->now - G_TIME_SPAN_MINUTE);
}

static gboolean
add_remark (Work *self, JsonArray *data, guint order, GError **error)
{
  g_autoptr (PmComment) comment = pm_comment_new ();
  gboolean by_customer = g_str_equal (text_at (data, COMMENT_AUTHOR), "customer");
  gint64 at = moment_of_remark (self, data, order, by_customer);
  gint64 author = by_customer ? self->customer_id : pm_poc_get_created_by (self->poc);
  const Step *step = step_at (self, data, COMMENT_TASK);

  if (at == 0)
    return TRUE;
  pm_comment_set_poc_id (comment, pm_poc_get_id (self->poc));
  pm_comment_set_poc_task_id (comment, step->id);
  pm_comment_set_user_id (comment, author);
  pm_comment_set_subject (comment, step->title);
  pm_comment_set_content (comment, text_at (data, COMMENT_CONTENT));
  pm_comment_set_is_internal (comment, g_str_equal (text_at (data, COMMENT_AUTHOR), "internal"));
  pm_comment_set_created_at (comment, at);
  return pm_demo_add_row (self->demo, "comment", PM_RECORD (comment), error) >= 0 &&
         pm_activity_note (self->demo->db, pm_poc_get_id (self->poc), author, PM_ACTIVITY_COMMENT,
                           at, error);
}

static gboolean
add_each (Work *self,
          const char *name,
          gboolean (*add) (Work *self, JsonArray *data, guint order, GError **error),
          GError **error)
{
  JsonArray *list = pm_wire_get_array (self->playbook, name);

  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!add (self, json_array_get_array_element (list, i), i, error))
      return FALSE;
  return TRUE;
}

/**
 * pm_demo_add_work:
 * @self: the demo
 * @poc: a POC in which everybody takes part already
 * @story: the POC as the data set tells it
 * @playbook: what is done in POCs of its kind
 * @error: return location
 *
 * Adds what is to be done in a POC, how far that is, what it is measured by and worked on with,
 * and what people said on the way.
 */
gboolean
pm_demo_add_work (PmDemo *self, PmPoc *poc, JsonObject *story, JsonObject *playbook, GError **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));
  Work work = { self, poc, story, playbook, steps, (guint) pm_wire_get_integer (story, "done", 0) };

  plan_steps (&work);
  return find_people (&work, error) && add_groups (&work, error) &&
         add_each (&work, "criteria", add_criterion, error) &&
         add_each (&work, "resources", add_resource, error) &&
         add_each (&work, "comments", add_remark, error);
}
