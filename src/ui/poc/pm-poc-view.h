/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmPocView:
 *
 * What stands on the page of a POC: its head and its tabs ("overview", "participants", "tasks",
 * "resources", "comments"). Properties, all writable: `workspace` (#PmWorkspace), `poc` (#PmPoc or
 * %NULL), `tally` (#PmPeopleTally), `unread` (#PmUnreadComments).
 */
#define PM_TYPE_POC_VIEW (pm_poc_view_get_type ())
G_DECLARE_FINAL_TYPE (PmPocView, pm_poc_view, PM, POC_VIEW, AdwBreakpointBin)

PmPocView *pm_poc_view_new (void);
void pm_poc_view_show_tab (PmPocView *self, const char *tab);
void pm_poc_view_comment_on (PmPocView *self, gint64 task_id);

G_END_DECLS
