/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "remote/pm-answer.h"

#include <libdex.h>

G_BEGIN_DECLS

/**
 * PmHttpCall:
 * @method: `GET`, `POST`, …; a static string
 * @path: what is appended to the server's address
 * @body: (nullable): JSON
 * @key: (nullable): the idempotency key
 * @revision: (nullable): the tag of what it may overwrite, as `ETag` gave it
 * @token: (nullable): the bearer token
 * @seconds: how long the whole exchange may take
 * @in_bulk: whether the body of a success is long and left to its reader
 * @parked: whether the server may let it wait, so that it must not hold up others
 * @cancellable: (nullable): gives up
 *
 * One request.
 */
typedef struct {
  const char *method;
  char *path;
  char *body;
  char *key;
  char *revision;
  char *token;
  guint seconds;
  gboolean in_bulk;
  gboolean parked;
  GCancellable *cancellable;
} PmHttpCall;

PmHttpCall *pm_http_call_new (const char *method, char *path);
void pm_http_call_free (PmHttpCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmHttpCall, pm_http_call_free)

/**
 * PmTransport:
 *
 * The one place that speaks HTTP: it owns status, redirects, timeouts, content types and what
 * becomes of errors. Main thread.
 */
#define PM_TYPE_TRANSPORT (pm_transport_get_type ())
G_DECLARE_FINAL_TYPE (PmTransport, pm_transport, PM, TRANSPORT, GObject)

PmTransport *pm_transport_new (const char *url);
const char *pm_transport_get_url (PmTransport *self);
DexFuture *pm_transport_send (PmTransport *self, PmHttpCall *call);

G_END_DECLS
