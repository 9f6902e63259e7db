/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/* What an organization's invitation mails look like: each is a #PmRule. */

PmReply *pm_template_rule_show (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_template_rule_change (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_template_rule_reset (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_template_rule_preview (PmDb *db, PmRequest *request, gpointer data, GError **error);

G_END_DECLS
