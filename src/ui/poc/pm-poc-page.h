/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmPocPage:
 *
 * A POC with all that belongs to it. Properties, writable: `workspace` (#PmWorkspace), `poc`
 * (#PmPoc or %NULL). Actions: `poc.invite`; `poc.edit`, `poc.archive`, `poc.unarchive`;
 * `poc.comment` with a task; `poc.tab` with a tab's name ("overview", "participants", "tasks",
 * "resources", "comments").
 */
#define PM_TYPE_POC_PAGE (pm_poc_page_get_type ())
G_DECLARE_FINAL_TYPE (PmPocPage, pm_poc_page, PM, POC_PAGE, AdwNavigationPage)

PmPocPage *pm_poc_page_new (void);

G_END_DECLS
