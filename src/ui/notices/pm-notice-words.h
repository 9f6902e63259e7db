/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-failure.h"
#include "workspace/pm-notice.h"

G_BEGIN_DECLS

/* What has happened, what was kept and what to do, in whole sentences. */

char *pm_notice_words_title (PmNotice *notice);
char *pm_notice_words_body (PmNotice *notice);
char *pm_failure_words_reason (PmError code, const char *message, const char *folder);

G_END_DECLS
