/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

PmReply *pm_web_get_page (PmRequest *request, GError **error);
PmReply *pm_web_get_asset (PmRequest *request, GError **error);

G_END_DECLS
