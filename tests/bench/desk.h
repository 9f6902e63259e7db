/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-poc-list.h"
#include "sync/pm-syncer.h"

G_BEGIN_DECLS

/**
 * Desk:
 *
 * A desktop without a window: the real cache, remote and syncer, signed in as the demo's first
 * person. In fibers only; what fails ends the program.
 */
typedef struct {
  PmCache *cache;
  PmRemote *remote;
  PmSyncer *syncer;
} Desk;

int desk_run (DexFiberFunc func, gpointer data);

Desk *desk_open (const char *folder, const char *url);
void desk_close (Desk *self);
void desk_wait_until_synced (Desk *self);
PmPocList *desk_list_all (Desk *self);

/* A word with whom has started the program, who measures others in turns. */
void desk_say (const char *word);
gboolean desk_hear (void);

void desk_check (GError *error);
void desk_pause (guint milliseconds);

G_END_DECLS
