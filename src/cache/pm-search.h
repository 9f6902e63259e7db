/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-keys.h"
#include "db/pm-db.h"

G_BEGIN_DECLS

char *pm_search_to_match (const char *text);
char *pm_search_sort_key (const char *text);
PmKeys *pm_search_within (PmDb *mirror, const char *match, PmKeys *order, GError **error);

G_END_DECLS
