/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-record.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmInputFlags:
 * @PM_INPUT_NEEDED: never null, a text never blank; must be there as long as the record has no
 *   value
 * @PM_INPUT_LINES: a text of several lines
 * @PM_INPUT_ANY_CASE: a word in upper case is the same word
 */
typedef enum {
  PM_INPUT_PLAIN = 0,
  PM_INPUT_NEEDED = 1 << 0,
  PM_INPUT_LINES = 1 << 1,
  PM_INPUT_ANY_CASE = 1 << 2,
} PmInputFlags;

/**
 * PmInput:
 * @field: a field of a record
 * @flags: how it is read
 * @max: the longest text in characters, or the greatest integer
 * @min: the smallest integer
 *
 * What may be said of one field from outside. The rest follows from the record's table of fields.
 */
typedef struct {
  guint field;
  PmInputFlags flags;
  gint64 max;
  gint64 min;
} PmInput;

gboolean pm_record_input_read (PmRecord *record,
                               const PmInput *inputs,
                               guint n_inputs,
                               JsonObject *body,
                               GError **error);
gboolean
pm_input_parse_choice (GType type, const char *name, const char *word, int *value, GError **error);

G_END_DECLS
