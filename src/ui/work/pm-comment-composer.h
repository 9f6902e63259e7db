/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PmCommentComposer:
 *
 * Where a comment is written: first who is to read it, which cannot be mistaken, then the text. What
 * is being written stays with its POC. Properties: `workspace` (writable), `internal` (writable,
 * whether it is for colleagues only), `may-choose` (read-only, whether there is that choice),
 * `narrow` (writable, whether nothing but the field shows until it is used) and `taken-up` (writable,
 * whether it is).
 */
#define PM_TYPE_COMMENT_COMPOSER (pm_comment_composer_get_type ())
G_DECLARE_FINAL_TYPE (PmCommentComposer, pm_comment_composer, PM, COMMENT_COMPOSER, GtkBox)

void pm_comment_composer_open (PmCommentComposer *self, gint64 poc_id, GListModel *tasks);
void pm_comment_composer_write_on (PmCommentComposer *self, gint64 task_id);

G_END_DECLS
