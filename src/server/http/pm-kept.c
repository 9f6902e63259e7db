/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-kept.h"

#include "domain/pm-role.h"
#include "server/changes/pm-changes.h"
#include "server/http/pm-reply-private.h"
#include "server/http/pm-request-private.h"

#include <string.h>

/* One answer takes no more than this part of the space. */
#define SHARE 8

struct _PmKept {
  GMutex mutex;
  GHashTable *answers; /* question → Answer */
  GQueue by_use;       /* the last used first */
  gsize space;
  gsize used;
};

typedef struct {
  PmKept *all;
  char *question;
  gint64 sequence;
  PmReply *reply;
  gsize size;
  GList link;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_queue_unlink (&answer->all->by_use, &answer->link);
  answer->all->used -= answer->size;
  pm_reply_free (answer->reply);
  g_free (answer->question);
  g_free (answer);
}

/**
 * pm_kept_new:
 * @space: how many bytes may be kept, about
 *
 * Returns: (transfer full): an empty store
 */
PmKept *
pm_kept_new (gsize space)
{
  PmKept *self = g_new0 (PmKept, 1);

  g_mutex_init (&self->mutex);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, answer_free);
  self->space = space;
  return self;
}

/* All that an answer depends on, but for the sequence: colleagues of one role see the same, each
 * customer their own. */
static char *
make_question (PmRequest *request)
{
  const PmIdentity *identity = &request->identity;
  const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));
  gint64 person = pm_role_is_internal (identity->role) ? 0 : identity->user_id;

  return g_strdup_printf ("%" G_GINT64_FORMAT " %d %" G_GINT64_FORMAT " %s?%s", identity->tenant_id,
                          (int) identity->role, person, request->path, query != NULL ? query : "");
}

static PmReply *
find (PmKept *self, const char *question, gint64 sequence)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Answer *answer = g_hash_table_lookup (self->answers, question);

  if (answer == NULL || answer->sequence != sequence)
    return NULL;
  g_queue_unlink (&self->by_use, &answer->link);
  g_queue_push_head_link (&self->by_use, &answer->link);
  return pm_reply_ref (answer->reply);
}

/**
 * pm_kept_find:
 * @self: a store
 * @db: the connection, in the transaction that has found out who asks
 * @request: a request whose route is kept
 * @reply: (out) (transfer full) (nullable): the answer, not to be changed; %NULL if it is to be
 *   read
 * @error: return location
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_kept_find (PmKept *self, PmDb *db, PmRequest *request, PmReply **reply, GError **error)
{
  g_autofree char *question = make_question (request);
  gint64 sequence;

  if (!pm_changes_read_sequence (db, request->identity.tenant_id, &sequence, error))
    return FALSE;
  *reply = find (self, question, sequence);
  return TRUE;
}

static void
make_room (PmKept *self)
{
  while (self->used > self->space) {
    Answer *oldest = self->by_use.tail->data;

    g_hash_table_remove (self->answers, oldest->question);
  }
}

static void
store (PmKept *self, Answer *answer)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  /* In the place of what was known before. */
  g_hash_table_remove (self->answers, answer->question);
  g_hash_table_insert (self->answers, answer->question, answer);
  answer->link.data = answer;
  g_queue_push_head_link (&self->by_use, &answer->link);
  self->used += answer->size;
  make_room (self);
}

/**
 * pm_kept_store:
 * @self: a store
 * @db: the connection, in the transaction that has read the answer
 * @request: a request whose route is kept
 * @reply: its answer, which nobody changes from now on
 * @error: return location
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_kept_store (PmKept *self, PmDb *db, PmRequest *request, PmReply *reply, GError **error)
{
  g_autofree char *question = make_question (request);
  gsize size = sizeof (Answer) + strlen (question) + g_bytes_get_size (pm_reply_get_body (reply));
  Answer *answer;
  gint64 sequence;

  if (size > self->space / SHARE)
    return TRUE;
  if (!pm_changes_read_sequence (db, request->identity.tenant_id, &sequence, error))
    return FALSE;
  answer = g_new0 (Answer, 1);
  answer->all = self;
  answer->question = g_steal_pointer (&question);
  answer->sequence = sequence;
  answer->reply = pm_reply_ref (reply);
  answer->size = size;
  store (self, answer);
  return TRUE;
}

void
pm_kept_free (PmKept *self)
{
  g_hash_table_unref (self->answers);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
