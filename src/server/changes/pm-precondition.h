/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

gboolean pm_precondition_check (PmDb *db,
                                PmRequest *request,
                                const char *type,
                                gint64 id,
                                gboolean *holds,
                                GError **error);
PmReply *pm_precondition_refuse (JsonObject *current,
                                 PmDb *db,
                                 PmRequest *request,
                                 const char *type,
                                 gint64 id,
                                 GError **error);
PmReply *pm_precondition_tag (PmReply *reply,
                              PmDb *db,
                              PmRequest *request,
                              const char *type,
                              gint64 id,
                              GError **error);

G_END_DECLS
