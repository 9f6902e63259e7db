/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-poc.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean pm_poc_input_read (PmPoc *poc, JsonObject *body, GError **error);

G_END_DECLS
