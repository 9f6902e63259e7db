/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mailer.h"

#include "domain/pm-address.h"
#include "server/mail/pm-mail-lane.h"
#include "server/mail/pm-mail-message.h"
#include "server/mail/pm-mail-queue.h"
#include "server/mail/pm-mail-servers.h"
#include "server/mail/pm-mail-trial.h"
#include "server/pm-log.h"

#include <curl/curl.h>
#include <gmime/gmime.h>

#define KEY_FILE "mail.key"

/* Between two looks at the queue, and after a failure of the database. */
#define SHORTEST_WAIT (50 * G_TIME_SPAN_MILLISECOND)
#define DATABASE_WAIT (10 * G_TIME_SPAN_SECOND)

struct _PmMailer {
  GObject parent_instance;
  PmServer *server; /* owns us */
  PmMailKey *key;
  PmMailCrew *crew;
  GHashTable *lanes; /* by their ids */
  guint n_running;
  int house_is_troubled; /* atomic */
  char *host;
  DexPromise *waker; /* what the loop sleeps on */
  DexFuture *loop;
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (PmMailer, pm_mailer, G_TYPE_OBJECT)

typedef struct {
  PmMailer *mailer;
  PmMailLane *lane;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->mailer);
  g_free (run);
}

static PmMailLane *
find_lane (PmMailer *self, gint64 id)
{
  PmMailLane *lane = g_hash_table_lookup (self->lanes, &id);

  if (lane == NULL) {
    lane = pm_mail_lane_new (self->server, self->key, self->crew, id);
    g_hash_table_insert (self->lanes, g_memdup2 (&id, sizeof id), lane);
  }
  return lane;
}

static DexFuture *
run_lane (gpointer data)
{
  Run *run = data;
  PmMailer *self = run->mailer;

  pm_mail_lane_run (run->lane);
  self->n_running--;
  g_atomic_int_set (&self->house_is_troubled, pm_mail_lane_is_troubled (find_lane (self, 0)));
  pm_mailer_wake (self);
  return dex_future_new_true ();
}

static void
start_lane (PmMailer *self, PmMailLane *lane)
{
  Run *run = g_new0 (Run, 1);

  run->mailer = g_object_ref (self);
  run->lane = lane;
  self->n_running++;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, run_lane, run, run_free));
}

/* On a reading thread. */
static gboolean
survey_work (PmDb *db, gpointer data, GError **error)
{
  return pm_mail_queue_survey (db, data, error);
}

/* Starts the lanes that have something to do; then: when to look again. */
static gint64
start_what_is_due (PmMailer *self)
{
  g_autoptr (GArray) dues = g_array_new (FALSE, FALSE, sizeof (PmMailDue));
  g_autoptr (GError) error = NULL;
  gint64 next = G_MAXINT64;

  if (!dex_await (pm_server_read (self->server, survey_work, dues, NULL), &error)) {
    pm_log (PM_LOG_WARNING, "mail", "problem", error->message, NULL);
    return g_get_real_time () + DATABASE_WAIT;
  }
  for (guint i = 0; i < dues->len && !self->stopping; i++) {
    PmMailDue *due = &g_array_index (dues, PmMailDue, i);
    PmMailLane *lane = find_lane (self, due->lane);
    gint64 at;

    pm_mail_lane_refresh (lane, due->version);
    at = MAX (due->at, pm_mail_lane_get_pause (lane));
    if (pm_mail_lane_is_running (lane))
      continue;
    if (at <= g_get_real_time ())
      start_lane (self, lane);
    else
      next = MIN (next, at);
  }
  return next;
}

static DexFuture *
work_off (gpointer data)
{
  PmMailer *self = data;

  while (!self->stopping || self->n_running > 0) {
    g_autoptr (DexPromise) waker = dex_promise_new ();
    gint64 due;

    dex_clear (&self->waker);
    self->waker = dex_ref (waker);
    due = self->stopping ? G_MAXINT64 : start_what_is_due (self);
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

  g_clear_pointer (&self->lanes, g_hash_table_unref);
  g_clear_pointer (&self->crew, pm_mail_crew_free);
  g_clear_pointer (&self->key, pm_mail_key_free);
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
  curl_global_init (CURL_GLOBAL_DEFAULT);
}

static void
pm_mailer_init (PmMailer *self)
{
  self->crew = pm_mail_crew_new ();
  self->lanes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify) pm_mail_lane_free);
}

/* What is wrong with the way out is said at the start, not by every mail. */
static gboolean
set_up (PmMailer *self, PmServerConfig *config, GError **error)
{
  g_autofree char *key_path = g_build_filename (config->data_dir, KEY_FILE, NULL);
  g_autoptr (PmMailServer) house = pm_mail_server_new_default (config);
  g_autofree char *address =
      pm_mail_sender_address (pm_mail_server_get_sender (house, config), error);
  PmMailTransport *transport;

  if (address == NULL)
    return FALSE;
  self->host = g_strdup (pm_address_get_domain (address));
  self->key = pm_mail_key_load (key_path, error);
  if (self->key == NULL)
    return FALSE;
  transport = pm_mail_server_open (house, config, FALSE, config->mail_timeout, error);
  if (transport == NULL)
    return FALSE;
  pm_mail_transport_free (transport);
  return TRUE;
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

static void
stop_lane (gpointer id, gpointer lane, gpointer data)
{
  pm_mail_lane_stop (lane);
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
  g_hash_table_foreach (self->lanes, stop_lane, NULL);
  pm_mail_crew_interrupt (self->crew);
  if (self->loop == NULL)
    return dex_future_new_true ();
  pm_mailer_wake (self);
  return dex_ref (self->loop);
}

typedef struct {
  PmMailer *mailer;
  gint64 tenant_id;
  char *address;
  PmMailServer *own;
} Try;

static void
try_free (gpointer data)
{
  Try *try = data;

  g_clear_object (&try->mailer);
  g_clear_pointer (&try->own, pm_mail_server_free);
  g_free (try->address);
  g_free (try);
}

/* On a reading thread. */
static gboolean
find_own_server (PmDb *db, gpointer data, GError **error)
{
  Try *try = data;

  return pm_mail_servers_find (db, try->mailer->key, try->tenant_id, &try->own, error);
}

static void
free_trial (gpointer data)
{
  pm_mail_trial_free (data);
}

static DexFuture *
try_fiber (gpointer data)
{
  Try *try = data;
  PmMailer *self = try->mailer;
  g_autoptr (PmMailTrial) trial = NULL;
  GError *error = NULL;
  char *words;

  if (!dex_await (pm_server_read (self->server, find_own_server, try, NULL), &error))
    return dex_future_new_for_error (error);
  trial = pm_mail_trial_new (pm_server_get_config (self->server), try->own, try->address, &error);
  if (trial == NULL)
    return dex_future_new_for_error (error);
  pm_mail_crew_do (self->crew, PM_MAIL_GROUP_TROUBLED, pm_mail_trial_get_transport (trial),
                   pm_mail_trial_run, trial);
  words = pm_mail_trial_finish (trial, &error);
  pm_mail_crew_do (self->crew, PM_MAIL_GROUP_TROUBLED, NULL, free_trial, g_steal_pointer (&trial));
  return words == NULL ? dex_future_new_for_error (error) : dex_future_new_take_string (words);
}

/**
 * pm_mailer_try:
 * @self: a mailer
 * @tenant_id: an organization
 * @address: where to
 *
 * Sends one mail directly, the way that the organization's mails go.
 *
 * Returns: (transfer full): a future string, what the mail server said when it took the mail;
 *   %PM_ERROR_INVALID if there is no such address, %PM_ERROR_FAILED with what the mail server said
 *   or what stood in the way
 */
DexFuture *
pm_mailer_try (PmMailer *self, gint64 tenant_id, const char *address)
{
  Try *try;

  g_return_val_if_fail (PM_IS_MAILER (self), NULL);

  try = g_new0 (Try, 1);
  try->mailer = g_object_ref (self);
  try->tenant_id = tenant_id;
  try->address = g_strdup (address);
  return dex_scheduler_spawn (NULL, 0, try_fiber, try, try_free);
}

/**
 * pm_mailer_describe:
 * @self: a mailer
 * @db: a connection
 * @body: where to
 * @error: return location
 *
 * Adds the truth about mail, which anybody may know: `state` is `ok`, `deferred` (mails were tried
 * in vain and wait) or `failing` (the server's own mail server cannot be used); `waiting` says how
 * many mails wait, `last_sent_at` when the last one was sent, and `last_error` where to look. Any
 * thread.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_mailer_describe (PmMailer *self, PmDb *db, JsonObject *body, GError **error)
{
  gboolean failing = g_atomic_int_get (&self->house_is_troubled);

  if (!pm_mail_queue_describe (db, body, error))
    return FALSE;
  if (failing)
    json_object_set_string_member (body, "last_error",
                                   "The mail server cannot be used. The server's log says why.");
  json_object_set_string_member (body, "state",
                                 failing                                             ? "failing"
                                 : json_object_get_int_member (body, "deferred") > 0 ? "deferred"
                                                                                     : "ok");
  return TRUE;
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
