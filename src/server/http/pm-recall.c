/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-recall.h"

#include "server/http/pm-reply-private.h"
#include "server/http/pm-request-private.h"

#include <string.h>

struct _PmRecall {
  GHashTable *answers; /* question → Answer */
  guint stamp;         /* what they hold for */
  gsize space;
  gsize used;
};

typedef struct {
  gint64 valid_until;
  PmReply *reply;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  pm_reply_free (answer->reply);
  g_free (answer);
}

/**
 * pm_recall_new:
 * @space: how many bytes may be kept, about
 *
 * Returns: (transfer full): an empty memory
 */
PmRecall *
pm_recall_new (gsize space)
{
  PmRecall *self = g_new0 (PmRecall, 1);

  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answer_free);
  self->space = space;
  return self;
}

static void
forget (PmRecall *self)
{
  g_hash_table_remove_all (self->answers);
  self->used = 0;
}

static char *
make_question (PmRequest *request)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));

  return g_strconcat (request->token_hash, request->by_cookie ? " cookie " : " bearer ",
                      request->path, "?", query, NULL);
}

/**
 * pm_recall_find:
 * @self: a memory
 * @request: a request whose route is kept
 * @stamp: the server's stamp now
 *
 * Returns: (transfer full) (nullable): its answer, not to be changed; %NULL if it is not known
 */
PmReply *
pm_recall_find (PmRecall *self, PmRequest *request, guint stamp)
{
  g_autofree char *question = NULL;
  Answer *answer;

  if (stamp != self->stamp)
    forget (self);
  self->stamp = stamp;
  if (request->token_hash == NULL)
    return NULL;
  question = make_question (request);
  answer = g_hash_table_lookup (self->answers, question);
  if (answer == NULL || answer->valid_until <= request->now)
    return NULL;
  return pm_reply_ref (answer->reply);
}

/**
 * pm_recall_add:
 * @self: a memory
 * @request: a request whose route is kept, its caller known
 * @stamp: the server's stamp before the database was asked
 * @reply: the answer, which nobody changes from now on
 */
void
pm_recall_add (PmRecall *self, PmRequest *request, guint stamp, PmReply *reply)
{
  g_autofree char *question = NULL;
  Answer *answer;
  gsize size;

  if (stamp != self->stamp || request->token_hash == NULL)
    return;
  question = make_question (request);
  size = strlen (question) + g_bytes_get_size (pm_reply_get_body (reply));
  if (self->used + size > self->space)
    forget (self);
  if (size > self->space)
    return;
  answer = g_new0 (Answer, 1);
  answer->valid_until = request->identity.valid_until;
  answer->reply = pm_reply_ref (reply);
  /* One that is there already is counted again, so the sum is never too low. */
  g_hash_table_insert (self->answers, g_steal_pointer (&question), answer);
  self->used += size;
}

void
pm_recall_free (PmRecall *self)
{
  g_hash_table_unref (self->answers);
  g_free (self);
}
