/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-account.h"
#include "workspace/pm-workspace.h"

#include "cache/pm-cache.h"
#include "remote/pm-remote.h"
#include "sync/pm-syncer.h"

G_BEGIN_DECLS

DexFuture *pm_workspace_open (const char *folder, PmAccount *account, PmRemote *remote);
void pm_workspace_start (PmWorkspace *self);
DexFuture *pm_workspace_save_account (PmWorkspace *self);

PmAccount *pm_workspace_get_account (PmWorkspace *self);
PmCache *pm_workspace_get_cache (PmWorkspace *self);
PmSyncer *pm_workspace_get_syncer (PmWorkspace *self);

G_END_DECLS
