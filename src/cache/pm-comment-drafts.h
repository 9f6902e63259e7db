/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-comment.h"

G_BEGIN_DECLS

/* What is being said about POCs and has not been posted yet: one comment a POC, which survives in
 * drafts.db. The writing thread's. */

gboolean pm_comment_drafts_save (PmDb *drafts, PmComment *comment, GError **error);
gboolean pm_comment_drafts_find (PmDb *drafts, gint64 poc_id, PmRecord **comment, GError **error);
gboolean pm_comment_drafts_delete (PmDb *drafts, gint64 poc_id, GError **error);

G_END_DECLS
