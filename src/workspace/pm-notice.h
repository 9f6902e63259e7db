/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PmNoticeKind:
 * @PM_NOTICE_COPY_LOST: the offline copy could not be used and is fetched again
 * @PM_NOTICE_DRAFTS_DAMAGED: drafts were damaged; @text is where they are now, @count how many could
 *   be saved, @n_unsent how many unsent changes
 * @PM_NOTICE_TASKS_MISSING: the server cannot give the tasks of @count POCs, @text being the title of
 *   the first one
 * @PM_NOTICE_NOT_KEPT: the session could not be kept for the next start; @text says why
 *
 * What there is to be told.
 */
typedef enum {
  PM_NOTICE_COPY_LOST,
  PM_NOTICE_DRAFTS_DAMAGED,
  PM_NOTICE_TASKS_MISSING,
  PM_NOTICE_NOT_KEPT,
} PmNoticeKind;

/**
 * PmNotice:
 *
 * What a person should know of a workspace, once: nothing has to be done about it. Signal
 * `dismissed` when it has been read.
 */
#define PM_TYPE_NOTICE (pm_notice_get_type ())
G_DECLARE_FINAL_TYPE (PmNotice, pm_notice, PM, NOTICE, GObject)

PmNotice *pm_notice_new (PmNoticeKind kind, const char *text, guint count, guint n_unsent);
PmNoticeKind pm_notice_get_kind (PmNotice *self);
const char *pm_notice_get_text (PmNotice *self);
guint pm_notice_get_count (PmNotice *self);
guint pm_notice_get_n_unsent (PmNotice *self);
void pm_notice_dismiss (PmNotice *self);

G_END_DECLS
