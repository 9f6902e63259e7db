/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-waiting-room.h"

#include "domain/pm-error.h"
#include "server/http/pm-listener.h"
#include "server/http/pm-request-private.h"
#include "server/http/pm-round.h"

#include <glib-unix.h>
#include <sys/epoll.h>
#include <unistd.h>

/* With TLS the connection stays with libsoup, where it costs twenty times as much. */
#define SECURE_SPACE 500
#define TICK_MS      250
#define EVENTS_MAX   64

struct _PmWaitingRoom {
  PmWaitingRoomFunc func;
  gpointer data;
  guint space;
  GHashTable *guests;    /* a guest's name → PmRequest */
  GHashTable *sequences; /* organization → where its sequence has come to */
  guint tick;            /* one timer for all */
  int epoll;             /* nobody else looks at these connections: we see who leaves */
  guint watch;
  guint n_rounds;     /* that are under way */
  DexPromise *closed; /* NULL: open */
};

typedef gboolean (*Chooser) (PmRequest *request, gint64 tenant_id, gint64 sequence);

/* libsoup calls a request that it still has by its message. */
static gpointer
name_of (PmRequest *request)
{
  return request->message != NULL ? (gpointer) request->message : request;
}

static void
watch_peer (PmWaitingRoom *self, PmRequest *request, int operation)
{
  struct epoll_event event = { .events = EPOLLRDHUP, .data.ptr = name_of (request) };

  epoll_ctl (self->epoll, operation, g_socket_get_fd (request->socket), &event);
}

/* Where libsoup has the connection, to write fails at the first byte, and libsoup lets go. */
static void
say_goodbye (PmWaitingRoom *self, PmRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PmReply) reply = NULL;

  if (request->stream != NULL) {
    pm_request_free (request);
    return;
  }
  error = g_error_new_literal (PM_ERROR, PM_ERROR_CANCELLED, "The peer has left.");
  reply = pm_reply_new_error (error);
  self->func (request, reply, self->data);
}

static gboolean
on_left (int fd, GIOCondition condition, gpointer data)
{
  PmWaitingRoom *self = data;
  struct epoll_event events[EVENTS_MAX];
  int n_events = epoll_wait (self->epoll, events, EVENTS_MAX, 0);

  for (int i = 0; i < n_events; i++) {
    PmRequest *request = pm_waiting_room_leave (self, events[i].data.ptr);

    if (request != NULL)
      say_goodbye (self, request);
  }
  return G_SOURCE_CONTINUE;
}

/**
 * pm_waiting_room_new:
 * @space: how many may wait at most
 * @func: answers a request when its waiting is over
 * @data: for @func
 *
 * Returns: (transfer full): an empty room
 */
PmWaitingRoom *
pm_waiting_room_new (guint space, PmWaitingRoomFunc func, gpointer data)
{
  PmWaitingRoom *self = g_new0 (PmWaitingRoom, 1);

  self->space = space;
  self->func = func;
  self->data = data;
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->watch = g_unix_fd_add (self->epoll, G_IO_IN, on_left, self);
  self->guests = g_hash_table_new (NULL, NULL);
  self->sequences = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

static void
check_empty (PmWaitingRoom *self)
{
  if (self->closed != NULL && self->n_rounds == 0 &&
      dex_future_is_pending (DEX_FUTURE (self->closed)))
    dex_promise_resolve_boolean (self->closed, TRUE);
}

static void
end_round (PmRound *round, gpointer data)
{
  PmWaitingRoom *self = data;

  for (guint i = 0; i < round->guests->len; i++)
    self->func (g_ptr_array_index (round->guests, i), g_ptr_array_index (round->replies, i),
                self->data);
  self->n_rounds--;
  check_empty (self);
}

static void
start_round (PmWaitingRoom *self, GPtrArray *guests)
{
  if (guests->len == 0)
    return;
  self->n_rounds++;
  pm_round_start (guests, end_round, self);
}

static void
release (PmWaitingRoom *self, Chooser chooser, gint64 tenant_id, gint64 sequence)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer request;

  g_hash_table_iter_init (&iter, self->guests);
  while (g_hash_table_iter_next (&iter, NULL, &request)) {
    if (!chooser (request, tenant_id, sequence))
      continue;
    watch_peer (self, request, EPOLL_CTL_DEL);
    g_hash_table_iter_remove (&iter);
    g_ptr_array_add (chosen, request);
    if (chosen->len < PM_ROUND_MAX)
      continue;
    start_round (self, chosen);
    g_ptr_array_set_size (chosen, 0);
  }
  start_round (self, chosen);
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
  if (g_hash_table_size (self->guests) > 0)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

/**
 * pm_waiting_room_has_space:
 * @self: the room
 * @request: a request
 *
 * Returns: whether it may wait, too
 */
gboolean
pm_waiting_room_has_space (PmWaitingRoom *self, PmRequest *request)
{
  guint space = pm_request_is_secure (request) ? MIN (SECURE_SPACE, self->space) : self->space;

  return self->closed == NULL && g_hash_table_size (self->guests) < space;
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

  request->socket = g_object_ref (pm_listener_get_socket (request->message));
  if (!pm_request_is_secure (request))
    pm_request_take_connection (request);
  g_hash_table_insert (self->guests, name_of (request), request);
  watch_peer (self, request, EPOLL_CTL_ADD);
  if (self->closed != NULL)
    release (self, is_any, 0, 0);
  else if (sequence != NULL && *sequence > request->wake_after)
    release (self, has_news, request->identity.tenant_id, *sequence);
  else if (self->tick == 0)
    self->tick = g_timeout_add (TICK_MS, on_tick, self);
}

/**
 * pm_waiting_room_wake:
 * @self: the room
 * @tenant_id: an organization
 * @sequence: where its sequence has come to, durably
 *
 * Answers those who wait for it.
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
 * @guest: a message whose peer has gone
 *
 * Returns: (transfer full) (nullable): its request, if it waited here
 */
PmRequest *
pm_waiting_room_leave (PmWaitingRoom *self, gpointer guest)
{
  gpointer request = NULL;

  if (g_hash_table_steal_extended (self->guests, guest, NULL, &request))
    watch_peer (self, request, EPOLL_CTL_DEL);
  return request;
}

/**
 * pm_waiting_room_close:
 * @self: the room
 *
 * Answers everybody; nobody waits from now on.
 *
 * Returns: (transfer full): resolves when all are answered
 */
DexFuture *
pm_waiting_room_close (PmWaitingRoom *self)
{
  self->closed = dex_promise_new ();
  release (self, is_any, 0, 0);
  check_empty (self);
  return dex_ref (DEX_FUTURE (self->closed));
}

void
pm_waiting_room_free (PmWaitingRoom *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->watch, g_source_remove);
  close (self->epoll);
  g_hash_table_unref (self->guests);
  g_hash_table_unref (self->sequences);
  dex_clear (&self->closed);
  g_free (self);
}
