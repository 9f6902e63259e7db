/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

gboolean pm_idempotency_get_key (PmRequest *request, const char **key, GError **error);
gboolean pm_idempotency_find (PmDb *db,
                              PmRequest *request,
                              const char *key,
                              PmReply **reply,
                              GError **error);
gboolean pm_idempotency_store (PmDb *db,
                               PmRequest *request,
                               const char *key,
                               PmReply *reply,
                               gint64 sequence,
                               GError **error);
gboolean pm_idempotency_prune (PmDb *db, gint64 now, GError **error);
void pm_idempotency_set_sequence (PmReply *reply, gint64 sequence);

G_END_DECLS
