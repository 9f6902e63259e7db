/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-draft.h"

G_BEGIN_DECLS

char *pm_payload_from_draft (PmDraft *draft);
char *pm_payload_send_later (const char *payload, gint64 send_at);
char *pm_payload_for_plain_server (const char *payload, GError **error);
PmDraft *pm_payload_to_draft (const char *payload, GError **error);

G_END_DECLS
