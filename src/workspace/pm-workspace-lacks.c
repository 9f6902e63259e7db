/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace.h"

/**
 * pm_workspace_explain_missing:
 * @capability: what a server would need
 *
 * Returns: (transfer none) (nullable): a sentence that says what is not possible without it
 */
const char *
pm_workspace_explain_missing (PmCapabilities capability)
{
  return pm_capability_explain_missing (capability);
}
