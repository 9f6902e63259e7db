/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmReply:
 *
 * An answer: status, headers, body. Reference counted. Any thread, one at a time; once it is shared
 * nobody changes it.
 */
typedef struct _PmReply PmReply;

PmReply *pm_reply_new_json (guint status, JsonNode *body);
PmReply *pm_reply_new_object (guint status, JsonObject *body);
PmReply *pm_reply_new_array (guint status, JsonArray *body);
PmReply *pm_reply_new_message (guint status, const char *message);
PmReply *pm_reply_new_bytes (guint status, const char *content_type, GBytes *body);
PmReply *pm_reply_new_error (const GError *error);
void pm_reply_set_header (PmReply *self, const char *name, const char *value);
guint pm_reply_get_status (PmReply *self);
PmReply *pm_reply_ref (PmReply *self);
void pm_reply_free (PmReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmReply, pm_reply_free)

G_END_DECLS
