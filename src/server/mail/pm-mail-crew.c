/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-crew.h"

#include <libdex.h>

static const int n_threads[PM_MAIL_N_GROUPS] = {
  [PM_MAIL_GROUP_HOUSE] = 1,
  [PM_MAIL_GROUP_STEADY] = 4,
  [PM_MAIL_GROUP_TROUBLED] = 2,
};

struct _PmMailCrew {
  GThreadPool *pools[PM_MAIL_N_GROUPS];
  GHashTable *busy; /* a set of PmMailTransport */
  gboolean interrupted;
};

/* The fiber waits for it, so it stands on its stack. */
typedef struct {
  PmMailWork work;
  gpointer data;
  DexPromise *done;
} Task;

static void
run_task (gpointer data, gpointer user_data)
{
  Task *task = data;
  g_autoptr (DexPromise) done = dex_ref (task->done);

  task->work (task->data);
  dex_promise_resolve_boolean (done, TRUE);
}

/**
 * pm_mail_crew_new:
 *
 * Returns: (transfer full): a crew; threads are made when there is something to do
 */
PmMailCrew *
pm_mail_crew_new (void)
{
  PmMailCrew *self = g_new0 (PmMailCrew, 1);

  for (guint i = 0; i < PM_MAIL_N_GROUPS; i++)
    self->pools[i] = g_thread_pool_new (run_task, NULL, n_threads[i], FALSE, NULL);
  self->busy = g_hash_table_new (NULL, NULL);
  return self;
}

/**
 * pm_mail_crew_do:
 * @self: a crew
 * @group: who does it
 * @transport: (nullable): the way out that is used, so that it can be interrupted
 * @work: what to do
 * @data: for @work
 *
 * Awaits until it is done: on a fiber only.
 */
void
pm_mail_crew_do (PmMailCrew *self,
                 PmMailGroup group,
                 PmMailTransport *transport,
                 PmMailWork work,
                 gpointer data)
{
  g_autoptr (DexPromise) done = dex_promise_new ();
  Task task = { work, data, done };

  if (transport != NULL) {
    g_hash_table_add (self->busy, transport);
    if (self->interrupted)
      pm_mail_transport_interrupt (transport);
  }
  g_thread_pool_push (self->pools[group], &task, NULL);
  dex_await (dex_ref (DEX_FUTURE (done)), NULL);
  if (transport != NULL)
    g_hash_table_remove (self->busy, transport);
}

/**
 * pm_mail_crew_interrupt:
 * @self: a crew
 *
 * Makes everything that is under way, and whatever comes, end soon.
 */
void
pm_mail_crew_interrupt (PmMailCrew *self)
{
  GHashTableIter iter;
  gpointer transport;

  self->interrupted = TRUE;
  g_hash_table_iter_init (&iter, self->busy);
  while (g_hash_table_iter_next (&iter, &transport, NULL))
    pm_mail_transport_interrupt (transport);
}

/**
 * pm_mail_crew_free:
 * @self: (transfer full): a crew that has nothing to do any more
 */
void
pm_mail_crew_free (PmMailCrew *self)
{
  for (guint i = 0; i < PM_MAIL_N_GROUPS; i++)
    g_thread_pool_free (self->pools[i], FALSE, TRUE);
  g_hash_table_unref (self->busy);
  g_free (self);
}
