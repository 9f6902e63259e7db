/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

#include <libdex.h>

G_BEGIN_DECLS

/**
 * PmDbThread:
 *
 * A thread that owns one connection and works off what it is sent, in order. Reference counted;
 * the last reference closes the connection and joins the thread. All functions: any thread.
 */
#define PM_TYPE_DB_THREAD (pm_db_thread_get_type ())
G_DECLARE_FINAL_TYPE (PmDbThread, pm_db_thread, PM, DB_THREAD, GObject)

PmDbThread *pm_db_thread_new (const char *name, const char *path, PmDbFlags flags);
DexFuture *
pm_db_thread_run (PmDbThread *self, PmDbFunc func, gpointer data, GDestroyNotify destroy);
DexFuture *
pm_db_thread_transact (PmDbThread *self, PmDbFunc func, gpointer data, GDestroyNotify destroy);
DexFuture *pm_db_thread_commit (PmDbThread *self,
                                PmDbFunc func,
                                PmDbFunc then,
                                gpointer data,
                                GDestroyNotify destroy);
guint pm_db_thread_get_stamp (PmDbThread *self);
void pm_db_thread_interrupt (PmDbThread *self);
DexFuture *pm_db_thread_close (PmDbThread *self);

G_END_DECLS
