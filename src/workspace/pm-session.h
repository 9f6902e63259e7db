/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-failure.h"
#include "workspace/pm-workspace.h"

G_BEGIN_DECLS

/**
 * PmSignIn:
 *
 * A sign-in that has got past the password: who it is, and the organizations to choose from.
 * Properties (read-only): `full-name`, `memberships` (a #GListModel of #PmMembership, the
 * default one first), `server-name`.
 */
#define PM_TYPE_SIGN_IN (pm_sign_in_get_type ())
G_DECLARE_FINAL_TYPE (PmSignIn, pm_sign_in, PM, SIGN_IN, GObject)

DexFuture *pm_sign_in_start (const char *server_url, const char *email, const char *password);
GListModel *pm_sign_in_get_memberships (PmSignIn *self);

/**
 * PmSession:
 *
 * The workspaces that this desktop knows, kept in one folder; a #GListModel of open
 * #PmWorkspace objects. Property (read-only): `failures`, a #GListModel of #PmFailure: those that
 * could not be opened.
 */
#define PM_TYPE_SESSION (pm_session_get_type ())
G_DECLARE_FINAL_TYPE (PmSession, pm_session, PM, SESSION, GObject)

PmSession *pm_session_new (const char *folder);
DexFuture *pm_session_load (PmSession *self);
DexFuture *pm_session_retry (PmSession *self, PmFailure *failure);
DexFuture *pm_session_add (PmSession *self, PmSignIn *sign_in, gint64 tenant_id, gboolean keep);
DexFuture *pm_session_sign_out (PmSession *self, PmWorkspace *workspace);
DexFuture *pm_session_close (PmSession *self);

/**
 * PmDemo:
 *
 * A private server with realistic data on a free loopback port, with its mail in a folder.
 * Properties (read-only): `server-url`, `email`, `password`, `mail-folder`, `running`.
 */
#define PM_TYPE_DEMO (pm_demo_get_type ())
G_DECLARE_FINAL_TYPE (PmDemo, pm_demo, PM, DEMO, GObject)

PmDemo *pm_demo_new (const char *folder, guint n_pocs);
DexFuture *pm_demo_clear (PmDemo *self);
DexFuture *pm_demo_start (PmDemo *self);
DexFuture *pm_demo_stop (PmDemo *self);
const char *pm_demo_get_mail_folder (PmDemo *self);

G_END_DECLS
