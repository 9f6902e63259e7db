/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-sync"

#include "sync/pm-sweep.h"

#include "domain/pm-error.h"
#include "domain/pm-participant.h"
#include "domain/pm-poc.h"
#include "domain/pm-task.h"
#include "domain/pm-user.h"
#include "sync/pm-sweep-list.h"
#include "sync/pm-sweep-plan.h"
#include "sync/pm-sweep-poc.h"

#include <stdio.h>

#define MAX_AT_ONCE 4

struct _PmSweep {
  GObject parent_instance;

  PmRemote *remote;
  PmWho *who;
  PmSweepPlan plan;
  DexPromise *news;   /* resolved when the plan is another one */
  GHashTable *broken; /* POCs whose tasks cannot be had */

  gint64 read; /* the number of the newest read */

  /* The sweep under way */
  char *expected;  /* the state that it goes on from; NULL when none is under way */
  GArray *todo;    /* the POCs that are yet to be read, ascending */
  GHashTable *own; /* those that are read with everything in them */
  gint64 began_at;
};

static void pm_sweep_iface_init (PmFeedInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PmSweep,
                               pm_sweep,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PM_TYPE_FEED, pm_sweep_iface_init))

enum {
  LIST_BROKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct {
  PmSweep *sweep;
  GCancellable *cancellable;
  char *state;
  gint64 after; /* of the state */
  gboolean wait;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *self = data;

  g_clear_object (&self->sweep);
  g_clear_object (&self->cancellable);
  g_free (self->state);
  g_free (self);
}

/* --- States --- */

static gboolean
parse_state (Asking *self, GError **error)
{
  gint64 read = 0;

  if (*self->state != '\0' && sscanf (self->state, "sweep:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
                                      &read, &self->after) != 2) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_GONE,
                         "What is stored comes from another kind of server.");
    return FALSE;
  }
  self->sweep->read = MAX (self->sweep->read, read);
  return TRUE;
}

static void
finish_page (Asking *self, PmPage *page, gint64 read, gint64 after, gboolean has_more)
{
  page->old_state = g_strdup (self->state);
  page->new_state = g_strdup_printf ("sweep:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT, read, after);
  page->read = read;
  page->has_more = has_more;
  page->date = pm_remote_get_server_now (self->sweep->remote);
}

/* --- One POC --- */

static DexFuture *
read_poc (Asking *self, gint64 poc_id, gboolean details, guint width)
{
  PmSweep *sweep = self->sweep;
  PmSweepOrder order = { sweep->remote, self->cancellable, poc_id,
                         width,         details,           pm_who_is_customer (sweep->who) };

  return pm_sweep_read_poc (&order);
}

static gboolean
has_scope (PmPage *page, GType type)
{
  for (guint i = 0; i < page->scopes->len; i++)
    if (g_array_index (page->scopes, PmScope, i).type == type)
      return TRUE;
  return FALSE;
}

static void
look_for_broken (PmSweep *self, PmPage *page, gint64 poc_id)
{
  if (has_scope (page, PM_TYPE_TASK))
    g_hash_table_remove (self->broken, &poc_id);
  else if (g_hash_table_add (self->broken, g_memdup2 (&poc_id, sizeof poc_id)))
    g_signal_emit (self, signals[LIST_BROKEN], 0, poc_id);
}

/* Awaits. Between sweeps, so that the state stays where no sweep is under way. */
static PmPage *
read_single (Asking *self, gint64 poc_id, GError **error)
{
  PmSweep *sweep = self->sweep;
  gint64 now = g_get_monotonic_time ();
  gboolean details = pm_sweep_plan_read (&sweep->plan, now, poc_id);
  gint64 read = ++sweep->read;
  PmPage *page = dex_await_boxed (read_poc (self, poc_id, details, MAX_AT_ONCE), error);

  if (page == NULL && details)
    pm_sweep_plan_want_details (&sweep->plan, now, poc_id);
  if (page == NULL)
    return NULL;
  if (details)
    look_for_broken (sweep, page, poc_id);
  finish_page (self, page, read, 0, FALSE);
  return page;
}

/* --- A sweep --- */

/* Awaits. */
static gboolean
read_pocs (Asking *self, PmPage *page, GError **error)
{
  gboolean whole;

  if (!pm_sweep_read_pages (self->sweep->remote, PM_PLAIN_POCS, self->cancellable, page, &whole,
                            error))
    return FALSE;
  if (whole)
    pm_sweep_add_scope (page, PM_TYPE_POC, 0, FALSE);
  return TRUE;
}

/* Awaits. Between sweeps, as a single POC. */
static PmPage *
read_list (Asking *self, GError **error)
{
  PmSweep *sweep = self->sweep;
  g_autoptr (PmPage) page = pm_page_new ();
  gint64 now = g_get_monotonic_time ();
  gint64 read = ++sweep->read;

  pm_sweep_plan_read (&sweep->plan, now, PM_SWEEP_LIST);
  if (!read_pocs (self, page, error)) {
    pm_sweep_plan_want_details (&sweep->plan, now, PM_SWEEP_LIST);
    return NULL;
  }
  finish_page (self, page, read, 0, FALSE);
  return g_steal_pointer (&page);
}

/* Awaits. Who works here is a comfort: without that list the sweep goes on, and a customer has no
 * business with it. */
static gboolean
read_users (Asking *self, PmPage *page, GError **error)
{
  g_autoptr (PmPage) users = pm_page_new ();
  g_autoptr (GError) local = NULL;
  gboolean whole;

  if (pm_who_is_customer (self->sweep->who))
    return TRUE;
  if (pm_sweep_read_pages (self->sweep->remote, PM_PLAIN_USERS, self->cancellable, users, &whole,
                           &local)) {
    pm_sweep_add_rows (page, users->records);
    if (whole)
      pm_sweep_add_scope (page, PM_TYPE_USER, 0, FALSE);
  } else if (g_strcmp0 (pm_error_get_tag (local), PM_PLAIN_LIST_BROKEN) != 0) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 *one = a, *other = b;

  return (*one > *other) - (*one < *other);
}

static void
plan_pocs (Asking *self, PmPage *page)
{
  PmSweep *sweep = self->sweep;
  gboolean for_customer = pm_who_is_customer (sweep->who);
  gint64 user_id = pm_who_get_user_id (sweep->who);

  g_array_set_size (sweep->todo, 0);
  for (guint i = 0; i < page->records->len; i++) {
    PmPoc *poc = g_ptr_array_index (page->records, i);
    gint64 id = PM_IS_POC (poc) ? pm_poc_get_id (poc) : 0;

    if (id > self->after)
      g_array_append_val (sweep->todo, id);
    if (id != 0 && (for_customer || pm_poc_get_created_by (poc) == user_id) &&
        pm_poc_get_status (poc) != PM_POC_STATUS_ARCHIVED)
      g_hash_table_add (sweep->own, g_memdup2 (&id, sizeof id));
  }
  g_array_sort (sweep->todo, compare_ids);
}

static void
end_sweep (PmSweep *self)
{
  gint64 now = g_get_monotonic_time ();

  g_clear_pointer (&self->expected, g_free);
  pm_sweep_plan_swept (&self->plan, now, now - self->began_at);
}

/* Awaits. The lists that are everybody's; then it is known which POCs are to be read. */
static PmPage *
begin_sweep (Asking *self, GError **error)
{
  PmSweep *sweep = self->sweep;
  g_autoptr (PmPage) page = pm_page_new ();
  gint64 read = ++sweep->read;

  if (sweep->expected != NULL)
    self->after = 0; /* one that went astray; a new one starts from the beginning */
  g_clear_pointer (&sweep->expected, g_free);
  sweep->began_at = g_get_monotonic_time ();
  if (!pm_who_learn (sweep->who, error) || !read_pocs (self, page, error) ||
      !read_users (self, page, error))
    return NULL;
  plan_pocs (self, page);
  if (sweep->todo->len == 0)
    end_sweep (sweep);
  finish_page (self, page, read, sweep->todo->len == 0 ? 0 : self->after, sweep->todo->len > 0);
  if (sweep->todo->len > 0)
    sweep->expected = g_strdup (page->new_state);
  return g_steal_pointer (&page);
}

static void
note_own (PmSweep *self, PmPage *page)
{
  for (guint i = 0; i < page->records->len; i++) {
    PmParticipant *person = g_ptr_array_index (page->records, i);
    gint64 poc_id = PM_IS_PARTICIPANT (person) ? pm_participant_get_poc_id (person) : 0;

    if (poc_id != 0 && pm_participant_get_user_id (person) == pm_who_get_user_id (self->who))
      g_hash_table_add (self->own, g_memdup2 (&poc_id, sizeof poc_id));
  }
}

static void
merge (PmPage *page, PmPage *part)
{
  pm_sweep_add_rows (page, part->records);
  g_array_append_vals (page->scopes, part->scopes->data, part->scopes->len);
}

/* Of one's own POCs everything is there before it is asked for, where that costs nothing. */
static gboolean
wants_details (PmSweep *self, gint64 poc_id)
{
  return g_hash_table_contains (self->own, &poc_id) && pm_pace_reads_ahead (self->plan.pace);
}

/* Awaits. A few POCs side by side; all come to an end, whatever one of them has come to. */
static gboolean
read_batch (Asking *self, guint n_pocs, PmPage *page, GError **error)
{
  PmSweep *sweep = self->sweep;
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GError) failure = NULL;
  gboolean details[MAX_AT_ONCE];

  for (guint i = 0; i < n_pocs; i++) {
    gint64 id = g_array_index (sweep->todo, gint64, i);

    details[i] = wants_details (sweep, id);
    g_ptr_array_add (futures, read_poc (self, id, details[i], 1));
  }
  for (guint i = 0; i < n_pocs; i++) {
    gint64 id = g_array_index (sweep->todo, gint64, i);
    g_autoptr (PmPage) part = NULL;

    part = dex_await_boxed (dex_ref (g_ptr_array_index (futures, i)),
                            failure == NULL ? &failure : NULL);
    if (part == NULL)
      continue;
    if (details[i])
      look_for_broken (sweep, part, id);
    note_own (sweep, part);
    merge (page, part);
  }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Awaits. */
static PmPage *
continue_sweep (Asking *self, GError **error)
{
  PmSweep *sweep = self->sweep;
  g_autoptr (PmPage) page = pm_page_new ();
  gint64 read = ++sweep->read;
  guint n_pocs = MIN (sweep->todo->len, MAX_AT_ONCE);
  gint64 last = g_array_index (sweep->todo, gint64, n_pocs - 1);
  gboolean has_more = sweep->todo->len > n_pocs;

  if (!read_batch (self, n_pocs, page, error))
    return NULL;
  g_array_remove_range (sweep->todo, 0, n_pocs);
  if (!has_more)
    end_sweep (sweep);
  finish_page (self, page, read, has_more ? last : 0, has_more);
  if (has_more)
    g_set_str (&sweep->expected, page->new_state);
  return g_steal_pointer (&page);
}

/* --- Waiting --- */

static void
tell_news (PmSweep *self)
{
  if (self->news != NULL && dex_future_is_pending (DEX_FUTURE (self->news)))
    dex_promise_resolve_boolean (self->news, TRUE);
}

/* Awaits. */
static gboolean
wait_until_due (Asking *self, gint64 *poc_id, GError **error)
{
  PmSweep *sweep = self->sweep;
  gint64 due;

  while ((due = pm_sweep_plan_next (&sweep->plan, poc_id)) > g_get_monotonic_time ()) {
    dex_clear (&sweep->news);
    sweep->news = dex_promise_new ();
    if (!pm_feed_await (sweep->news, due - g_get_monotonic_time (), self->cancellable, error))
      return FALSE;
  }
  return TRUE;
}

static PmPage *
next_page (Asking *self, GError **error)
{
  PmSweep *sweep = self->sweep;
  gint64 poc_id = 0;

  if (!parse_state (self, error))
    return NULL;
  if (sweep->expected != NULL && g_str_equal (sweep->expected, self->state))
    return continue_sweep (self, error);
  if (self->wait && !wait_until_due (self, &poc_id, error))
    return NULL;
  if (poc_id == PM_SWEEP_LIST)
    return read_list (self, error);
  if (poc_id != 0 && pm_who_is_known (sweep->who))
    return read_single (self, poc_id, error);
  return begin_sweep (self, error);
}

static DexFuture *
next_fiber (gpointer data)
{
  GError *error = NULL;
  PmPage *page = next_page (data, &error);

  if (page == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (PM_TYPE_PAGE, page);
}

static DexFuture *
pm_sweep_next (PmFeed *feed, const char *state, gboolean wait, GCancellable *cancellable)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->sweep = g_object_ref (PM_SWEEP (feed));
  asking->state = g_strdup (state);
  asking->wait = wait;
  g_set_object (&asking->cancellable, cancellable);
  return dex_scheduler_spawn (NULL, 0, next_fiber, asking, asking_free);
}

static void
pm_sweep_finalize (GObject *object)
{
  PmSweep *self = PM_SWEEP (object);

  g_clear_object (&self->remote);
  g_clear_object (&self->who);
  pm_sweep_plan_clear (&self->plan);
  dex_clear (&self->news);
  g_hash_table_unref (self->broken);
  g_hash_table_unref (self->own);
  g_array_unref (self->todo);
  g_free (self->expected);
  G_OBJECT_CLASS (pm_sweep_parent_class)->finalize (object);
}

static void
pm_sweep_iface_init (PmFeedInterface *iface)
{
  iface->next = pm_sweep_next;
}

static void
pm_sweep_class_init (PmSweepClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pm_sweep_finalize;
  signals[LIST_BROKEN] = g_signal_new ("list-broken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
pm_sweep_init (PmSweep *self)
{
  self->broken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->own = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->todo = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * pm_sweep_new:
 * @remote: a server
 * @who: whom it reads for
 * @pace: how much of its time it is to give
 *
 * Returns: (transfer full): its feed
 */
PmSweep *
pm_sweep_new (PmRemote *remote, PmWho *who, PmPace *pace)
{
  PmSweep *self = g_object_new (PM_TYPE_SWEEP, NULL);

  self->remote = g_object_ref (remote);
  self->who = g_object_ref (who);
  pm_sweep_plan_init (&self->plan, pace);
  g_signal_connect_object (pace, "changed", G_CALLBACK (tell_news), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * pm_sweep_is_needed:
 * @self: a sweep
 *
 * Returns: whether the server, as far as it has said what it is, tells this account nothing of
 *   what changes: a plain one tells nobody, ours no customer
 */
gboolean
pm_sweep_is_needed (PmSweep *self)
{
  PmServerInfo *info = pm_remote_get_server_info (self->remote);

  return info != NULL &&
         (pm_who_is_customer (self->who) || !(info->capabilities & PM_CAPABILITY_CHANGES));
}

/**
 * pm_sweep_watch_poc:
 * @self: a sweep
 * @poc_id: the POC that is on screen, or 0
 *
 * Reads it at once with everything in it, and then more often than the others.
 */
void
pm_sweep_watch_poc (PmSweep *self, gint64 poc_id)
{
  pm_sweep_plan_watch (&self->plan, g_get_monotonic_time (), poc_id);
  tell_news (self);
}

/**
 * pm_sweep_want_poc:
 * @self: a sweep
 * @poc_id: a POC where something was done just now
 *
 * Reads it at once and a few times more, to see what has become of that.
 */
void
pm_sweep_want_poc (PmSweep *self, gint64 poc_id)
{
  pm_sweep_plan_want (&self->plan, g_get_monotonic_time (), poc_id);
  tell_news (self);
}

/**
 * pm_sweep_want_details:
 * @self: a sweep
 * @poc_id: a POC in which something was written just now
 *
 * Reads it at once with everything in it.
 */
void
pm_sweep_want_details (PmSweep *self, gint64 poc_id)
{
  pm_sweep_plan_want_details (&self->plan, g_get_monotonic_time (), poc_id);
  tell_news (self);
}

/**
 * pm_sweep_want_list:
 * @self: a sweep
 *
 * Reads the list of POCs at once.
 */
void
pm_sweep_want_list (PmSweep *self)
{
  pm_sweep_plan_want_details (&self->plan, g_get_monotonic_time (), PM_SWEEP_LIST);
  tell_news (self);
}

/**
 * pm_sweep_get_next_read:
 * @self: a sweep
 *
 * Returns: the number of the first read that is begun from now on
 */
gint64
pm_sweep_get_next_read (PmSweep *self)
{
  return self->read + 1;
}

/**
 * pm_sweep_go_on_from:
 * @self: a sweep
 * @read: the number of a read that was waited for in an earlier run of the program
 *
 * Whatever is read from now on counts as that read, even if the numbers had to begin anew.
 */
void
pm_sweep_go_on_from (PmSweep *self, gint64 read)
{
  self->read = MAX (self->read, read - 1);
}
