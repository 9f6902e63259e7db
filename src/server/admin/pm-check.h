/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

gboolean pm_check_database (PmDb *db, GError **error);

G_END_DECLS
