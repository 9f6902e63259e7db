/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-text.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmBodyNeed:
 * @PM_BODY_OPTIONAL: may be missing or null
 * @PM_BODY_REQUIRED: must be there, and not null
 */
typedef enum {
  PM_BODY_OPTIONAL,
  PM_BODY_REQUIRED,
} PmBodyNeed;

gboolean pm_body_get_text (JsonObject *body,
                           const char *name,
                           PmBodyNeed need,
                           PmTextShape shape,
                           gsize max_chars,
                           const char **text,
                           GError **error);
gboolean pm_body_get_integer (JsonObject *body,
                              const char *name,
                              PmBodyNeed need,
                              gint64 *value,
                              GError **error);
gboolean pm_body_get_boolean (JsonObject *body,
                              const char *name,
                              PmBodyNeed need,
                              gboolean *value,
                              GError **error);
gboolean pm_body_get_time (JsonObject *body, const char *name, gint64 *time, GError **error);
gboolean
pm_body_get_ids (JsonObject *body, const char *name, PmBodyNeed need, GArray **ids, GError **error);
gboolean pm_body_get_address (JsonObject *body, const char *name, char **address, GError **error);
gboolean
pm_body_get_password (JsonObject *body, const char *name, const char **password, GError **error);

G_END_DECLS
