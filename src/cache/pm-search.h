/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-keys.h"
#include "db/pm-db.h"

G_BEGIN_DECLS

GStrv pm_search_parse (const char *text);
char *pm_search_sort_key (const char *text);
PmKeys *pm_search_within (PmDb *mirror, const char *const *matches, PmKeys *order, GError **error);

G_END_DECLS
