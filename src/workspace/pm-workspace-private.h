/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-account.h"
#include "workspace/pm-workspace.h"

#include "cache/pm-cache.h"
#include "remote/pm-remote.h"
#include "sync/pm-syncer.h"

G_BEGIN_DECLS

struct _PmWorkspace {
  GObject parent_instance;
  char *folder;
  PmAccount *account;
  PmCache *cache;
  PmRemote *remote;
  PmSyncer *syncer;
  GListStore *notices;
  PmCacheNotices told;
  DexFuture *kept; /* what the keyring was given */
  gboolean started;
  gboolean visible;
};

DexFuture *pm_workspace_open (const char *folder, PmAccount *account, PmRemote *remote);
void pm_workspace_start (PmWorkspace *self);
DexFuture *pm_workspace_save_account (PmWorkspace *self);

void pm_workspace_take_refresh_token (PmWorkspace *self, const char *token);
void pm_workspace_take_role (PmWorkspace *self, PmRole role);
DexFuture *pm_workspace_finish_keeping (PmWorkspace *self);
void pm_workspace_notice (PmWorkspace *self, PmNotice *notice);
void pm_workspace_watch_notices (PmWorkspace *self);
void pm_workspace_notify_all (PmWorkspace *self);

/* What goes into the outbox, with the time in which it can be taken back */
PmOperation *pm_workspace_new_operation (PmOperationKind kind, gint64 poc_id);
PmOperation *pm_workspace_new_invitation (PmDraft *draft, GError **error);
DexFuture *pm_workspace_enqueue (PmWorkspace *self, PmOperation *operation, gint64 draft_id);

PmAccount *pm_workspace_get_account (PmWorkspace *self);
PmCache *pm_workspace_get_cache (PmWorkspace *self);
PmOutbox *pm_workspace_get_outbox (PmWorkspace *self);

G_END_DECLS
