/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-child-list.h"
#include "cache/pm-operation-list.h"
#include "cache/pm-person-list.h"
#include "cache/pm-poc-list.h"
#include "domain/pm-conflict.h"
#include "domain/pm-draft.h"
#include "domain/pm-enums.h"
#include "domain/pm-operation.h"
#include "domain/pm-person.h"
#include "domain/pm-poc.h"
#include "sync/pm-syncer.h"
#include "workspace/pm-notice.h"

#include <libdex.h>

G_BEGIN_DECLS

/* How long an invitation or a cancellation can be taken back before it leaves. */
#define PM_UNDO_SECONDS 10

/**
 * PmWorkspace:
 *
 * One signed-in account in one organization on one server, with its own offline copy. This is
 * all that the user interface knows of the world. Main thread; everything that takes time
 * returns a future.
 *
 * Properties (read-only, notify): `id`, `server-url`, `email`, `full-name`, `organization-name`,
 * `role` (#PmRole), `can-invite`, `sync-state` (#PmSyncState), `sync-progress` (0 to 1, or -1),
 * `problem` (nullable), `capabilities` (#PmCapabilities, as it was last known), `server-now`
 * (microseconds; notifies when the server's clock has turned out to be another one, not while it
 * goes on), `saved-at` (by that clock, when the mirror was last in step), `n-unsent` (how many
 * operations wait), `notices` (a #GListModel of #PmNotice). Writable: `visible` (whether a window shows it).
 *
 * What people write goes into the outbox: it shows at once, survives a power cut when its future
 * resolves, leaves by itself when the server can be reached, and has one effect. For
 * %PM_UNDO_SECONDS it can be taken back by pm_workspace_discard().
 *
 * What the futures bring: a draft (find_draft, edit_operation: the operation is taken back and is
 * a draft again), a #PmComment (find_comment_draft), a #PmPerson (check_address: the POC's row of that address), a #GListModel of
 * #PmPerson (suggest_people), a #PmInvitation (find_invitation), a boxed #PmRenderedMail
 * (render_invitation), the operation's id as #gint64 (whatever goes into the outbox, so that it
 * can be taken back), a boxed #GPtrArray of #PmOperation (discard: what is gone, so that it can be
 * put back), otherwise %TRUE. Objects are %NULL where there is none.
 */
#define PM_TYPE_WORKSPACE (pm_workspace_get_type ())
G_DECLARE_FINAL_TYPE (PmWorkspace, pm_workspace, PM, WORKSPACE, GObject)

/* What there is to see */
PmPocList *pm_workspace_create_poc_list (PmWorkspace *self);
PmPersonList *pm_workspace_create_person_list (PmWorkspace *self, gint64 poc_id);
PmOperationList *pm_workspace_create_operation_list (PmWorkspace *self);
PmChildList *pm_workspace_create_child_list (PmWorkspace *self, GType item_type, gint64 poc_id);
PmPoc *pm_workspace_ref_poc (PmWorkspace *self, gint64 poc_id);
gint64 pm_workspace_get_server_now (PmWorkspace *self);

void pm_workspace_watch_poc (PmWorkspace *self, gint64 poc_id);

/* What the server can do */
PmCapabilities pm_workspace_get_capabilities (PmWorkspace *self);
const char *pm_workspace_explain_missing (PmCapabilities capability);

/* Inviting */
DexFuture *pm_workspace_find_draft (PmWorkspace *self, gint64 poc_id);
DexFuture *pm_workspace_save_draft (PmWorkspace *self, PmDraft *draft);
DexFuture *pm_workspace_delete_draft (PmWorkspace *self, PmDraft *draft);
DexFuture *pm_workspace_check_address (PmWorkspace *self, gint64 poc_id, const char *email);
DexFuture *pm_workspace_suggest_people (PmWorkspace *self, gint64 poc_id, const char *prefix);
DexFuture *pm_workspace_render_invitation (PmWorkspace *self, PmDraft *draft);
DexFuture *pm_workspace_send_invitation (PmWorkspace *self, PmDraft *draft);
DexFuture *pm_workspace_send_later (PmWorkspace *self, PmDraft *draft, gint64 send_at);

/* Following up */
DexFuture *pm_workspace_find_invitation (PmWorkspace *self, gint64 invitation_id);
DexFuture *pm_workspace_resend_invitation (PmWorkspace *self, PmPerson *person);
DexFuture *pm_workspace_cancel_invitation (PmWorkspace *self, PmPerson *person);
DexFuture *pm_workspace_send_reminder (PmWorkspace *self, PmPerson *person);
DexFuture *pm_workspace_correct_address (PmWorkspace *self, PmPerson *person, const char *email);
DexFuture *pm_workspace_remove_access (PmWorkspace *self, PmPerson *person);
DexFuture *pm_workspace_restore_access (PmWorkspace *self, PmPerson *person);

/* Working on POCs: a POC, or a task, task group, success criterion, resource or comment in one */
DexFuture *pm_workspace_create_item (PmWorkspace *self, PmRecord *item);
DexFuture *pm_workspace_change_item (PmWorkspace *self, PmRecord *before, PmRecord *after);
DexFuture *pm_workspace_delete_item (PmWorkspace *self, PmRecord *item);
DexFuture *pm_workspace_find_comment_draft (PmWorkspace *self, gint64 poc_id);
DexFuture *pm_workspace_save_comment_draft (PmWorkspace *self, PmComment *comment);
DexFuture *pm_workspace_find_seen (PmWorkspace *self, gint64 poc_id);
DexFuture *pm_workspace_save_seen (PmWorkspace *self, gint64 poc_id, gint64 seen_at);

/* The outbox */
PmRecord *pm_workspace_read_operation (PmOperation *operation);
PmRecord *pm_workspace_read_base (PmOperation *operation);
DexFuture *pm_workspace_keep_mine (PmWorkspace *self, gint64 operation_id);
DexFuture *pm_workspace_keep_theirs (PmWorkspace *self, gint64 operation_id);
GListModel *pm_workspace_list_conflicts (PmWorkspace *self, PmOperation *operation);
DexFuture *pm_workspace_send_now (PmWorkspace *self, gint64 operation_id);
DexFuture *pm_workspace_retry (PmWorkspace *self, gint64 operation_id);
DexFuture *pm_workspace_discard (PmWorkspace *self, gint64 operation_id);
DexFuture *pm_workspace_put_back (PmWorkspace *self, GPtrArray *operations);
DexFuture *pm_workspace_edit_operation (PmWorkspace *self, gint64 operation_id);

/* Life */
void pm_workspace_sync_now (PmWorkspace *self);
DexFuture *pm_workspace_sign_in_again (PmWorkspace *self, const char *password);
DexFuture *pm_workspace_sign_out (PmWorkspace *self);
DexFuture *pm_workspace_close (PmWorkspace *self);

G_END_DECLS
