/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

#include <libdex.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * PmWaitingRoom:
 *
 * Requests that wait for an organization's next change, without a fiber and, where there is no
 * TLS, without libsoup: thousands of them cost little more than their sockets. Main thread.
 */
typedef struct _PmWaitingRoom PmWaitingRoom;

/**
 * PmWaitingRoomFunc:
 * @request: (transfer full): a request whose waiting is over
 * @reply: its answer
 * @data: the caller's
 *
 * Answers a request.
 */
typedef void (*PmWaitingRoomFunc) (PmRequest *request, PmReply *reply, gpointer data);

PmWaitingRoom *pm_waiting_room_new (guint space, PmWaitingRoomFunc func, gpointer data);
void pm_waiting_room_enter (PmWaitingRoom *self, PmRequest *request);
gboolean pm_waiting_room_has_space (PmWaitingRoom *self, PmRequest *request);
void pm_waiting_room_wake (PmWaitingRoom *self, gint64 tenant_id, gint64 sequence);
PmRequest *pm_waiting_room_leave (PmWaitingRoom *self, gpointer guest);
DexFuture *pm_waiting_room_close (PmWaitingRoom *self);
void pm_waiting_room_free (PmWaitingRoom *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmWaitingRoom, pm_waiting_room_free)

G_END_DECLS
