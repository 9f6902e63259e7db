/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-comment.h"

PM_DEFINE_RECORD (PmComment, pm_comment, PM_COMMENT, PM_COMMENT_FIELDS)
