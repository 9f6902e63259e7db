/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

gboolean
pm_client_limit_check (PmRequest *request, const char *what, const char *words, GError **error);
void pm_client_limit_count (PmRequest *request, const char *what);

G_END_DECLS
