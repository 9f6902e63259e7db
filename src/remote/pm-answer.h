/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmAnswer:
 * @status: the HTTP status
 * @body: (nullable): what was answered; %NULL for an empty answer and for one that is not JSON
 * @text: (nullable): instead of @body, the body of a success that is read by whom it is for
 * @error: (nullable): why this is no success, in PM_ERROR: a sentence ready to be shown
 * @type: (nullable): the problem's machine-readable name, as `resend_throttled`
 * @revision: (nullable): the tag of the object as it is now
 * @sync_seq: the sequence that the mirror must reach to have seen the effect, or 0
 * @date: the server's time when it answered, in microseconds; 0 when it does not say
 * @sent_at: when it was asked, by pm_steady_time()
 * @came_at: when the answer began to come, likewise
 * @retry_after: how long the server asks to wait, in microseconds, or 0
 * @replayed: whether this is the stored answer to an earlier attempt
 *
 * What a server said to one request. Not changed once made; any thread may read it.
 */
typedef struct {
  guint status;
  JsonNode *body;
  GBytes *text;
  GError *error;
  char *type;
  char *revision;
  gint64 sync_seq;
  gint64 date;
  gint64 sent_at;
  gint64 came_at;
  gint64 retry_after;
  gboolean replayed;
} PmAnswer;

#define PM_TYPE_ANSWER (pm_answer_get_type ())
GType pm_answer_get_type (void);

PmAnswer *pm_answer_new (guint status);
PmAnswer *pm_answer_ref (PmAnswer *self);
void pm_answer_unref (PmAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmAnswer, pm_answer_unref)

JsonObject *pm_answer_get_object (PmAnswer *self);
void pm_answer_read_body (PmAnswer *self, const char *content_type, GBytes *bytes);
gboolean pm_answer_keep_body (PmAnswer *self, const char *content_type, GBytes *bytes);

G_END_DECLS
