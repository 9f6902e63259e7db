/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-draft.h"

PM_DEFINE_RECORD (PmDraft, pm_draft, PM_DRAFT, PM_DRAFT_FIELDS)
