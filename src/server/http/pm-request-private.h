/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"
#include "server/http/pm-router.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * PmIdentity:
 * @session_id: the sign-in, 0 for nobody
 * @user_id: who, 0 for nobody
 * @tenant_id: the organization acted for, 0 for none
 * @role: the role there
 * @email: (nullable): the address
 * @valid_until: when the credentials end
 *
 * Who asks, as the database says at the time of the request.
 */
typedef struct {
  gint64 session_id;
  gint64 user_id;
  gint64 tenant_id;
  PmRole role;
  char *email;
  gint64 valid_until;
} PmIdentity;

struct _PmRequest {
  PmServer *server;
  SoupServerMessage *message;
  SoupMessageHeaders *headers;
  const char *method; /* HEAD counts as GET */
  char *path;
  GHashTable *query;
  char *client;
  PmMatch match;
  GBytes *raw_body;
  JsonObject *body;

  char *token_hash; /* NULL: came without credentials */
  gboolean by_cookie;
  PmIdentity identity;
  PmReply *kept; /* the answer, where it is known already */

  gint64 now;
  gint64 started_at; /* monotonic */
  gint64 parked_at;  /* monotonic, when it began to wait; 0: never */
  gint64 wake_after; /* the sequence that it waits to see passed */
  gint64 park_until; /* monotonic; 0: is not to wait */
  PmRule wake_rule;  /* what reads its answer then */
  char *question;    /* who asks the same gets the same: a GRefString */
  GIOStream *stream; /* NULL: libsoup has the connection */
  GSocket *socket;   /* NULL: has never waited */
  gboolean gone;     /* the peer has left, or has been answered */
};

PmRequest *pm_request_new (PmServer *server, SoupServerMessage *message, GHashTable *query);
void pm_request_free (PmRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmRequest, pm_request_free)

gboolean pm_request_parse_body (PmRequest *self, GError **error);
gboolean pm_request_authorize (PmRequest *self, GError **error);

void pm_request_park (PmRequest *self, gint64 sequence, guint seconds, PmRule rule);
gboolean pm_request_may_wait (PmRequest *self);
gboolean pm_request_is_secure (PmRequest *self);
void pm_request_take_connection (PmRequest *self);
gint64 pm_request_get_session_id (PmRequest *self);
gboolean pm_request_came_by_cookie (PmRequest *self);

G_END_DECLS
