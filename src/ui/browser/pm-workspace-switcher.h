/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmWorkspaceSwitcher:
 *
 * The organization's name as a title, and behind it the workspaces to choose from. Properties:
 * `session`, `workspace` (the one that is shown; choosing another writes it).
 */
#define PM_TYPE_WORKSPACE_SWITCHER (pm_workspace_switcher_get_type ())
G_DECLARE_FINAL_TYPE (PmWorkspaceSwitcher, pm_workspace_switcher, PM, WORKSPACE_SWITCHER, AdwBin)

G_END_DECLS
