/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-waiting-room.h"

#include "server/http/pm-listener.h"
#include "server/http/pm-request-private.h"

#include <glib-unix.h>
#include <sys/epoll.h>
#include <unistd.h>

#define SPACE      500
#define TICK_MS    250
#define EVENTS_MAX 64

struct _PmWaitingRoom {
  PmWaitingRoomFunc func;
  gpointer data;
  GHashTable *requests;  /* SoupServerMessage → PmRequest */
  GHashTable *sequences; /* organization → where its sequence has come to */
  guint tick;            /* one timer for all */
  int epoll;             /* libsoup does not look at a paused connection: we see who leaves */
  guint watch;
  gboolean closed;
};

typedef gboolean (*Chooser) (PmRequest *request, gint64 tenant_id, gint64 sequence);

static void
watch_peer (PmWaitingRoom *self, PmRequest *request, int operation)
{
  GSocket *socket = pm_listener_get_socket (request->message);
  struct epoll_event event = { .events = EPOLLRDHUP, .data.ptr = request->message };

  epoll_ctl (self->epoll, operation, g_socket_get_fd (socket), &event);
}

/* Going on with it fails at the first byte, and libsoup lets go of the connection. */
static gboolean
on_left (int fd, GIOCondition condition, gpointer data)
{
  PmWaitingRoom *self = data;
  struct epoll_event events[EVENTS_MAX];
  int n_events = epoll_wait (self->epoll, events, EVENTS_MAX, 0);

  for (int i = 0; i < n_events; i++) {
    PmRequest *request = pm_waiting_room_leave (self, events[i].data.ptr);

    if (request != NULL)
      self->func (request, self->data);
  }
  return G_SOURCE_CONTINUE;
}

/**
 * pm_waiting_room_new:
 * @func: what is done with a request when its waiting is over
 * @data: for @func
 *
 * Returns: (transfer full): an empty room
 */
PmWaitingRoom *
pm_waiting_room_new (PmWaitingRoomFunc func, gpointer data)
{
  PmWaitingRoom *self = g_new0 (PmWaitingRoom, 1);

  self->func = func;
  self->data = data;
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->watch = g_unix_fd_add (self->epoll, G_IO_IN, on_left, self);
  self->requests = g_hash_table_new (NULL, NULL);
  self->sequences = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

/* They are taken out before any is gone on with, because that may bring new ones in. */
static void
release (PmWaitingRoom *self, Chooser chooser, gint64 tenant_id, gint64 sequence)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer request;

  g_hash_table_iter_init (&iter, self->requests);
  while (g_hash_table_iter_next (&iter, NULL, &request)) {
    if (!chooser (request, tenant_id, sequence))
      continue;
    g_ptr_array_add (chosen, request);
    watch_peer (self, request, EPOLL_CTL_DEL);
    g_hash_table_iter_remove (&iter);
  }
  for (guint i = 0; i < chosen->len; i++)
    self->func (g_ptr_array_index (chosen, i), self->data);
}

static gboolean
has_news (PmRequest *request, gint64 tenant_id, gint64 sequence)
{
  return request->identity.tenant_id == tenant_id && request->wake_after < sequence;
}

static gboolean
has_waited (PmRequest *request, gint64 tenant_id, gint64 sequence)
{
  return request->park_until <= g_get_monotonic_time ();
}

static gboolean
is_any (PmRequest *request, gint64 tenant_id, gint64 sequence)
{
  return TRUE;
}

static gboolean
on_tick (gpointer data)
{
  PmWaitingRoom *self = data;

  release (self, has_waited, 0, 0);
  if (g_hash_table_size (self->requests) > 0)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

/**
 * pm_waiting_room_has_space:
 * @self: the room
 *
 * Returns: whether one more may wait
 */
gboolean
pm_waiting_room_has_space (PmWaitingRoom *self)
{
  return !self->closed && g_hash_table_size (self->requests) < SPACE;
}

/**
 * pm_waiting_room_enter:
 * @self: the room
 * @request: (transfer full): a request that is parked
 *
 * Lets it wait for news of its organization, or until its time is over. What has become known
 * since it looked is news too.
 */
void
pm_waiting_room_enter (PmWaitingRoom *self, PmRequest *request)
{
  gint64 *sequence = g_hash_table_lookup (self->sequences, &request->identity.tenant_id);

  if (self->closed || (sequence != NULL && *sequence > request->wake_after)) {
    self->func (request, self->data);
    return;
  }
  g_hash_table_insert (self->requests, request->message, request);
  watch_peer (self, request, EPOLL_CTL_ADD);
  if (self->tick == 0)
    self->tick = g_timeout_add (TICK_MS, on_tick, self);
}

/**
 * pm_waiting_room_wake:
 * @self: the room
 * @tenant_id: an organization
 * @sequence: where its sequence has come to, durably
 *
 * Goes on with those who wait for it.
 */
void
pm_waiting_room_wake (PmWaitingRoom *self, gint64 tenant_id, gint64 sequence)
{
  gint64 *known = g_hash_table_lookup (self->sequences, &tenant_id);

  if (known == NULL) {
    known = g_new0 (gint64, 1);
    g_hash_table_insert (self->sequences, g_memdup2 (&tenant_id, sizeof tenant_id), known);
  }
  *known = MAX (*known, sequence);
  release (self, has_news, tenant_id, sequence);
}

/**
 * pm_waiting_room_leave:
 * @self: the room
 * @message: a message whose peer has gone
 *
 * Returns: (transfer full) (nullable): its request, if it waited here
 */
PmRequest *
pm_waiting_room_leave (PmWaitingRoom *self, SoupServerMessage *message)
{
  gpointer request = NULL;

  if (g_hash_table_steal_extended (self->requests, message, NULL, &request))
    watch_peer (self, request, EPOLL_CTL_DEL);
  return request;
}

/**
 * pm_waiting_room_close:
 * @self: the room
 *
 * Goes on with everybody; nobody waits from now on.
 */
void
pm_waiting_room_close (PmWaitingRoom *self)
{
  self->closed = TRUE;
  release (self, is_any, 0, 0);
}

void
pm_waiting_room_free (PmWaitingRoom *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->watch, g_source_remove);
  close (self->epoll);
  g_hash_table_unref (self->requests);
  g_hash_table_unref (self->sequences);
  g_free (self);
}
