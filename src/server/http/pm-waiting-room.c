/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-waiting-room.h"

#include "server/http/pm-request-private.h"

#define SPACE   500
#define TICK_MS 250

struct _PmWaitingRoom {
  PmWaitingRoomFunc func;
  gpointer data;
  GHashTable *requests;  /* SoupServerMessage → PmRequest */
  GHashTable *sequences; /* organization → where its sequence has come to */
  guint tick;            /* one timer for all */
  gboolean closed;
};

typedef gboolean (*Chooser) (PmRequest *request, gint64 tenant_id, gint64 sequence);

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

  g_hash_table_steal_extended (self->requests, message, NULL, &request);
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
  g_hash_table_unref (self->requests);
  g_hash_table_unref (self->sequences);
  g_free (self);
}
