/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/* What those who are invited do: each is a #PmRule. */

PmReply *pm_accept_rule_validate (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_accept_rule_note_opened (PmDb *db, PmRequest *request, gpointer data, GError **error);

PmReply *pm_accept_rule_check_new (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_accept_rule_accept_new (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *
pm_accept_rule_accept_existing (PmDb *db, PmRequest *request, gpointer data, GError **error);

G_END_DECLS
