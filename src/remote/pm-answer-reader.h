/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "remote/pm-answer.h"
#include "remote/pm-identity.h"
#include "remote/pm-server-info.h"

G_BEGIN_DECLS

/* What successful answers say; each takes an answer whose body is an object. */

PmServerInfo *pm_answer_read_server_info (PmAnswer *self, GError **error);
PmIdentity *pm_answer_read_identity (PmAnswer *self, GError **error);
GListStore *pm_answer_read_events (PmAnswer *self, GError **error);

G_END_DECLS
