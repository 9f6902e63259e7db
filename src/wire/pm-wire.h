/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-record.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *pm_wire_parse (const char *data, gssize length, GError **error);
JsonObject *pm_wire_parse_object (const char *data, gssize length, GError **error);
char *pm_wire_to_text (JsonNode *node);

JsonObject *pm_wire_encode (PmRecord *record);
void pm_wire_encode_field (PmRecord *record, guint field, JsonObject *object);
void pm_wire_write_string (GString *json, const char *text);
void pm_wire_write_members (GString *json, PmRecord *record);
void pm_wire_write_record (GString *json, PmRecord *record);

gboolean pm_wire_decode (JsonObject *object, PmRecord *record, GError **error);
gboolean pm_wire_decode_some (JsonObject *object, PmRecord *record, GError **error);
PmRecord *pm_wire_decode_new (GType type, JsonNode *node, GError **error);

const char *pm_wire_get_string (JsonObject *object, const char *name);
gint64 pm_wire_get_integer (JsonObject *object, const char *name, gint64 fallback);
gboolean pm_wire_get_boolean (JsonObject *object, const char *name, gboolean fallback);
JsonArray *pm_wire_get_array (JsonObject *object, const char *name);
JsonObject *pm_wire_get_object (JsonObject *object, const char *name);

G_END_DECLS
