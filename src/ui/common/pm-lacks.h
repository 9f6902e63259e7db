/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

G_BEGIN_DECLS

/* What is said where one would look for something that the server cannot do. */

const char *pm_lack_words (PmCapabilities capabilities, PmCapabilities needed);

G_END_DECLS
