/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean pm_check_database (PmDb *db, JsonObject *arguments, GString *output, GError **error);

G_END_DECLS
