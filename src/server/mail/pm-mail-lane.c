/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-lane.h"

#include "domain/pm-backoff.h"
#include "server/mail/pm-mail-message.h"
#include "server/mail/pm-mail-queue.h"
#include "server/mail/pm-mail-servers.h"
#include "server/pm-log.h"

/* The longest wait between two attempts of a mail, the longest pause of a lane, and the one after
 * a failure of the database. */
#define LONGEST_WAIT  G_TIME_SPAN_HOUR
#define LONGEST_PAUSE (15 * G_TIME_SPAN_MINUTE)
#define DATABASE_WAIT (10 * G_TIME_SPAN_SECOND)

struct _PmMailLane {
  PmServer *server; /* owns our owner */
  PmMailKey *key;
  PmMailCrew *crew;
  gint64 id;
  gint64 version; /* of the mail server */
  guint failures; /* in a row */
  gint64 paused_until;
  gboolean running;
  gboolean refreshed; /* what it knows of its mail server is out of date */
  gboolean stopping;
};

/* One opening of the way out, for all that is due. On the fiber's stack. */
typedef struct {
  PmMailLane *lane;
  PmMailServer *server;
  PmMailTransport *transport;
  char *problem; /* why there is none */
  guint n_sent;

  PmMailJob *job;
  gint64 now;
  gint64 not_before;
  PmMailVerdict verdict;
  gboolean has_spoken; /* the mail server was heard */
  char *words;
} Burst;

static void
burst_clear (Burst *burst)
{
  g_clear_pointer (&burst->server, pm_mail_server_free);
  g_clear_pointer (&burst->transport, pm_mail_transport_free);
  g_clear_pointer (&burst->problem, g_free);
  g_clear_pointer (&burst->job, pm_mail_job_free);
  g_clear_pointer (&burst->words, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Burst, burst_clear)

static void
complain (PmMailLane *self, const char *problem)
{
  g_autofree char *tenant = g_strdup_printf ("%" G_GINT64_FORMAT, self->id);

  pm_log (PM_LOG_WARNING, "mail", "tenant", tenant, "problem", problem, NULL);
}

static void
forget_trouble (PmMailLane *self)
{
  self->failures = 0;
  self->paused_until = 0;
}

static PmMailGroup
group_of (PmMailLane *self)
{
  if (self->id == 0)
    return PM_MAIL_GROUP_HOUSE;
  return self->failures > 0 ? PM_MAIL_GROUP_TROUBLED : PM_MAIL_GROUP_STEADY;
}

/* On a reading thread. */
static gboolean
find_server (PmDb *db, gpointer data, GError **error)
{
  Burst *burst = data;

  return pm_mail_servers_find (db, burst->lane->key, burst->lane->id, &burst->server, error);
}

/* On a reading thread. */
static gboolean
find_job (PmDb *db, gpointer data, GError **error)
{
  Burst *burst = data;
  g_autoptr (GError) local = NULL;

  burst->job = pm_mail_queue_take (db, burst->lane->key, burst->lane->id, burst->now, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* On the writing thread. */
static gboolean
record_attempt (PmDb *db, gpointer data, GError **error)
{
  Burst *burst = data;

  switch (burst->verdict) {
  case PM_MAIL_TAKEN:
    return pm_mail_queue_record_taken (db, burst->job, burst->now, error);
  case PM_MAIL_REFUSED:
    return pm_mail_queue_record_refused (db, burst->job, burst->words, burst->now, error);
  case PM_MAIL_LATER:
  case PM_MAIL_TROUBLE:
  default:
    return pm_mail_queue_record_later (db, burst->job, burst->words, burst->now, burst->not_before,
                                       error);
  }
}

/* On a thread of the crew. What cannot even be written will not get better by waiting. */
static void
make_attempt (gpointer data)
{
  Burst *burst = data;
  g_autoptr (GError) error = NULL;
  const char *sender =
      pm_mail_server_get_sender (burst->server, pm_server_get_config (burst->lane->server));
  g_autoptr (PmLetter) letter = pm_mail_message_new (burst->job, sender, &error);

  burst->has_spoken = FALSE;
  if (letter == NULL) {
    burst->verdict = PM_MAIL_REFUSED;
    burst->words = g_strdup (error->message);
  } else if (burst->transport == NULL) {
    burst->verdict = PM_MAIL_TROUBLE;
    burst->words = g_strdup (burst->problem);
  } else {
    burst->verdict = pm_mail_transport_send (burst->transport, letter, &burst->words);
    burst->has_spoken = burst->verdict != PM_MAIL_TROUBLE;
  }
}

/* On a thread of the crew: a mail server may take its time to say good-bye. */
static void
close_transport (gpointer data)
{
  Burst *burst = data;

  g_clear_pointer (&burst->transport, pm_mail_transport_free);
}

static void
open_transport (Burst *burst)
{
  PmMailLane *self = burst->lane;
  PmServerConfig *config = pm_server_get_config (self->server);
  g_autoptr (GError) error = NULL;

  burst->transport =
      pm_mail_server_open (burst->server, config, self->id != 0, config->mail_timeout, &error);
  if (burst->transport == NULL)
    burst->problem = g_strdup (error->message);
}

static gint64
pick_moment (PmMailLane *self, guint attempts, gint64 longest, gint64 now)
{
  gint64 base = (gint64) (pm_server_get_config (self->server)->mail_retry * G_TIME_SPAN_SECOND);

  return now + base / 2 +
         pm_backoff_delay (attempts, base, MAX (base, longest), g_random_double ());
}

/* A connection that has served well may end at any time, as many do after some mails: then a new
 * one is tried at once. */
static void
draw_conclusions (Burst *burst)
{
  PmMailLane *self = burst->lane;

  burst->now = g_get_real_time ();
  if (burst->has_spoken) {
    burst->n_sent++;
    self->failures = 0;
  }
  if (burst->verdict == PM_MAIL_REFUSED)
    pm_log (PM_LOG_WARNING, "mail", "refused", burst->job->kind, "id", burst->job->message_id,
            NULL);
  if (burst->verdict != PM_MAIL_TROUBLE) {
    burst->not_before = pick_moment (self, burst->job->attempts, LONGEST_WAIT, burst->now);
  } else if (burst->n_sent > 0) {
    burst->not_before = burst->now;
  } else {
    burst->not_before = self->paused_until =
        pick_moment (self, self->failures++, LONGEST_PAUSE, burst->now);
    complain (self, burst->words);
  }
}

/* Interrupted by the end of the process, nobody knows whether the mail was taken: it stays in
 * the queue as it is.
 *
 * Returns: whether the next one may be tried over the same connection. */
static gboolean
send_one (Burst *burst, GError **error)
{
  PmMailLane *self = burst->lane;

  burst->now = g_get_real_time ();
  g_clear_pointer (&burst->job, pm_mail_job_free);
  g_clear_pointer (&burst->words, g_free);
  if (!dex_await (pm_server_read (self->server, find_job, burst, NULL), error) ||
      burst->job == NULL || self->stopping)
    return FALSE;
  pm_mail_crew_do (self->crew, group_of (self), burst->transport, make_attempt, burst);
  if (self->stopping && burst->verdict == PM_MAIL_TROUBLE)
    return FALSE;
  draw_conclusions (burst);
  return dex_await (pm_server_write (self->server, record_attempt, burst, NULL), error) &&
         burst->verdict != PM_MAIL_TROUBLE;
}

static gboolean
open_burst (Burst *burst, GError **error)
{
  PmMailLane *self = burst->lane;

  if (self->id == 0)
    burst->server = pm_mail_server_new_default (pm_server_get_config (self->server));
  else if (!dex_await (pm_server_read (self->server, find_server, burst, NULL), error))
    return FALSE;
  if (burst->server != NULL)
    open_transport (burst);
  return burst->server != NULL;
}

/**
 * pm_mail_lane_new:
 * @server: the server; outlives the lane
 * @key: opens links and passwords; outlives the lane
 * @crew: does what blocks; outlives the lane
 * @id: the organization whose mail server it is, or 0
 *
 * Returns: (transfer full): a lane
 */
PmMailLane *
pm_mail_lane_new (PmServer *server, PmMailKey *key, PmMailCrew *crew, gint64 id)
{
  PmMailLane *self = g_new0 (PmMailLane, 1);

  self->server = server;
  self->key = key;
  self->crew = crew;
  self->id = id;
  return self;
}

/**
 * pm_mail_lane_get_pause:
 * @self: a lane
 *
 * Returns: until when nothing is to be tried
 */
gint64
pm_mail_lane_get_pause (PmMailLane *self)
{
  return self->paused_until;
}

/**
 * pm_mail_lane_is_running:
 * @self: a lane
 *
 * Returns: whether pm_mail_lane_run() is under way
 */
gboolean
pm_mail_lane_is_running (PmMailLane *self)
{
  return self->running;
}

/**
 * pm_mail_lane_is_troubled:
 * @self: a lane
 *
 * Returns: whether the mail server could not be used the last time
 */
gboolean
pm_mail_lane_is_troubled (PmMailLane *self)
{
  return self->failures > 0;
}

/**
 * pm_mail_lane_run:
 * @self: a lane that is not running
 *
 * Sends what is due. Awaits: on a fiber only.
 */
void
pm_mail_lane_run (PmMailLane *self)
{
  g_auto (Burst) burst = { .lane = self };
  g_autoptr (GError) error = NULL;

  self->running = TRUE;
  self->refreshed = FALSE;
  if (open_burst (&burst, &error))
    while (send_one (&burst, &error) && !self->refreshed && !self->stopping)
      ;
  if (error != NULL) {
    self->paused_until = g_get_real_time () + DATABASE_WAIT;
    complain (self, error->message);
  }
  if (self->refreshed)
    forget_trouble (self);
  pm_mail_crew_do (self->crew, group_of (self), NULL, close_transport, &burst);
  self->running = FALSE;
}

/**
 * pm_mail_lane_refresh:
 * @self: a lane
 * @version: of its mail server
 *
 * When the mail server is another one than before, the next mail is tried at once, over a new
 * connection.
 */
void
pm_mail_lane_refresh (PmMailLane *self, gint64 version)
{
  if (version == self->version)
    return;
  self->version = version;
  self->refreshed = TRUE;
  forget_trouble (self);
}

/**
 * pm_mail_lane_stop:
 * @self: a lane
 *
 * Nothing more is begun.
 */
void
pm_mail_lane_stop (PmMailLane *self)
{
  self->stopping = TRUE;
}

/**
 * pm_mail_lane_free:
 * @self: (transfer full): a lane that is not running
 */
void
pm_mail_lane_free (PmMailLane *self)
{
  g_free (self);
}
