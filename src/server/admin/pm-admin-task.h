/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "server/mail/pm-mail-key.h"
#include "server/pm-server-config.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmAdminCall:
 * @arguments: what was said, all of it text
 * @config: how the server runs
 * @key: (nullable): the key of sealed texts; only for tasks that write
 * @now: the time
 *
 * What a task has to do.
 */
typedef struct {
  JsonObject *arguments;
  PmServerConfig *config;
  PmMailKey *key;
  gint64 now;
} PmAdminCall;

/**
 * PmAdminKind:
 * @PM_ADMIN_WRITES: in a transaction on the writing thread
 * @PM_ADMIN_READS: as of one moment, on a thread of its own: it may take long
 * @PM_ADMIN_COPIES: outside of a transaction, on a thread of its own
 *
 * How a task is run.
 */
typedef enum {
  PM_ADMIN_WRITES,
  PM_ADMIN_READS,
  PM_ADMIN_COPIES,
} PmAdminKind;

/**
 * PmAdminTask:
 * @name: as the admin socket calls it, `user add`
 * @kind: how it is run
 * @func: does it, and says what it did
 *
 * What an administrator can have done to the database, by the running server or without one. On a
 * database thread.
 */
typedef struct {
  const char *name;
  PmAdminKind kind;
  gboolean (*func) (PmDb *db, const PmAdminCall *call, GString *output, GError **error);
} PmAdminTask;

/* Each file of tasks has one function that gives them. */
const PmAdminTask *pm_admin_tenant_tasks (guint *n_tasks);
const PmAdminTask *pm_admin_user_tasks (guint *n_tasks);
const PmAdminTask *pm_admin_mail_tasks (guint *n_tasks);
const PmAdminTask *pm_admin_care_tasks (guint *n_tasks);

const PmAdminTask *pm_admin_task_find (const char *name);
gboolean pm_admin_task_run (const PmAdminTask *self,
                            PmDb *db,
                            const PmAdminCall *call,
                            GString *output,
                            GError **error);

/* For the tasks' own use */
const char *pm_admin_call_get (const PmAdminCall *call, const char *name);
gboolean pm_admin_call_get_number (const PmAdminCall *call,
                                   const char *name,
                                   gint64 *number,
                                   GError **error);
gboolean pm_admin_call_find_tenant (const PmAdminCall *call,
                                    const char *name,
                                    PmDb *db,
                                    gint64 *tenant_id,
                                    GError **error);
gboolean pm_admin_call_find_user (const PmAdminCall *call,
                                  const char *name,
                                  PmDb *db,
                                  gint64 *user_id,
                                  GError **error);
gboolean pm_admin_print_rows (PmStatement *row, const char *types, GString *output, GError **error);
gboolean pm_admin_refuse (GError **error, const char *words);

G_END_DECLS
