/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "poc-manager-server"

#include "server/pm-server.h"

#include "db/pm-db-thread.h"
#include "db/pm-folder-lock.h"
#include "domain/pm-error.h"
#include "server/accounts/pm-limits.h"
#include "server/accounts/pm-password.h"
#include "server/changes/pm-change-log.h"
#include "server/changes/pm-sync-mark.h"
#include "server/changes/pm-sync-state.h"
#include "server/http/pm-health.h"
#include "server/http/pm-http.h"
#include "server/http/pm-kept.h"
#include "server/mail/pm-mailer.h"
#include "server/pm-upkeep.h"

#include <gio/gio.h>
#include <sodium.h>
#include <string.h>

#define N_READERS 2

/* For answers that are kept. */
#define KEPT_SPACE (32 * 1024 * 1024)

struct _PmServer {
  GObject parent_instance;
  PmServerConfig *config;
  PmFolderLock *lock;
  PmDbThread *writer;
  PmDbThread *readers[N_READERS];
  guint next_reader;
  PmStateKey *state_key;
  PmKept *kept;
  PmPasswordPool *passwords;
  PmLimits *limits;
  PmMailer *mailer;
  PmHttp *http;
  PmUpkeep *upkeep;
  PmHealth *health;
  char *public_url;
  guint port;
};

G_DEFINE_FINAL_TYPE (PmServer, pm_server, G_TYPE_OBJECT)

typedef struct {
  PmServer *server;
  PmDbFunc func;
  gpointer data;
  GDestroyNotify destroy;
  PmChangeLog *log;
} Write;

static void
write_free (gpointer data)
{
  Write *write = data;

  g_clear_object (&write->server);
  pm_change_log_free (write->log);
  g_free (write);
}

static void
pm_server_finalize (GObject *object)
{
  PmServer *self = PM_SERVER (object);

  g_clear_pointer (&self->upkeep, pm_upkeep_free);
  g_clear_pointer (&self->http, pm_http_free);
  g_clear_pointer (&self->health, pm_health_free);
  g_clear_object (&self->mailer);
  g_clear_pointer (&self->passwords, pm_password_pool_free);
  g_clear_pointer (&self->limits, pm_limits_free);
  g_clear_pointer (&self->state_key, pm_state_key_free);
  for (guint i = 0; i < N_READERS; i++)
    g_clear_object (&self->readers[i]);
  g_clear_object (&self->writer);
  g_clear_pointer (&self->kept, pm_kept_free);
  g_clear_pointer (&self->lock, pm_folder_lock_free);
  g_clear_pointer (&self->config, pm_server_config_free);
  g_free (self->public_url);
  G_OBJECT_CLASS (pm_server_parent_class)->finalize (object);
}

static void
pm_server_class_init (PmServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pm_server_finalize;
}

static void
pm_server_init (PmServer *self)
{
}

/**
 * pm_server_new:
 * @config: how it runs; copied
 *
 * Returns: (transfer full): a server that does not run yet
 */
PmServer *
pm_server_new (PmServerConfig *config)
{
  PmServer *self = g_object_new (PM_TYPE_SERVER, NULL);

  self->config = pm_server_config_copy (config);
  self->kept = pm_kept_new (KEPT_SPACE);
  self->public_url = g_strdup (config->public_url);
  self->health = pm_health_new (self);
  return self;
}

static gboolean
prepare_work (PmDb *db, gpointer data, GError **error)
{
  PmServer *self = data;
  g_autofree char *mark = pm_server_config_get_mark (self->config);

  if (!pm_db_migrate (db, PM_SERVER_SCHEMA, error) || !pm_sync_mark_meet (db, mark, error))
    return FALSE;
  self->state_key = pm_state_key_load (db, error);
  return self->state_key != NULL;
}

static gboolean
open_database (PmServer *self, GError **error)
{
  g_autofree char *path = pm_server_config_get_database (self->config);

  self->lock = pm_folder_lock_take (self->config->data_dir, error);
  if (self->lock == NULL)
    return FALSE;
  self->writer = pm_db_thread_new ("pm-writer", path, PM_DB_DURABLE);
  if (!dex_await (pm_db_thread_run (self->writer, prepare_work, self, NULL), error)) {
    pm_server_explain_database (self->config, error);
    return FALSE;
  }
  for (guint i = 0; i < N_READERS; i++)
    self->readers[i] = pm_db_thread_new ("pm-reader", path, PM_DB_READ_ONLY);
  return TRUE;
}

static gboolean
open_door (PmServer *self, GError **error)
{
  self->http = pm_http_new (self);
  if (!pm_http_listen (self->http, self->config->listen, &self->port, error))
    return FALSE;
  if (self->public_url == NULL)
    self->public_url = pm_server_get_own_url (self);
  return TRUE;
}

static DexFuture *
start_fiber (gpointer data)
{
  PmServer *self = data;
  GError *error = NULL;

  if (!open_database (self, &error))
    return dex_future_new_for_error (error);
  self->passwords = pm_password_pool_new ();
  self->limits = pm_limits_new ();
  self->mailer = pm_mailer_new (self, &error);
  if (self->mailer == NULL || !open_door (self, &error))
    return dex_future_new_for_error (error);
  pm_mailer_start (self->mailer);
  self->upkeep = pm_upkeep_new (self);
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_server_start:
 * @self: a server that does not run
 *
 * Takes the folder, brings the database up to date and lets requests in.
 *
 * Returns: (transfer full): a future boolean; %PM_ERROR_BUSY if the folder is in use
 */
DexFuture *
pm_server_start (PmServer *self)
{
  return dex_scheduler_spawn (NULL, 0, start_fiber, g_object_ref (self), g_object_unref);
}

static gboolean
leave_work (PmDb *db, gpointer data, GError **error)
{
  g_autofree char *mark = pm_server_config_get_mark (PM_SERVER (data)->config);

  return pm_sync_mark_leave (db, mark, error);
}

/**
 * pm_server_leave_mark:
 * @self: the server, running
 *
 * Writes down how far the database has counted.
 *
 * Returns: (transfer full): a future boolean
 */
DexFuture *
pm_server_leave_mark (PmServer *self)
{
  return pm_db_thread_run (self->writer, leave_work, self, NULL);
}

static DexFuture *
stop_fiber (gpointer data)
{
  PmServer *self = data;
  DexFuture *mails = self->mailer != NULL ? pm_mailer_stop (self->mailer) : dex_future_new_true ();

  g_clear_pointer (&self->upkeep, pm_upkeep_free);
  if (self->http != NULL)
    dex_await (pm_http_close (self->http), NULL);
  dex_await (mails, NULL);
  /* Readers close first, so that the writer may fold the log back into the file. */
  for (guint i = 0; i < N_READERS; i++)
    if (self->readers[i] != NULL)
      dex_await (pm_db_thread_close (self->readers[i]), NULL);
  if (self->state_key != NULL)
    dex_await (pm_server_leave_mark (self), NULL);
  if (self->writer != NULL)
    dex_await (pm_db_thread_close (self->writer), NULL);
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_server_stop:
 * @self: a server, or one that could not be started
 *
 * Finishes what it holds, within 5 seconds, and closes the database.
 *
 * Returns: (transfer full): a future boolean
 */
DexFuture *
pm_server_stop (PmServer *self)
{
  return dex_scheduler_spawn (NULL, 0, stop_fiber, g_object_ref (self), g_object_unref);
}

/**
 * pm_server_explain_database:
 * @config: how the server runs
 * @error: (inout): why its database could not be opened
 *
 * Says which file it is, and what can be done.
 */
void
pm_server_explain_database (PmServerConfig *config, GError **error)
{
  g_autofree char *path = pm_server_config_get_database (config);
  gboolean damaged = g_error_matches (*error, PM_ERROR, PM_ERROR_DAMAGED);
  g_autofree char *words =
      g_strdup_printf ("“%s” cannot be used. %s%s", path, (*error)->message,
                       damaged ? " Move it away and put a backup in its place." : "");

  g_free ((*error)->message);
  (*error)->message = g_steal_pointer (&words);
}

/**
 * pm_server_get_config:
 * @self: the server
 *
 * Returns: (transfer none): how it runs; any thread
 */
PmServerConfig *
pm_server_get_config (PmServer *self)
{
  return self->config;
}

/**
 * pm_server_get_public_url:
 * @self: the server, running
 *
 * Returns: (transfer none): what links begin with; any thread
 */
const char *
pm_server_get_public_url (PmServer *self)
{
  return self->public_url;
}

/**
 * pm_server_get_own_url:
 * @self: the server, running
 *
 * Returns: (transfer full): where it can be reached on this machine
 */
char *
pm_server_get_own_url (PmServer *self)
{
  const char *scheme = self->config->tls_cert != NULL ? "https" : "http";
  g_autoptr (GSocketConnectable) parsed = g_network_address_parse (self->config->listen, 1, NULL);
  const char *host = g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed));

  if (g_str_equal (host, "0.0.0.0") || g_str_equal (host, "localhost"))
    host = "127.0.0.1";
  else if (g_str_equal (host, "::"))
    host = "::1";
  return g_strdup_printf (strchr (host, ':') != NULL ? "%s://[%s]:%u" : "%s://%s:%u", scheme, host,
                          self->port);
}

/**
 * pm_server_reload:
 * @self: the server, running
 * @error: return location
 *
 * Reads the certificate again, for new connections.
 *
 * Returns: %FALSE if it is no good; the one before is used further
 */
gboolean
pm_server_reload (PmServer *self, GError **error)
{
  return pm_http_reload (self->http, error);
}

/**
 * pm_server_is_secure:
 * @self: the server, running
 *
 * Returns: whether people reach it by https; any thread
 */
gboolean
pm_server_is_secure (PmServer *self)
{
  return g_str_has_prefix (self->public_url, "https:");
}

/**
 * pm_server_get_mailer:
 * @self: the server, running
 *
 * Returns: (transfer none): what sends the mails; any thread
 */
PmMailer *
pm_server_get_mailer (PmServer *self)
{
  return self->mailer;
}

/**
 * pm_server_get_password_pool:
 * @self: the server, running
 *
 * Returns: (transfer none): what hashes and checks passwords
 */
PmPasswordPool *
pm_server_get_password_pool (PmServer *self)
{
  return self->passwords;
}

/**
 * pm_server_get_limits:
 * @self: the server, running
 *
 * Returns: (transfer none): what has been tried of late; main thread
 */
PmLimits *
pm_server_get_limits (PmServer *self)
{
  return self->limits;
}

/**
 * pm_server_get_health:
 * @self: the server, running
 *
 * Returns: (transfer none): how it is
 */
PmHealth *
pm_server_get_health (PmServer *self)
{
  return self->health;
}

/**
 * pm_server_get_state_key:
 * @self: the server, running
 *
 * Returns: (transfer none): what sync states are made with; any thread
 */
const PmStateKey *
pm_server_get_state_key (PmServer *self)
{
  return self->state_key;
}

/**
 * pm_server_get_stamp:
 * @self: the server, running
 *
 * Returns: a number that stays only while nothing is written: it moves before anybody hears of a
 *   write
 */
guint
pm_server_get_stamp (PmServer *self)
{
  return pm_db_thread_get_stamp (self->writer);
}

/**
 * pm_server_get_kept:
 * @self: the server
 *
 * Returns: (transfer none): the answers that are kept; any thread
 */
PmKept *
pm_server_get_kept (PmServer *self)
{
  return self->kept;
}

/**
 * pm_server_get_waiting_room:
 * @self: the server, running
 *
 * Returns: (transfer none): where requests wait for changes
 */
PmWaitingRoom *
pm_server_get_waiting_room (PmServer *self)
{
  return pm_http_get_waiting_room (self->http);
}

/**
 * pm_server_read:
 * @self: the server, running
 * @func: what to read, on a reading thread, as of one moment
 * @data: for @func
 * @destroy: (nullable): frees @data afterwards, on that thread
 *
 * Returns: (transfer full): a future boolean
 */
DexFuture *
pm_server_read (PmServer *self, PmDbFunc func, gpointer data, GDestroyNotify destroy)
{
  PmDbThread *reader = self->readers[self->next_reader++ % N_READERS];

  return pm_db_thread_transact (reader, func, data, destroy);
}

static gboolean
write_work (PmDb *db, gpointer data, GError **error)
{
  Write *write = data;
  gboolean done;

  pm_db_set_user_data (db, write->log);
  done = write->func (db, write->data, error);
  pm_db_set_user_data (db, NULL);
  return done;
}

static void
tell_others (PmServer *self, PmChangeLog *log)
{
  GArray *moved = log->moved;

  for (guint i = 0; self->http != NULL && i < moved->len; i++) {
    PmMove *move = &g_array_index (moved, PmMove, i);

    pm_waiting_room_wake (pm_http_get_waiting_room (self->http), move->tenant_id, move->sequence);
  }
  if (self->mailer != NULL && log->has_mail)
    pm_mailer_wake (self->mailer);
}

static DexFuture *
finish_write (DexFuture *done, gpointer data)
{
  Write *write = data;

  if (dex_future_is_resolved (done))
    tell_others (write->server, write->log);
  if (write->destroy != NULL)
    write->destroy (write->data);
  return dex_ref (done);
}

/**
 * pm_server_write:
 * @self: the server, running
 * @func: what to write, on the writing thread, in one transaction
 * @data: for @func
 * @destroy: (nullable): frees @data afterwards, on the main thread
 *
 * Writes, and tells those who wait for the organizations' changes, and what sends the mails.
 *
 * Returns: (transfer full): a future boolean, once it is durable
 */
DexFuture *
pm_server_write (PmServer *self, PmDbFunc func, gpointer data, GDestroyNotify destroy)
{
  Write *write = g_new0 (Write, 1);
  DexFuture *done;

  write->server = g_object_ref (self);
  write->func = func;
  write->data = data;
  write->destroy = destroy;
  write->log = pm_change_log_new (g_get_real_time ());
  done = pm_db_thread_transact (self->writer, write_work, write, NULL);
  done = dex_future_finally (done, finish_write, write, write_free);
  /* It goes to its end even if nobody waits for it. */
  dex_future_disown (dex_ref (done));
  return done;
}

/**
 * pm_server_run_on_writer:
 * @self: the server, running
 * @func: what to do on the writing thread, outside of a transaction
 * @data: for @func
 * @destroy: (nullable): frees @data afterwards, on that thread
 *
 * Returns: (transfer full): a future boolean
 */
DexFuture *
pm_server_run_on_writer (PmServer *self, PmDbFunc func, gpointer data, GDestroyNotify destroy)
{
  return pm_db_thread_run (self->writer, func, data, destroy);
}
