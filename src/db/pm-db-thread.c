/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-db-thread.h"

#include "domain/pm-error.h"

/* So much is committed together at most: who came first waits no longer than that. */
#define GROUP_MAX  64
#define GROUP_SPAN (5 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  PmDbFunc func; /* NULL: the end */
  PmDbFunc then; /* once that is committed */
  gpointer data;
  GDestroyNotify destroy;
  gboolean transact;
  DexPromise *promise;
  GError *error; /* why it failed, until its group is committed */
} Job;

/* What the thread works on. It has its own life, so that the object may go at any time. */
typedef struct {
  GAsyncQueue *jobs;
  char *path;
  PmDbFlags flags;
  GMutex mutex; /* guards db against being interrupted while it is closed */
  PmDb *db;
  Job *next;    /* taken already, and to be done next */
  guint *stamp; /* moves with every job that ends */
} Work;

typedef struct {
  Work *work;
  GPtrArray *jobs;
  gint64 deadline;
} Group;

struct _PmDbThread {
  GObject parent_instance;
  Work *work;
  guint *stamp;
  DexPromise *closed;
  gboolean closing;
};

G_DEFINE_FINAL_TYPE (PmDbThread, pm_db_thread, G_TYPE_OBJECT)

static Job *
job_new (PmDbFunc func, gpointer data, GDestroyNotify destroy, gboolean transact)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  job->destroy = destroy;
  job->transact = transact;
  job->promise = dex_promise_new ();
  return job;
}

static void
job_end (Job *job, GError *error)
{
  if (job->destroy != NULL)
    job->destroy (job->data);
  if (error != NULL)
    dex_promise_reject (job->promise, error);
  else
    dex_promise_resolve_boolean (job->promise, TRUE);
  dex_unref (job->promise);
  g_free (job);
}

/* Whoever hears of the end finds that the stamp has moved. */
static void
finish_job (Work *work, Job *job, GError *error)
{
  g_atomic_int_inc (work->stamp);
  job_end (job, error);
}

/* Takes what has come meanwhile, in order. */
static void
take_more (Group *group)
{
  Job *job;

  if (group->jobs->len == GROUP_MAX || g_get_monotonic_time () >= group->deadline)
    return;
  job = g_async_queue_try_pop (group->work->jobs);
  if (job != NULL && job->func != NULL && job->transact)
    g_ptr_array_add (group->jobs, job);
  else
    group->work->next = job;
}

/* Each for itself: one that fails takes back only what it did. But a disk that is full, among
 * others, ends the transaction of all, and all of them hear why. */
static gboolean
run_group (PmDb *db, gpointer data, GError **error)
{
  Group *group = data;

  for (guint i = 0; i < group->jobs->len; i++) {
    Job *job = g_ptr_array_index (group->jobs, i);

    if (!pm_db_transact (db, job->func, job->data, &job->error) && !pm_db_is_transacting (db)) {
      g_propagate_error (error, g_error_copy (job->error));
      return FALSE;
    }
    take_more (group);
  }
  return TRUE;
}

static void
end_transaction (Work *work, Job *job, const GError *error)
{
  GError *own = g_steal_pointer (&job->error);

  if (own == NULL && error != NULL)
    own = g_error_copy (error);
  if (own == NULL && job->then != NULL)
    job->then (work->db, job->data, &own);
  finish_job (work, job, own);
}

/* Making a commit durable takes longer than most of what is committed: all that waits shares one.
 * Nobody hears of anything before it. */
static void
do_group (Work *work, Job *first)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  Group group = { work, jobs, g_get_monotonic_time () + GROUP_SPAN };

  g_ptr_array_add (jobs, first);
  pm_db_transact (work->db, run_group, &group, &error);
  for (guint i = 0; i < jobs->len; i++)
    end_transaction (work, g_ptr_array_index (jobs, i), error);
}

static void
do_alone (Work *work, Job *job)
{
  if (job->transact)
    pm_db_transact (work->db, job->func, job->data, &job->error);
  else
    job->func (work->db, job->data, &job->error);
  end_transaction (work, job, NULL);
}

/* Reading is not grouped: who asks after a commit must see it. */
static void
do_job (Work *work, Job *job, const GError *open_error)
{
  if (work->db == NULL)
    finish_job (work, job, g_error_copy (open_error));
  else if (job->transact && !(work->flags & PM_DB_READ_ONLY))
    do_group (work, job);
  else
    do_alone (work, job);
}

static void
set_db (Work *work, PmDb *db)
{
  g_mutex_lock (&work->mutex);
  work->db = db;
  g_mutex_unlock (&work->mutex);
}

static void
work_free (Work *work)
{
  g_async_queue_unref (work->jobs);
  g_mutex_clear (&work->mutex);
  g_atomic_rc_box_release (work->stamp);
  g_free (work->path);
  g_free (work);
}

static Job *
take_job (Work *work)
{
  return work->next != NULL ? g_steal_pointer (&work->next) : g_async_queue_pop (work->jobs);
}

static gpointer
work_off (gpointer data)
{
  Work *work = data;
  g_autoptr (GError) open_error = NULL;
  PmDb *db = pm_db_open (work->path, work->flags, &open_error);
  Job *job;

  set_db (work, db);
  while ((job = take_job (work))->func != NULL)
    do_job (work, job, open_error);
  set_db (work, NULL);
  g_clear_pointer (&db, pm_db_close);
  job_end (job, NULL);
  work_free (work);
  return NULL;
}

static void
close_work (PmDbThread *self)
{
  Job *end;

  if (self->closing)
    return;
  self->closing = TRUE;
  end = job_new (NULL, NULL, NULL, FALSE);
  self->closed = dex_ref (end->promise);
  g_async_queue_push (self->work->jobs, end);
}

static void
pm_db_thread_finalize (GObject *object)
{
  PmDbThread *self = PM_DB_THREAD (object);

  close_work (self);
  dex_clear (&self->closed);
  g_atomic_rc_box_release (self->stamp);
  G_OBJECT_CLASS (pm_db_thread_parent_class)->finalize (object);
}

static void
pm_db_thread_class_init (PmDbThreadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pm_db_thread_finalize;
}

static void
pm_db_thread_init (PmDbThread *self)
{
}

/**
 * pm_db_thread_new:
 * @name: the thread's name, at most 15 bytes
 * @path: the database's file
 * @flags: how it is opened
 *
 * Starts a thread that opens the database and waits for work. If it cannot be opened, every job
 * fails with the reason.
 *
 * Returns: (transfer full): the thread
 */
PmDbThread *
pm_db_thread_new (const char *name, const char *path, PmDbFlags flags)
{
  PmDbThread *self = g_object_new (PM_TYPE_DB_THREAD, NULL);
  Work *work = g_new0 (Work, 1);

  work->jobs = g_async_queue_new ();
  work->path = g_strdup (path);
  work->flags = flags;
  work->stamp = g_atomic_rc_box_new0 (guint);
  self->stamp = g_atomic_rc_box_acquire (work->stamp);
  g_mutex_init (&work->mutex);
  self->work = work;
  g_thread_unref (g_thread_new (name, work_off, work));
  return self;
}

static DexFuture *
send_job (PmDbThread *self, Job *job)
{
  DexFuture *future = dex_ref (DEX_FUTURE (job->promise));

  if (self->closing)
    job_end (job, g_error_new (PM_ERROR, PM_ERROR_CANCELLED, "The database is closed."));
  else
    g_async_queue_push (self->work->jobs, job);
  return future;
}

/**
 * pm_db_thread_run:
 * @self: a database thread
 * @func: what to do on it
 * @data: for @func; a fiber that awaits the future may pass what stands on its stack
 * @destroy: (nullable): frees @data afterwards, on the thread
 *
 * Sends work. Jobs run one after the other in the order in which they were sent.
 *
 * Returns: (transfer full): resolves to %TRUE when @func has succeeded, rejects with its error
 */
DexFuture *
pm_db_thread_run (PmDbThread *self, PmDbFunc func, gpointer data, GDestroyNotify destroy)
{
  g_return_val_if_fail (PM_IS_DB_THREAD (self), NULL);

  return send_job (self, job_new (func, data, destroy, FALSE));
}

/**
 * pm_db_thread_transact:
 * @self: a database thread
 * @func: what to do on it
 * @data: for @func
 * @destroy: (nullable): frees @data afterwards, on the thread
 *
 * As pm_db_thread_run(), in one transaction: the future resolves after the commit. What waits
 * while a thread writes is committed together, but each job succeeds or fails for itself. Only
 * where the commit fails, all do.
 *
 * Returns: (transfer full): resolves to %TRUE, or rejects and nothing has happened
 */
DexFuture *
pm_db_thread_transact (PmDbThread *self, PmDbFunc func, gpointer data, GDestroyNotify destroy)
{
  g_return_val_if_fail (PM_IS_DB_THREAD (self), NULL);

  return send_job (self, job_new (func, data, destroy, TRUE));
}

/**
 * pm_db_thread_commit:
 * @self: a database thread
 * @func: what to do on it, in a transaction
 * @then: what to do on it, outside of the transaction, once that is committed
 * @data: for both
 * @destroy: (nullable): frees @data afterwards, on the thread
 *
 * As pm_db_thread_transact(), for what may be told or built on only when it cannot be lost.
 *
 * Returns: (transfer full): resolves to %TRUE when @then has succeeded. Rejects with the error of
 *   @func or the commit, and nothing has happened, or with that of @then
 */
DexFuture *
pm_db_thread_commit (PmDbThread *self,
                     PmDbFunc func,
                     PmDbFunc then,
                     gpointer data,
                     GDestroyNotify destroy)
{
  Job *job;

  g_return_val_if_fail (PM_IS_DB_THREAD (self), NULL);

  job = job_new (func, data, destroy, TRUE);
  job->then = then;
  return send_job (self, job);
}

/**
 * pm_db_thread_get_stamp:
 * @self: a database thread
 *
 * Tells whether anything has been done since: it moves before anybody hears that a job has ended,
 * and after what the job has committed can be seen.
 *
 * Returns: a number that stays only while nothing is done
 */
guint
pm_db_thread_get_stamp (PmDbThread *self)
{
  g_return_val_if_fail (PM_IS_DB_THREAD (self), 0);

  return (guint) g_atomic_int_get (self->stamp);
}

/**
 * pm_db_thread_interrupt:
 * @self: a database thread
 *
 * Makes the statement that is running, if any, fail with %PM_ERROR_CANCELLED.
 */
void
pm_db_thread_interrupt (PmDbThread *self)
{
  g_return_if_fail (PM_IS_DB_THREAD (self));

  if (self->closing)
    return;
  g_mutex_lock (&self->work->mutex);
  if (self->work->db != NULL)
    pm_db_interrupt (self->work->db);
  g_mutex_unlock (&self->work->mutex);
}

/**
 * pm_db_thread_close:
 * @self: a database thread
 *
 * Lets it finish what it was sent, then closes the connection. Later work is refused.
 *
 * Returns: (transfer full): resolves when the connection is closed
 */
DexFuture *
pm_db_thread_close (PmDbThread *self)
{
  g_return_val_if_fail (PM_IS_DB_THREAD (self), NULL);

  close_work (self);
  return dex_ref (DEX_FUTURE (self->closed));
}
