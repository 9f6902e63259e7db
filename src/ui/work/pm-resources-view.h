/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-items-view.h"

G_BEGIN_DECLS

/**
 * PmResourcesView:
 *
 * The resources of a POC, with what can be done with them.
 */
#define PM_TYPE_RESOURCES_VIEW (pm_resources_view_get_type ())
G_DECLARE_FINAL_TYPE (PmResourcesView, pm_resources_view, PM, RESOURCES_VIEW, PmItemsView)

G_END_DECLS
