/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-mailer"

#include "server/mail/pm-mailer.h"

#include "domain/pm-address.h"
#include "domain/pm-backoff.h"
#include "domain/pm-error.h"
#include "server/mail/pm-mail-message.h"
#include "server/mail/pm-mail-queue.h"
#include "server/mail/pm-mail-transport.h"

#include <gmime/gmime.h>

#define KEY_FILE       "mail.key"
#define FOLDER         "mail"
#define DEFAULT_SENDER "POC Manager <no-reply@poc-manager.example>"

/* Between two looks, between two attempts, and after a failure of the database. */
#define SHORTEST_WAIT (50 * G_TIME_SPAN_MILLISECOND)
#define LONGEST_WAIT  G_TIME_SPAN_HOUR
#define DATABASE_WAIT (10 * G_TIME_SPAN_SECOND)

struct _PmMailer {
  GObject parent_instance;
  PmServer *server; /* owns us */
  PmMailKey *key;
  PmMailTransport *transport;
  char *sender;
  char *host;
  GThreadPool *sending; /* of one thread */
  DexPromise *waker;    /* what the loop sleeps on */
  DexFuture *loop;
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (PmMailer, pm_mailer, G_TYPE_OBJECT)

/* One attempt. The fiber waits for it, so it may stand on its stack. */
typedef struct {
  PmMailer *mailer;
  PmMailJob *job;
  gint64 due;
  gint64 now;
  gint64 not_before;
  PmMailVerdict verdict;
  char *words;
  DexPromise *ended;
} Attempt;

static void
attempt_clear (Attempt *attempt)
{
  g_clear_pointer (&attempt->job, pm_mail_job_free);
  g_clear_pointer (&attempt->words, g_free);
  dex_clear (&attempt->ended);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attempt, attempt_clear)

/* On the sending thread. What cannot even be written will not get better by waiting. */
static void
make_attempt (gpointer data, gpointer user_data)
{
  Attempt *attempt = data;
  PmMailer *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PmLetter) letter = pm_mail_message_new (attempt->job, self->sender, &error);

  if (letter == NULL) {
    attempt->verdict = PM_MAIL_REFUSED;
    attempt->words = g_strdup (error->message);
  } else {
    attempt->verdict = pm_mail_transport_send (self->transport, letter, &attempt->words);
  }
  dex_promise_resolve_boolean (attempt->ended, TRUE);
}

/* On the database's thread. */
static gboolean
find_job (PmDb *db, gpointer data, GError **error)
{
  Attempt *attempt = data;
  g_autoptr (GError) local = NULL;

  attempt->job = pm_mail_queue_take (db, attempt->mailer->key, attempt->now, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return pm_mail_queue_next_due (db, &attempt->due, error);
}

/* On the database's thread. */
static gboolean
record_attempt (PmDb *db, gpointer data, GError **error)
{
  Attempt *attempt = data;

  switch (attempt->verdict) {
  case PM_MAIL_TAKEN:
    return pm_mail_queue_record_taken (db, attempt->job, attempt->now, error);
  case PM_MAIL_REFUSED:
    return pm_mail_queue_record_refused (db, attempt->job, attempt->words, attempt->now, error);
  case PM_MAIL_LATER:
  default:
    return pm_mail_queue_record_later (db, attempt->job, attempt->words, attempt->now,
                                       attempt->not_before, error);
  }
}

static gint64
next_try (PmMailer *self, guint attempts, gint64 now)
{
  gint64 base = (gint64) (pm_server_get_config (self->server)->mail_retry * G_TIME_SPAN_SECOND);

  return now + base / 2 + pm_backoff_delay (attempts, base, LONGEST_WAIT, g_random_double ());
}

/* Interrupted by the end of the process, nobody knows whether the mail was taken: it stays in
 * the queue as it is. */
static gboolean
send_and_record (Attempt *attempt, GError **error)
{
  PmMailer *self = attempt->mailer;

  attempt->ended = dex_promise_new ();
  g_thread_pool_push (self->sending, attempt, NULL);
  dex_await (dex_ref (DEX_FUTURE (attempt->ended)), NULL);
  if (self->stopping && attempt->verdict == PM_MAIL_LATER)
    return TRUE;

  attempt->now = g_get_real_time ();
  attempt->not_before = next_try (self, attempt->job->attempts, attempt->now);
  return dex_await (pm_server_write (self->server, record_attempt, attempt, NULL), error);
}

/* What is due is sent; then: when to look again. */
static gint64
send_what_is_due (PmMailer *self)
{
  while (!self->stopping) {
    g_auto (Attempt) attempt = { .mailer = self, .now = g_get_real_time () };
    g_autoptr (GError) error = NULL;

    if (!dex_await (pm_server_run_on_writer (self->server, find_job, &attempt, NULL), &error) ||
        (attempt.job != NULL && !send_and_record (&attempt, &error))) {
      g_message ("Mails wait: %s", error->message);
      return g_get_real_time () + DATABASE_WAIT;
    }
    if (attempt.job == NULL)
      return attempt.due;
  }
  return G_MAXINT64;
}

static DexFuture *
work_off (gpointer data)
{
  PmMailer *self = data;

  while (!self->stopping) {
    g_autoptr (DexPromise) waker = dex_promise_new ();
    gint64 due;

    dex_clear (&self->waker);
    self->waker = dex_ref (waker);
    due = send_what_is_due (self);
    if (due == G_MAXINT64)
      dex_await (dex_ref (DEX_FUTURE (waker)), NULL);
    else
      dex_await (dex_future_first (
                     dex_ref (DEX_FUTURE (waker)),
                     dex_timeout_new_usec (MAX (due - g_get_real_time (), SHORTEST_WAIT)), NULL),
                 NULL);
  }
  return dex_future_new_true ();
}

static void
pm_mailer_finalize (GObject *object)
{
  PmMailer *self = PM_MAILER (object);

  if (self->sending != NULL)
    g_thread_pool_free (self->sending, TRUE, TRUE);
  g_clear_pointer (&self->transport, pm_mail_transport_free);
  g_clear_pointer (&self->key, pm_mail_key_free);
  g_free (self->sender);
  g_free (self->host);
  dex_clear (&self->waker);
  dex_clear (&self->loop);
  G_OBJECT_CLASS (pm_mailer_parent_class)->finalize (object);
}

static void
pm_mailer_class_init (PmMailerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pm_mailer_finalize;
  g_mime_init ();
}

static void
pm_mailer_init (PmMailer *self)
{
}

static gboolean
set_up (PmMailer *self, PmServerConfig *config, GError **error)
{
  g_autofree char *key_path = g_build_filename (config->data_dir, KEY_FILE, NULL);
  g_autofree char *url = config->mail != NULL
                             ? g_strdup (config->mail)
                             : g_strconcat ("file:", config->data_dir, "/" FOLDER, NULL);
  g_autofree char *address = NULL;

  self->sender = g_strdup (config->mail_from != NULL ? config->mail_from : DEFAULT_SENDER);
  address = pm_mail_sender_address (self->sender, error);
  if (address == NULL)
    return FALSE;
  self->host = g_strdup (pm_address_get_domain (address));
  self->key = pm_mail_key_load (key_path, error);
  if (self->key == NULL)
    return FALSE;
  self->transport = pm_mail_transport_new (url, config->mail_password, error);
  return self->transport != NULL;
}

/**
 * pm_mailer_new:
 * @server: the server, which owns the mailer
 * @error: return location
 *
 * Reads the key, makes it if there is none, and looks at the way out: without one, mails are laid
 * down in a folder beside the database. Blocks on files.
 *
 * Returns: (transfer full) (nullable): the mailer, not yet started
 */
PmMailer *
pm_mailer_new (PmServer *server, GError **error)
{
  g_autoptr (PmMailer) self = g_object_new (PM_TYPE_MAILER, NULL);

  self->server = server;
  if (!set_up (self, pm_server_get_config (server), error))
    return NULL;
  self->sending = g_thread_pool_new (make_attempt, self, 1, FALSE, NULL);
  return g_steal_pointer (&self);
}

/**
 * pm_mailer_start:
 * @self: a mailer
 *
 * Sends what waits, and from now on what comes.
 */
void
pm_mailer_start (PmMailer *self)
{
  g_return_if_fail (PM_IS_MAILER (self));
  g_return_if_fail (self->loop == NULL);

  self->loop = dex_scheduler_spawn (NULL, 0, work_off, g_object_ref (self), g_object_unref);
}

/**
 * pm_mailer_wake:
 * @self: a mailer
 *
 * Says that a mail was added to the queue; pm_server_write() does.
 */
void
pm_mailer_wake (PmMailer *self)
{
  g_return_if_fail (PM_IS_MAILER (self));

  if (self->waker != NULL && dex_future_is_pending (DEX_FUTURE (self->waker)))
    dex_promise_resolve_boolean (self->waker, TRUE);
}

/**
 * pm_mailer_stop:
 * @self: a mailer
 *
 * Interrupts what is on its way, which stays in the queue.
 *
 * Returns: (transfer full): resolves when nothing is sent any more
 */
DexFuture *
pm_mailer_stop (PmMailer *self)
{
  g_return_val_if_fail (PM_IS_MAILER (self), NULL);

  self->stopping = TRUE;
  if (self->loop == NULL)
    return dex_future_new_true ();
  pm_mail_transport_interrupt (self->transport);
  pm_mailer_wake (self);
  return dex_ref (self->loop);
}

/**
 * pm_mailer_get_key:
 * @self: a mailer
 *
 * Returns: (transfer none): the key that seals links. Any thread
 */
PmMailKey *
pm_mailer_get_key (PmMailer *self)
{
  return self->key;
}

/**
 * pm_mailer_get_host:
 * @self: a mailer
 *
 * Returns: (transfer none): the sender's domain, for Message-IDs. Any thread
 */
const char *
pm_mailer_get_host (PmMailer *self)
{
  return self->host;
}
