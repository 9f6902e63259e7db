/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-page.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

PmPage *pm_page_read (JsonObject *object, const char *since, GError **error);

G_END_DECLS
