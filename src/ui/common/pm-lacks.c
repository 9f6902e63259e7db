/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-lacks.h"

/**
 * pm_lack_words:
 * @capabilities: what a server can do
 * @needed: something that servers of API 1.0.0 cannot do
 *
 * Returns: (transfer none): a sentence that says so, when this one cannot either; "" otherwise
 */
const char *
pm_lack_words (PmCapabilities capabilities, PmCapabilities needed)
{
  return capabilities & needed ? "" : pm_workspace_explain_missing (needed);
}
