/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmBrowserPage:
 *
 * The list "POCs" with its search and filters, and at its foot what is unsent and how desktop
 * and server stand. Properties: `session`; `workspace`; `collapsed` (the list stands alone, so a
 * click opens); `poc` (read-only, nullable: the #PmPoc that is open); `scope` (#PmPocScope);
 * `sort` (#PmPocSort); `status` (a #PmPocStatus's nick, or ""); `show-archived`; `search`.
 *
 * Signal `opened` (no arguments) when a POC was asked for, also when it is the open one.
 */
#define PM_TYPE_BROWSER_PAGE (pm_browser_page_get_type ())
G_DECLARE_FINAL_TYPE (PmBrowserPage, pm_browser_page, PM, BROWSER_PAGE, AdwNavigationPage)

void pm_browser_page_start_search (PmBrowserPage *self);
void pm_browser_page_open_poc (PmBrowserPage *self, PmPoc *poc);

G_END_DECLS
