/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/* What happens to comments: each is a #PmRule. */

PmReply *pm_comment_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_comment_rule_show (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_comment_rule_create (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_comment_rule_change (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_comment_rule_delete (PmDb *db, PmRequest *request, gpointer data, GError **error);

G_END_DECLS
