/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/* What happens to POCs: each is a #PmRule. */

PmReply *pm_poc_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_poc_rule_show (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_poc_rule_create (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_poc_rule_change (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_poc_rule_archive (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_poc_rule_count (PmDb *db, PmRequest *request, gpointer data, GError **error);

PmReply *pm_participant_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_participant_rule_add (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_participant_rule_remove (PmDb *db, PmRequest *request, gpointer data, GError **error);

void pm_participant_set_time (JsonObject *object, const char *name, gint64 time);

G_END_DECLS
