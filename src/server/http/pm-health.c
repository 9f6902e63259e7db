/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-health.h"

#include <sys/stat.h>
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
  gint64 looked_at;
  DexFuture *look; /* NULL: nobody is looking */
};

static gboolean
probe_reader (PmDb *db, gpointer data, GError **error)
{
  gint64 count = 0;

  return pm_db_query_int64 (db, &count, error, "SELECT COUNT (*) FROM setting", "");
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

static DexFuture *
look_fiber (gpointer data)
{
  PmHealth *self = data;
  PmServer *server = self->server;

  self->database = look_at_folder (pm_server_get_config (server));
  if (!answers (pm_server_read (server, probe_reader, NULL, NULL)))
    self->database = "cannot be read";
  else if (!answers (pm_server_run_on_writer (server, probe_writer, NULL, NULL)))
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

/**
 * pm_health_describe:
 * @self: how the server is
 * @well: (out): whether all is well
 *
 * Looks, unless somebody has just done so. Awaits: on a fiber only.
 *
 * Returns: (transfer full): what was found, for everybody to read
 */
JsonObject *
pm_health_describe (PmHealth *self, gboolean *well)
{
  JsonObject *found = json_object_new ();

  look (self);
  *well = g_str_equal (self->database, WELL);
  json_object_set_string_member (found, "status", *well ? "healthy" : "unhealthy");
  json_object_set_string_member (found, "database", self->database);
  return found;
}
