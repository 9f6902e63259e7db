/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-health.h"

#include "server/mail/pm-mailer.h"
#include "wire/pm-wire.h"

#include <sys/statvfs.h>
#include <unistd.h>

/* Whoever asks more often hears what was found last. */
#define FRESH_SPAN G_TIME_SPAN_SECOND

/* A thread that does not answer in this time is not well. */
#define PATIENCE_SECONDS 2

/* With less than this, the next write may be the one that fails. */
#define SPACE_MIN (8 * 1024 * 1024)

#define WELL "ok"

struct _PmHealth {
  PmServer *server; /* not owned: it owns us */
  const char *database;
  JsonObject *mail; /* NULL: not known yet */
  gint64 looked_at;
  DexFuture *look; /* NULL: nobody is looking */
};

typedef struct {
  PmMailer *mailer;
  JsonObject *mail;
} Probe;

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  json_object_unref (probe->mail);
  g_object_unref (probe->mailer);
  g_free (probe);
}

/* Nobody waits for it for ever, so it may outlive the question. */
static gboolean
probe_reader (PmDb *db, gpointer data, GError **error)
{
  Probe *probe = data;

  return pm_mailer_describe (probe->mailer, db, probe->mail, error);
}

static gboolean
do_nothing (PmDb *db, gpointer data, GError **error)
{
  return TRUE;
}

/* To be let in as the one who writes is what a write needs first. */
static gboolean
probe_writer (PmDb *db, gpointer data, GError **error)
{
  return pm_db_transact (db, do_nothing, NULL, error);
}

static gboolean
answers (DexFuture *future)
{
  return dex_await (dex_future_first (future, dex_timeout_new_seconds (PATIENCE_SECONDS), NULL),
                    NULL);
}

/* What a database that has its files open does not notice before it is too late. */
static const char *
look_at_folder (PmServerConfig *config)
{
  g_autofree char *path = pm_server_config_get_database (config);
  struct statvfs space;

  if (access (path, R_OK | W_OK) != 0)
    return "the file is gone or cannot be written";
  if (statvfs (path, &space) != 0 || space.f_flag & ST_RDONLY)
    return "the file system cannot be written";
  if ((guint64) space.f_bavail * space.f_frsize < SPACE_MIN)
    return "no space left";
  return WELL;
}

static void
look_at_reader (PmHealth *self)
{
  Probe *probe = g_new0 (Probe, 1);
  g_autoptr (JsonObject) mail = json_object_new ();

  probe->mailer = g_object_ref (pm_server_get_mailer (self->server));
  probe->mail = json_object_ref (mail);
  if (!answers (pm_server_read (self->server, probe_reader, probe, probe_free))) {
    self->database = "cannot be read";
    return;
  }
  g_clear_pointer (&self->mail, json_object_unref);
  self->mail = g_steal_pointer (&mail);
}

static DexFuture *
look_fiber (gpointer data)
{
  PmHealth *self = data;
  PmServer *server = self->server;

  self->database = look_at_folder (pm_server_get_config (server));
  look_at_reader (self);
  if (!answers (pm_server_run_on_writer (server, probe_writer, NULL, NULL)))
    self->database = "cannot be written";
  self->looked_at = g_get_monotonic_time ();
  return dex_future_new_true ();
}

/**
 * pm_health_new:
 * @server: the server, which owns it
 *
 * Returns: (transfer full): nothing known yet
 */
PmHealth *
pm_health_new (PmServer *server)
{
  PmHealth *self = g_new0 (PmHealth, 1);

  self->server = server;
  return self;
}

/**
 * pm_health_free:
 * @self: (transfer full): not while somebody looks
 */
void
pm_health_free (PmHealth *self)
{
  dex_clear (&self->look);
  g_clear_pointer (&self->mail, json_object_unref);
  g_free (self);
}

/* Many may ask at the same time: one looks. */
static void
look (PmHealth *self)
{
  if (self->looked_at != 0 && g_get_monotonic_time () - self->looked_at < FRESH_SPAN)
    return;
  if (self->look == NULL || !dex_future_is_pending (self->look)) {
    dex_clear (&self->look);
    self->look = dex_scheduler_spawn (NULL, 0, look_fiber, self, NULL);
  }
  dex_await (dex_ref (self->look), NULL);
}

static gboolean
mail_goes (PmHealth *self)
{
  return self->mail == NULL || g_strcmp0 (pm_wire_get_string (self->mail, "state"), "failing") != 0;
}

/**
 * pm_health_describe:
 * @self: how the server is
 * @works: (out): whether it can answer requests. Without mails it can: whoever watches it shall
 *   not end it for that
 *
 * Looks, unless somebody has just done so. Awaits: on a fiber only.
 *
 * Returns: (transfer full): what was found, for everybody to read: `status` is `healthy`,
 *   `degraded` or `unhealthy`
 */
JsonObject *
pm_health_describe (PmHealth *self, gboolean *works)
{
  JsonObject *found = json_object_new ();
  const char *status;

  look (self);
  *works = g_str_equal (self->database, WELL);
  status = !*works ? "unhealthy" : mail_goes (self) ? "healthy" : "degraded";
  json_object_set_string_member (found, "status", status);
  json_object_set_string_member (found, "database", self->database);
  if (self->mail != NULL)
    json_object_set_object_member (found, "mail", json_object_ref (self->mail));
  return found;
}
