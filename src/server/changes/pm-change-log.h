/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

/**
 * PmMove:
 * @tenant_id: an organization
 * @sequence: where its sequence has come to
 */
typedef struct {
  gint64 tenant_id;
  gint64 sequence;
} PmMove;

/**
 * PmChangeLog:
 * @now: the time of the write
 * @user_id: who writes, 0 for the server itself
 * @client: (nullable): the address that the request came from
 * @client_key: (nullable): the key of the operation that it belongs to
 * @moved: the organizations whose sequence moved, of #PmMove
 * @has_mail: whether a mail was added to the queue
 *
 * What a write to the database belongs to, and whom it concerns. It is the connection's user
 * data while the write runs, on the writing thread.
 */
typedef struct {
  gint64 now;
  gint64 user_id;
  const char *client;
  const char *client_key;
  GArray *moved;
  gboolean has_mail;
} PmChangeLog;

PmChangeLog *pm_change_log_new (gint64 now);
void pm_change_log_free (PmChangeLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmChangeLog, pm_change_log_free)

G_END_DECLS
