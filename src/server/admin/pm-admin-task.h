/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmAdminTask:
 * @name: as the admin socket calls it, `user add`
 * @transact: whether it runs in a transaction
 * @func: does it with named arguments, and says what it did
 *
 * What an administrator can have done to the database, by the running server or without one. On
 * the thread that writes.
 */
typedef struct {
  const char *name;
  gboolean transact;
  gboolean (*func) (PmDb *db, JsonObject *arguments, GString *output, GError **error);
} PmAdminTask;

const PmAdminTask *pm_admin_task_find (const char *name);

G_END_DECLS
