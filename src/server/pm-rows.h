/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "server/http/pm-reply.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gpointer pm_rows_take_record (PmStatement *rows, GType type, GError **error);
JsonArray *pm_rows_take_json (PmStatement *rows, GType type, GError **error);
GArray *pm_rows_take_integers (PmStatement *rows, GError **error);
PmReply *pm_rows_take_reply (PmStatement *rows, GType type, GError **error);

G_END_DECLS
