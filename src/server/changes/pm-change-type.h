/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmChangeType:
 * @name: the type's name on the wire, as `poc`
 * @get_type: its record
 * @sql: reads one object as columns of the record: `?1` is the organization, `?2` the id
 * @amend: (nullable): adds what the record does not hold, or changes it for the feed
 *
 * How objects of one type are read for the feed. On a reading thread.
 */
typedef struct {
  const char *name;
  GType (*get_type) (void);
  const char *sql;
  gboolean (
      *amend) (PmDb *db, gint64 tenant_id, PmRecord *record, JsonObject *object, GError **error);
} PmChangeType;

/* Each feature folder names the types that it keeps. */
const PmChangeType *pm_accounts_change_types (guint *n_types);
const PmChangeType *pm_pocs_change_types (guint *n_types);
const PmChangeType *pm_invitations_change_types (guint *n_types);

guint pm_change_type_count (void);
const char *pm_change_type_get_name (guint index);
const PmChangeType *pm_change_type_find (const char *name);
gboolean pm_change_type_load (const PmChangeType *self,
                              PmDb *db,
                              gint64 tenant_id,
                              gint64 id,
                              PmRecord **record,
                              GError **error);
gboolean pm_change_type_write (const PmChangeType *self,
                               PmDb *db,
                               gint64 tenant_id,
                               PmRecord *record,
                               GString *json,
                               GError **error);

G_END_DECLS
