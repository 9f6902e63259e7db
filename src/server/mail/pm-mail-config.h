/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

PmReply *pm_mail_config_rule_change (PmDb *db, PmRequest *request, gpointer data, GError **error);

G_END_DECLS
