/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/mail/pm-mail-crew.h"
#include "server/mail/pm-mail-key.h"
#include "server/pm-server.h"

G_BEGIN_DECLS

/**
 * PmMailLane:
 *
 * The mails that go out by one way: the server's, or an organization's own mail server. One mail
 * after the other, over one connection for all that are due. When the mail server is in trouble
 * the lane pauses, longer each time. Main thread.
 */
typedef struct _PmMailLane PmMailLane;

PmMailLane *pm_mail_lane_new (PmServer *server, PmMailKey *key, PmMailCrew *crew, gint64 id);
gint64 pm_mail_lane_get_pause (PmMailLane *self);
gboolean pm_mail_lane_is_running (PmMailLane *self);
gboolean pm_mail_lane_is_troubled (PmMailLane *self);
void pm_mail_lane_run (PmMailLane *self);
void pm_mail_lane_refresh (PmMailLane *self, gint64 version);
void pm_mail_lane_stop (PmMailLane *self);
void pm_mail_lane_free (PmMailLane *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmMailLane, pm_mail_lane_free)

G_END_DECLS
