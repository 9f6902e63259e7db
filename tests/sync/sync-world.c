/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-world.h"

#include <glib/gstdio.h>

#define POSTS "POST /pocs/"

static char *
answer_changes (World *self, const PmTestRequest *request)
{
  gint64 deadline = g_get_monotonic_time () + 25 * G_USEC_PER_SEC;
  gboolean waits = strstr (request->line, "wait=25") != NULL;
  g_autofree char *newest = NULL;
  g_autofree char *since = NULL;
  g_autofree char *page = NULL;

  g_mutex_lock (&self->lock);
  newest = g_strdup_printf ("since=s%d&", self->newest);
  while (waits && !self->closing && strstr (request->line, newest) != NULL &&
         g_cond_wait_until (&self->news, &self->lock, deadline)) {
    g_free (newest);
    newest = g_strdup_printf ("since=s%d&", self->newest);
  }
  page = g_strdup_printf (
      "{\"new_state\":\"s%d\",\"has_more\":false,\"seq\":%d,\"total\":1,"
      "\"list\":[{\"type\":\"poc\",\"id\":7,\"rev\":1,\"title\":\"Pilot\"}],\"destroyed\":[]}",
      self->newest, self->seq);
  g_mutex_unlock (&self->lock);
  return pm_test_reply_json (200, page);
}

static char *
answer_write (World *self)
{
  g_autofree char *headers = NULL;

  g_mutex_lock (&self->lock);
  self->seq++;
  self->newest++;
  headers = g_strdup_printf ("Content-Type: application/json\r\nSync-Seq: %d\r\n", self->seq);
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);
  return pm_test_reply (201, headers, "{\"id\":1}");
}

static char *
answer_renewal (World *self)
{
  gboolean over;

  g_mutex_lock (&self->lock);
  over = self->session_over;
  g_mutex_unlock (&self->lock);
  if (over)
    return pm_test_reply_json (401, "{\"detail\":\"Your session has ended\"}");
  return pm_test_reply_json (200, "{\"access_token\":\"a\",\"refresh_token\":\"r\"}");
}

static char *
answer_probe (World *self)
{
  g_autofree char *info =
      g_strdup_printf ("{\"version\":\"1.0.0\",\"capabilities\":[%s]}", self->capabilities);
  g_autofree char *headers = NULL;

  if (self->date == NULL)
    return pm_test_reply_json (200, info);
  headers = g_strdup_printf ("Content-Type: application/json\r\nDate: %s\r\n", self->date);
  return pm_test_reply (200, headers, info);
}

static char *
answer_me (World *self)
{
  g_autofree char *me = g_strdup_printf ("{\"id\":1,\"current_role\":\"%s\"}", self->role);

  return pm_test_reply_json (200, me);
}

static char *
answer (const PmTestRequest *request, gpointer data)
{
  World *self = data;

  if (g_str_has_prefix (request->line, "POST /auth/refresh"))
    return answer_renewal (self);
  if (self->session_over)
    return pm_test_reply_json (401, "{\"detail\":\"Could not validate credentials\"}");
  if (g_str_has_prefix (request->line, "GET /sync/changes"))
    return self->changes != NULL ? self->changes (request, self) : answer_changes (self, request);
  if (g_str_has_prefix (request->line, "GET /auth/me"))
    return answer_me (self);
  if (g_str_has_prefix (request->line, "GET /") && request->line[5] != '\0' && self->read != NULL)
    return self->read (request, self);
  if (g_str_has_prefix (request->line, "GET /pocs/") && self->invitations != NULL)
    return pm_test_reply_json (200, self->invitations);
  if (g_str_has_prefix (request->line, "GET /"))
    return answer_probe (self);
  return self->post != NULL ? self->post (request, self) : answer_write (self);
}

static void
on_session_lost (PmSyncer *syncer, gpointer data)
{
  ((World *) data)->sessions_lost++;
}

static void
open_desktop (World *self)
{
  g_autoptr (GError) error = NULL;

  self->cache = dex_await_object (pm_cache_open (self->folder), &error);
  g_assert_no_error (error);
  self->remote = pm_remote_new (pm_test_peer_get_url (self->peer), NULL);
  pm_remote_set_refresh_token (self->remote, "r");
  self->monitor = pm_test_monitor_new ();
  self->syncer = pm_syncer_new (self->cache, self->remote, self->monitor);
  g_signal_connect (self->syncer, "session-lost", G_CALLBACK (on_session_lost), self);
}

static void
close_desktop (World *self)
{
  dex_await (pm_syncer_stop (self->syncer), NULL);
  dex_await (pm_cache_close (self->cache), NULL);
  g_assert_finalize_object (self->syncer);
  g_assert_finalize_object (self->remote);
  g_assert_finalize_object (self->monitor);
  g_object_unref (self->cache);
}

World *
world_new (void)
{
  World *self = g_new0 (World, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->news);
  self->capabilities = "\"changes\",\"idempotency\"";
  self->role = "sales_engineer";
  self->newest = 1;
  self->seq = 10;
  self->folder = g_dir_make_tmp ("sync-XXXXXX", NULL);
  self->peer = pm_test_peer_new (answer, self);
  open_desktop (self);
  return self;
}

void
world_start (World *self)
{
  pm_syncer_start (self->syncer);
}

/* The program ends and begins again, with what is on its disk; it does not sync yet. */
void
world_restart (World *self)
{
  close_desktop (self);
  open_desktop (self);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
}

void
world_free (World *self)
{
  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);
  close_desktop (self);
  pm_test_peer_free (self->peer);
  remove_folder (self->folder);
  g_free (self->folder);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->news);
  g_free (self);
}

/* Makes an invitation to POC 7 safe, and returns its operation's id. */
gint64
world_invite (World *self, const char *email, gint64 held_for)
{
  g_autoptr (PmOperation) operation = pm_operation_new ();
  g_autofree char *payload = g_strdup_printf ("{\"email\":\"%s\"}", email);
  g_autoptr (GError) error = NULL;
  gint64 id;

  pm_operation_set_kind (operation, PM_OPERATION_KIND_INVITE);
  pm_operation_set_poc_id (operation, 7);
  pm_operation_set_email (operation, email);
  pm_operation_set_payload (operation, payload);
  if (held_for > 0)
    pm_operation_set_not_before (operation, g_get_real_time () + held_for);
  id = dex_await_int64 (pm_outbox_enqueue (pm_syncer_get_outbox (self->syncer), operation, 0),
                        &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

void
world_move_feed (World *self)
{
  g_mutex_lock (&self->lock);
  self->newest++;
  g_cond_broadcast (&self->news);
  g_mutex_unlock (&self->lock);
}

/* What is stored of an operation; NULL when it is gone. */
PmOperation *
world_find (World *self, gint64 operation_id)
{
  g_autoptr (GPtrArray) all = dex_await_boxed (pm_cache_list_operations (self->cache), NULL);

  for (guint i = 0; i < all->len; i++)
    if (pm_operation_get_id (g_ptr_array_index (all, i)) == operation_id)
      return g_object_ref (g_ptr_array_index (all, i));
  return NULL;
}

/* The key of the write with that number, counted from 0. */
char *
world_key (World *self, guint number)
{
  return pm_test_peer_find_header (self->peer, POSTS, number, "Idempotency-Key");
}

/* What has not come true in time is said by @what. */
void
world_wait_saying (World *self, WorldCondition condition, gint64 number, const char *what)
{
  gint64 deadline = g_get_monotonic_time () + 15 * G_USEC_PER_SEC;

  while (!condition (self, number)) {
    if (g_get_monotonic_time () >= deadline)
      g_error ("not in time: %s", what);
    dex_await (dex_timeout_new_msec (2), NULL);
  }
}

gboolean
world_is_in_state (World *self, gint64 state)
{
  PmSyncState now;

  g_object_get (self->syncer, "state", &now, NULL);
  return (gint64) now == state;
}

gboolean
world_has_posts (World *self, gint64 number)
{
  return (gint64) pm_test_peer_count (self->peer, POSTS) >= number;
}

gboolean
world_has_unsent (World *self, gint64 number)
{
  return (gint64) pm_cache_get_n_unsent (self->cache) == number;
}

gboolean
world_has_lost_session (World *self, gint64 number)
{
  return (gint64) self->sessions_lost == number;
}

gboolean
world_has_poc (World *world, gint64 id)
{
  g_autoptr (PmPoc) poc =
      dex_await_object (pm_cache_find_record (world->cache, PM_TYPE_POC, id), NULL);

  return poc != NULL;
}

/* Whether the feed was asked so many times from that state. */
gboolean
world_was_asked_from (World *world, const char *state, guint times)
{
  g_autofree char *line = g_strdup_printf ("GET /sync/changes?since=%s&", state);

  return pm_test_peer_count (world->peer, line) == times;
}

/* A page of the feed, with one POC of four. */
char *
world_page (const char *new_state, gboolean has_more, int id)
{
  g_autofree char *body = g_strdup_printf (
      "{\"new_state\":\"%s\",\"has_more\":%s,\"seq\":20,\"total\":4,"
      "\"list\":[{\"type\":\"poc\",\"id\":%d,\"rev\":1,\"title\":\"Pilot %d\"}],\"destroyed\":[]}",
      new_state, has_more ? "true" : "false", id, id);

  return pm_test_reply_json (200, body);
}

/* Of a request for changes. */
gboolean
world_asks_from (const PmTestRequest *request, const char *state)
{
  g_autofree char *since = g_strdup_printf ("since=%s&", state);

  return strstr (request->line, since) != NULL;
}

/* Until the world ends. */
void
world_park (World *world)
{
  g_mutex_lock (&world->lock);
  while (!world->closing)
    g_cond_wait (&world->news, &world->lock);
  g_mutex_unlock (&world->lock);
}
