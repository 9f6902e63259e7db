/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-round.h"

#include "server/http/pm-access.h"
#include "server/http/pm-request-private.h"
#include "server/pm-server.h"

static void
round_free (gpointer data)
{
  PmRound *self = data;

  g_ptr_array_unref (self->guests);
  g_ptr_array_unref (self->replies);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->apart);
  g_free (self);
}

static gboolean
holds (GArray *users, gint64 user_id)
{
  for (guint i = 0; i < users->len; i++)
    if (g_array_index (users, gint64, i) == user_id)
      return TRUE;
  return FALSE;
}

static char *
make_question (PmRequest *request, gint64 user_id)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s",
                          request->identity.tenant_id, user_id, request->question);
}

static PmReply *
find (PmRound *self, PmRequest *request)
{
  g_autofree char *all = make_question (request, 0);
  GArray *apart = g_hash_table_lookup (self->apart, all);
  g_autofree char *own = NULL;

  if (apart == NULL)
    return NULL;
  if (!holds (apart, request->identity.user_id))
    return g_hash_table_lookup (self->known, all);
  own = make_question (request, request->identity.user_id);
  return g_hash_table_lookup (self->known, own);
}

static PmReply *
read_reply (PmRound *self, PmDb *db, PmRequest *request, GError **error)
{
  g_autoptr (GArray) apart = g_array_new (FALSE, FALSE, sizeof (gint64));
  PmReply *reply = request->wake_rule (db, request, apart, error);
  gint64 user_id = request->identity.user_id;

  if (reply == NULL)
    return NULL;
  g_hash_table_insert (self->known, make_question (request, holds (apart, user_id) ? user_id : 0),
                       pm_reply_ref (reply));
  g_hash_table_insert (self->apart, make_question (request, 0), g_steal_pointer (&apart));
  return reply;
}

static PmReply *
answer (PmRound *self, PmDb *db, PmRequest *request)
{
  g_autoptr (GError) error = NULL;
  PmReply *reply = NULL;

  request->now = g_get_real_time ();
  if (pm_access_check (db, request, &error)) {
    reply = find (self, request);
    reply = reply != NULL ? pm_reply_ref (reply) : read_reply (self, db, request, &error);
  }
  return reply != NULL ? reply : pm_reply_new_error (error);
}

static gboolean
answer_all (PmDb *db, gpointer data, GError **error)
{
  PmRound *self = data;

  for (guint i = 0; i < self->guests->len; i++)
    g_ptr_array_add (self->replies, answer (self, db, g_ptr_array_index (self->guests, i)));
  return TRUE;
}

/* Where the database could not be asked at all, that is the answer. */
static void
complete (PmRound *self, DexFuture *done)
{
  g_autoptr (GError) error = NULL;

  if (self->replies->len == self->guests->len)
    return;
  dex_future_get_value (done, &error);
  while (self->replies->len < self->guests->len)
    g_ptr_array_add (self->replies, pm_reply_new_error (error));
}

static DexFuture *
finish (DexFuture *done, gpointer data)
{
  PmRound *self = data;

  complete (self, done);
  self->func (self, self->data);
  return dex_future_new_true ();
}

/**
 * pm_round_start:
 * @guests: (transfer none) (element-type PmRequest): requests that were parked, at least one
 * @func: gets the round with its answers
 * @data: for @func
 *
 * Finds the answers on a reading thread, as of one moment.
 */
void
pm_round_start (GPtrArray *guests, PmRoundFunc func, gpointer data)
{
  PmRound *self = g_new0 (PmRound, 1);
  PmRequest *first = g_ptr_array_index (guests, 0);
  DexFuture *done;

  self->guests = g_ptr_array_copy (guests, NULL, NULL);
  self->replies = g_ptr_array_new_with_free_func ((GDestroyNotify) pm_reply_free);
  self->known =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) pm_reply_free);
  self->apart =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  self->func = func;
  self->data = data;
  done = pm_server_read (first->server, answer_all, self, NULL);
  dex_future_disown (dex_future_finally (done, finish, self, round_free));
}
