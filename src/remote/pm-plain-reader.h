/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "remote/pm-remote-plain.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

GPtrArray *pm_plain_read_rows (JsonNode *body, PmPlainList list, gint64 poc_id, GError **error);

G_END_DECLS
