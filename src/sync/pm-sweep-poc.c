/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-sweep-poc.h"

#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-error.h"
#include "domain/pm-invitation.h"
#include "domain/pm-participant.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"

/* All that a server has of one POC. A list that cannot be had leaves what is there. */

typedef struct {
  PmPlainList list;
  gint64 parent_id;
  GPtrArray *rows; /* NULL: the list could not be had */
} ListCall;

typedef struct {
  PmSweepOrder order;
  PmPage *page;
  GArray *calls; /* ListCall */
} Reading;

static void
clear_call (gpointer data)
{
  ListCall *call = data;

  g_clear_pointer (&call->rows, g_ptr_array_unref);
}

static void
reading_free (gpointer data)
{
  Reading *self = data;

  g_clear_object (&self->order.remote);
  g_clear_object (&self->order.cancellable);
  g_clear_pointer (&self->page, pm_page_unref);
  g_array_unref (self->calls);
  g_free (self);
}

/**
 * pm_sweep_add_scope:
 * @page: a page that is being made
 * @type: a record type
 * @poc_id: a POC, or 0
 * @open_only: whether only open invitations were read
 *
 * Says that the page has these rows whole.
 */
void
pm_sweep_add_scope (PmPage *page, GType type, gint64 poc_id, gboolean open_only)
{
  PmScope scope = { type, poc_id, open_only };

  g_array_append_val (page->scopes, scope);
}

/**
 * pm_sweep_add_rows:
 * @page: a page that is being made
 * @rows: (element-type PmRecord): what was read
 *
 * Adds them to the page.
 */
void
pm_sweep_add_rows (PmPage *page, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (page->records, g_object_ref (g_ptr_array_index (rows, i)));
}

static void
plan (Reading *self, PmPlainList list, gint64 parent_id)
{
  ListCall call = { list, parent_id, NULL };

  g_array_append_val (self->calls, call);
}

static DexFuture *
send (Reading *self, guint number)
{
  ListCall *call = &g_array_index (self->calls, ListCall, number);

  return pm_remote_read_list (self->order.remote, call->list, self->order.poc_id, call->parent_id,
                              self->order.cancellable);
}

/* Awaits. All of them come to an end, whatever one of them has come to. */
static gboolean
read_some (Reading *self, guint first, guint n_calls, GError **error)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < n_calls; i++)
    g_ptr_array_add (futures, send (self, first + i));
  for (guint i = 0; i < n_calls; i++) {
    ListCall *call = &g_array_index (self->calls, ListCall, first + i);
    g_autoptr (GError) local = NULL;

    call->rows = dex_await_boxed (dex_ref (g_ptr_array_index (futures, i)), &local);
    if (local != NULL && failure == NULL &&
        g_strcmp0 (pm_error_get_tag (local), PM_PLAIN_LIST_BROKEN) != 0)
      failure = g_steal_pointer (&local);
  }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Awaits. */
static gboolean
read_from (Reading *self, guint first, GError **error)
{
  for (guint i = first; i < self->calls->len; i += self->order.width)
    if (!read_some (self, i, MIN (self->order.width, self->calls->len - i), error))
      return FALSE;
  return TRUE;
}

static GPtrArray *
rows_of (Reading *self, PmPlainList list)
{
  for (guint i = 0; i < self->calls->len; i++)
    if (g_array_index (self->calls, ListCall, i).list == list)
      return g_array_index (self->calls, ListCall, i).rows;
  return NULL;
}

static gboolean
has_comments_in_one (Reading *self)
{
  PmServerInfo *info = pm_remote_get_server_info (self->order.remote);

  return info != NULL && (info->capabilities & PM_CAPABILITY_POC_COMMENTS);
}

static void
plan_lists (Reading *self)
{
  static const PmPlainList details[] = { PM_PLAIN_TASKS, PM_PLAIN_GROUPS, PM_PLAIN_CRITERIA,
                                         PM_PLAIN_RESOURCES };

  plan (self, PM_PLAIN_PEOPLE, 0);
  if (!self->order.is_customer)
    plan (self, PM_PLAIN_INVITATIONS, 0);
  for (guint i = 0; self->order.details && i < G_N_ELEMENTS (details); i++)
    plan (self, details[i], 0);
  if (self->order.details && has_comments_in_one (self))
    plan (self, PM_PLAIN_COMMENTS, 0);
}

static void
plan_below (Reading *self,
            GPtrArray *parents,
            GType type,
            PmPlainList comments,
            PmPlainList resources)
{
  for (guint i = 0; parents != NULL && i < parents->len; i++) {
    PmRecord *parent = g_ptr_array_index (parents, i);

    if (G_OBJECT_TYPE (parent) != type)
      continue;
    if (!has_comments_in_one (self))
      plan (self, comments, pm_record_get_integer (parent, 0));
    plan (self, resources, pm_record_get_integer (parent, 0));
  }
}

/* --- What was read, as a page --- */

static void
take_type (PmPage *page, GPtrArray *rows, GType type, gint64 poc_id)
{
  if (rows == NULL)
    return;
  for (guint i = 0; i < rows->len; i++) {
    PmRecord *row = g_ptr_array_index (rows, i);

    if (G_OBJECT_TYPE (row) == type)
      g_ptr_array_add (page->records, g_object_ref (row));
  }
  pm_sweep_add_scope (page, type, poc_id, FALSE);
}

/* Where the list of invitations is broken for good, those among the participants must do. */
static void
take_people (Reading *self)
{
  GPtrArray *people = rows_of (self, PM_PLAIN_PEOPLE);
  GPtrArray *invitations = rows_of (self, PM_PLAIN_INVITATIONS);
  gint64 poc_id = self->order.poc_id;

  take_type (self->page, people, PM_TYPE_PARTICIPANT, poc_id);
  if (self->order.is_customer)
    return;
  if (invitations != NULL) {
    take_type (self->page, invitations, PM_TYPE_INVITATION, poc_id);
  } else if (people != NULL) {
    take_type (self->page, people, PM_TYPE_INVITATION, poc_id);
    g_array_index (self->page->scopes, PmScope, self->page->scopes->len - 1).open_only = TRUE;
  }
}

static void
join_group (PmTask *task, GPtrArray *groups)
{
  for (guint i = 0; groups != NULL && i < groups->len; i++) {
    gpointer row = g_ptr_array_index (groups, i);

    if (PM_IS_TASK (row) && pm_task_get_id (row) == pm_task_get_id (task))
      pm_task_set_poc_task_group_id (task, pm_task_get_poc_task_group_id (row));
  }
}

static void
take_steps (Reading *self)
{
  GPtrArray *tasks = rows_of (self, PM_PLAIN_TASKS);
  GPtrArray *groups = rows_of (self, PM_PLAIN_GROUPS);

  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    join_group (g_ptr_array_index (tasks, i), groups);
  take_type (self->page, tasks, PM_TYPE_TASK, self->order.poc_id);
  take_type (self->page, groups, PM_TYPE_TASK_GROUP, self->order.poc_id);
  take_type (self->page, rows_of (self, PM_PLAIN_CRITERIA), PM_TYPE_CRITERION, self->order.poc_id);
}

static gboolean
is_kept_from (Reading *self, PmRecord *row)
{
  return self->order.is_customer && PM_IS_COMMENT (row) &&
         pm_comment_get_is_internal (PM_COMMENT (row));
}

/* Rows that hang below tasks and groups: all of the POC's, or it is not known which are gone. */
static void
take_below (Reading *self, GType type)
{
  gboolean whole =
      rows_of (self, PM_PLAIN_TASKS) != NULL && rows_of (self, PM_PLAIN_GROUPS) != NULL;

  for (guint i = 0; i < self->calls->len; i++) {
    ListCall *call = &g_array_index (self->calls, ListCall, i);
    gboolean is_comments = call->list == PM_PLAIN_TASK_COMMENTS ||
                           call->list == PM_PLAIN_GROUP_COMMENTS || call->list == PM_PLAIN_COMMENTS;
    gboolean is_resources = call->list == PM_PLAIN_RESOURCES ||
                            call->list == PM_PLAIN_TASK_RESOURCES ||
                            call->list == PM_PLAIN_GROUP_RESOURCES;

    if (!(type == PM_TYPE_COMMENT ? is_comments : is_resources))
      continue;
    whole &= call->rows != NULL;
    for (guint k = 0; call->rows != NULL && k < call->rows->len; k++)
      if (!is_kept_from (self, g_ptr_array_index (call->rows, k)))
        g_ptr_array_add (self->page->records, g_object_ref (g_ptr_array_index (call->rows, k)));
  }
  if (whole)
    pm_sweep_add_scope (self->page, type, self->order.poc_id, FALSE);
}

static DexFuture *
read_fiber (gpointer data)
{
  Reading *self = data;
  GError *error = NULL;
  guint n_lists;

  plan_lists (self);
  n_lists = self->calls->len;
  if (!read_from (self, 0, &error))
    return dex_future_new_for_error (error);
  plan_below (self, rows_of (self, PM_PLAIN_TASKS), PM_TYPE_TASK, PM_PLAIN_TASK_COMMENTS,
              PM_PLAIN_TASK_RESOURCES);
  plan_below (self, rows_of (self, PM_PLAIN_GROUPS), PM_TYPE_TASK_GROUP, PM_PLAIN_GROUP_COMMENTS,
              PM_PLAIN_GROUP_RESOURCES);
  if (!read_from (self, n_lists, &error))
    return dex_future_new_for_error (error);
  take_people (self);
  if (self->order.details) {
    take_steps (self);
    take_below (self, PM_TYPE_COMMENT);
    take_below (self, PM_TYPE_RESOURCE);
  }
  return dex_future_new_take_boxed (PM_TYPE_PAGE, g_steal_pointer (&self->page));
}

/**
 * pm_sweep_read_poc:
 * @order: what to read; not needed any more afterwards
 *
 * Returns: (transfer full): resolves to a #PmPage without states. Rejected when the server cannot
 *   be reached or there is no session; a list that it cannot give is left out of the page
 */
DexFuture *
pm_sweep_read_poc (const PmSweepOrder *order)
{
  Reading *self = g_new0 (Reading, 1);

  self->order = *order;
  g_object_ref (self->order.remote);
  if (self->order.cancellable != NULL)
    g_object_ref (self->order.cancellable);
  self->page = pm_page_new ();
  self->calls = g_array_new (FALSE, FALSE, sizeof (ListCall));
  g_array_set_clear_func (self->calls, clear_call);
  return dex_scheduler_spawn (NULL, 0, read_fiber, self, reading_free);
}
