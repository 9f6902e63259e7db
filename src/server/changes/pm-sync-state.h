/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

/**
 * PmStateKey:
 *
 * What makes this database's states its own: an epoch, which changes when a backup is made or an
 * earlier copy was put back, and a secret. Not changed once loaded; any thread may read it.
 */
typedef struct _PmStateKey PmStateKey;

/**
 * PmSyncState:
 * @tenant_id: the organization
 * @sequence: what the copy has seen; in a bootstrap, the sequence at its start
 * @type: how many types of a bootstrap are complete; -1: not in a bootstrap
 * @id: the last object of the present type that the copy has seen
 *
 * Where a copy stands. On the wire it is opaque and authenticated.
 */
typedef struct {
  gint64 tenant_id;
  gint64 sequence;
  gint64 type;
  gint64 id;
} PmSyncState;

PmStateKey *pm_state_key_load (PmDb *db, GError **error);
gboolean pm_state_key_renew_epoch (PmDb *db, GError **error);
void pm_state_key_free (PmStateKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmStateKey, pm_state_key_free)

char *pm_state_key_get_epoch (const PmStateKey *self);
char *pm_state_key_read_epoch (PmDb *db, GError **error);

char *pm_sync_state_to_text (const PmSyncState *self, const PmStateKey *key);
gboolean pm_sync_state_from_text (PmSyncState *self, const PmStateKey *key, const char *text);

G_END_DECLS
