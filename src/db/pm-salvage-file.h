/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmSalvagedValue:
 *
 * A value as a record of SQLite's file format has it. Text and blobs point into the record.
 */
typedef struct {
  enum {
    PM_SALVAGED_NULL,
    PM_SALVAGED_INTEGER,
    PM_SALVAGED_REAL,
    PM_SALVAGED_TEXT,
    PM_SALVAGED_BLOB
  } kind;
  gint64 integer;
  double real;
  const guint8 *bytes;
  gsize length;
} PmSalvagedValue;

/**
 * PmSalvagedRow:
 * @id: its rowid
 * @values: (element-type PmSalvagedValue): what its record holds, from the first column on
 * @record: the bytes that @values point into
 *
 * A row of some table.
 */
typedef struct {
  gint64 id;
  GArray *values;
  GBytes *record;
} PmSalvagedRow;

GPtrArray *pm_salvage_file (const char *path);

G_END_DECLS
