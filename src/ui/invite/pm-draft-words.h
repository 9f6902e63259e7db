/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-draft.h"
#include "domain/pm-invitation-rules.h"
#include "domain/pm-poc.h"
#include "domain/pm-readiness.h"

G_BEGIN_DECLS

/*
 * What the invitation dialog says of what is being written. All of it can be said offline.
 */

char *pm_draft_words_verdict (PmVerdict verdict, PmPerson *person, gint64 now);
const char *pm_draft_words_readiness (PmReadinessCode code);
char *pm_draft_expand_note (PmDraft *draft, PmPoc *poc, const char *inviter);
gboolean pm_draft_check_address (PmDraft *draft, GError **error);
gboolean pm_draft_check_line (const char *field, const char *text, GError **error);
gboolean pm_draft_check_message (PmDraft *draft, GError **error);

G_END_DECLS
