/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-page.h"
#include "remote/pm-answer.h"
#include "remote/pm-identity.h"
#include "remote/pm-server-info.h"
#include "remote/pm-server-url.h"

#include <libdex.h>

G_BEGIN_DECLS

/**
 * PmRemote:
 *
 * One server, as one account sees it: the calls of the API. Main thread; every call returns a
 * future, which is rejected in PM_ERROR unless told otherwise.
 *
 * An expired access token is renewed silently, once for all requests that wait for it. A call
 * fails with %PM_ERROR_UNAUTHORIZED only when that too has failed.
 *
 * Properties (read-only): `url`, without a slash at its end; `server-info` (#PmServerInfo,
 * nullable, known after a probe); `server-now`, the server's time in microseconds, which notifies
 * when the clock there has turned out to be another one.
 * Signals: `refresh-token (const char *token)` hands over a new refresh token, which must be stored
 * in place of the old one; %NULL when there is none any more.
 */
#define PM_TYPE_REMOTE (pm_remote_get_type ())
G_DECLARE_FINAL_TYPE (PmRemote, pm_remote, PM, REMOTE, GObject)

PmRemote *pm_remote_new (const char *url, GError **error);
const char *pm_remote_get_url (PmRemote *self);
PmServerInfo *pm_remote_get_server_info (PmRemote *self);
void pm_remote_assume_server_now (PmRemote *self, gint64 server_now);
gint64 pm_remote_get_server_now (PmRemote *self);
gboolean pm_remote_knows_server_now (PmRemote *self);

/* Sessions */
DexFuture *pm_remote_probe (PmRemote *self);
DexFuture *pm_remote_login (PmRemote *self, const char *email, const char *password);
DexFuture *
pm_remote_select_tenant (PmRemote *self, gint64 tenant_id, const char *email, const char *password);
void pm_remote_set_refresh_token (PmRemote *self, const char *token);
gboolean pm_remote_has_session (PmRemote *self);
gboolean pm_remote_needs_password (PmRemote *self);
void
pm_remote_set_password (PmRemote *self, gint64 tenant_id, const char *email, const char *password);
DexFuture *pm_remote_refresh (PmRemote *self);
DexFuture *pm_remote_logout (PmRemote *self);

/* Reading */
DexFuture *pm_remote_get_changes (PmRemote *self,
                                  const char *state,
                                  guint max,
                                  guint wait_seconds,
                                  GCancellable *cancellable);
DexFuture *pm_remote_get_me (PmRemote *self);
DexFuture *pm_remote_get_organization (PmRemote *self, gint64 tenant_id);
DexFuture *pm_remote_get_template (PmRemote *self, gint64 tenant_id);
DexFuture *pm_remote_get_invitation_events (PmRemote *self, gint64 poc_id, gint64 invitation_id);

/* Writing: these resolve to a PmAnswer whatever the server said, and are rejected only when it
 * said nothing: PM_ERROR_OFFLINE when no byte has left, PM_ERROR_TIMED_OUT when it may have acted */
DexFuture *
pm_remote_create_invitation (PmRemote *self, gint64 poc_id, const char *payload, const char *key);
DexFuture *
pm_remote_resend_invitation (PmRemote *self, gint64 poc_id, gint64 invitation_id, const char *key);
DexFuture *
pm_remote_cancel_invitation (PmRemote *self, gint64 poc_id, gint64 invitation_id, const char *key);
DexFuture *pm_remote_remind_of_invitation (PmRemote *self,
                                           gint64 poc_id,
                                           gint64 invitation_id,
                                           const char *key);
DexFuture *
pm_remote_remove_participant (PmRemote *self, gint64 poc_id, gint64 user_id, const char *key);
DexFuture *
pm_remote_add_participant (PmRemote *self, gint64 poc_id, gint64 user_id, const char *key);

G_END_DECLS
