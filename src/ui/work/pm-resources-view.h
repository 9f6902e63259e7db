/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmResourcesView:
 *
 * The resources of a POC, with what can be done with them. Properties, writable: `workspace`
 * (#PmWorkspace), `poc` (#PmPoc or %NULL).
 */
#define PM_TYPE_RESOURCES_VIEW (pm_resources_view_get_type ())
G_DECLARE_FINAL_TYPE (PmResourcesView, pm_resources_view, PM, RESOURCES_VIEW, AdwBin)

G_END_DECLS
