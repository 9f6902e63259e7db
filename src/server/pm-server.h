/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "server/pm-server-config.h"

#include <libdex.h>

G_BEGIN_DECLS

/* Where the database's numbered steps lie in the resources. */
#define PM_SERVER_SCHEMA "/io/github/poc_manager/PocManager/schema/server"

/**
 * PmServer:
 *
 * The running server: one folder, one writing thread, a few reading ones, and the door to the
 * network. Main thread, except where a function says otherwise.
 */
#define PM_TYPE_SERVER (pm_server_get_type ())
G_DECLARE_FINAL_TYPE (PmServer, pm_server, PM, SERVER, GObject)

typedef struct _PmHealth PmHealth;
typedef struct _PmKept PmKept;
typedef struct _PmLimits PmLimits;
typedef struct _PmMailer PmMailer;
typedef struct _PmPasswordPool PmPasswordPool;
typedef struct _PmStateKey PmStateKey;
typedef struct _PmWaitingRoom PmWaitingRoom;

PmServer *pm_server_new (PmServerConfig *config);
DexFuture *pm_server_start (PmServer *self);
DexFuture *pm_server_stop (PmServer *self);
void pm_server_explain_database (PmServerConfig *config, GError **error);
gboolean pm_server_reload (PmServer *self, GError **error);

PmServerConfig *pm_server_get_config (PmServer *self);
const char *pm_server_get_public_url (PmServer *self);
char *pm_server_get_own_url (PmServer *self);
gboolean pm_server_is_secure (PmServer *self);

PmHealth *pm_server_get_health (PmServer *self);
PmMailer *pm_server_get_mailer (PmServer *self);
PmPasswordPool *pm_server_get_password_pool (PmServer *self);
PmLimits *pm_server_get_limits (PmServer *self);
const PmStateKey *pm_server_get_state_key (PmServer *self);
guint pm_server_get_stamp (PmServer *self);
PmKept *pm_server_get_kept (PmServer *self);
PmWaitingRoom *pm_server_get_waiting_room (PmServer *self);

DexFuture *pm_server_leave_mark (PmServer *self);
DexFuture *pm_server_read (PmServer *self, PmDbFunc func, gpointer data, GDestroyNotify destroy);
DexFuture *pm_server_write (PmServer *self, PmDbFunc func, gpointer data, GDestroyNotify destroy);
DexFuture *
pm_server_run_on_writer (PmServer *self, PmDbFunc func, gpointer data, GDestroyNotify destroy);

G_END_DECLS
