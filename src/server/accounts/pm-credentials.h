/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

gint64 pm_credentials_check (PmRequest *request, GError **error);
gboolean
pm_credentials_confirm (PmRequest *request, const char *name, const char *words, GError **error);

G_END_DECLS
