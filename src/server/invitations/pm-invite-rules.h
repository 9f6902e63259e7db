/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/* What those who invite do: each is a #PmRule. */

PmReply *pm_invite_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_invite_rule_show (PmDb *db, PmRequest *request, gpointer data, GError **error);

PmReply *pm_invite_rule_create (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_invite_rule_try (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_invite_rule_resend (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_invite_rule_remind (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_invite_rule_cancel (PmDb *db, PmRequest *request, gpointer data, GError **error);

G_END_DECLS
