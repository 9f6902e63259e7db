/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-enums.h"
#include "server/http/pm-reply.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _PmServer PmServer;

/**
 * PmRequest:
 *
 * One request on its way: who asks, for what, with which body. Lives on a fiber of the main
 * thread; the rules it sends to a database thread may read it there.
 */
typedef struct _PmRequest PmRequest;

/**
 * PmRule:
 * @db: the connection, on its thread
 * @request: the request
 * @data: the handler's, usually on its stack
 * @error: (out): why not; its #PmError decides the status
 *
 * What a request does to, or reads from, the database.
 *
 * Returns: (transfer full) (nullable): the answer
 */
typedef PmReply *(*PmRule) (PmDb *db, PmRequest *request, gpointer data, GError **error);

/* Who asks */
PmServer *pm_request_get_server (PmRequest *self);
gint64 pm_request_get_user_id (PmRequest *self);
gint64 pm_request_get_tenant_id (PmRequest *self);
PmRole pm_request_get_role (PmRequest *self);
const char *pm_request_get_email (PmRequest *self);
const char *pm_request_get_client (PmRequest *self);

/* For what */
gpointer pm_request_get_route_data (PmRequest *self);
gint64 pm_request_get_now (PmRequest *self);
gint64 pm_request_get_id (PmRequest *self, const char *name);
const char *pm_request_get_segment (PmRequest *self, const char *name);
const char *pm_request_get_query (PmRequest *self, const char *name);
const char *pm_request_get_header (PmRequest *self, const char *name);
JsonObject *pm_request_get_body (PmRequest *self);

/* What is done: these await, and are called from the handler's fiber only */
PmReply *pm_request_read (PmRequest *self, PmRule rule, gpointer data, GError **error);
PmReply *pm_request_apply (PmRequest *self, PmRule rule, gpointer data, GError **error);

G_END_DECLS
