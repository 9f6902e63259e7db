/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"

G_BEGIN_DECLS

/* Stands beside the statuses and means every one of them. */
#define PM_STATUS_FILTER_ALL (-1)

/**
 * PmStatusFilter:
 *
 * One choice of the participants' filter. Properties: `status` (a #PmPersonStatus or
 * %PM_STATUS_FILTER_ALL), `count` (writable), `label` ("Pending (3)").
 */
#define PM_TYPE_STATUS_FILTER (pm_status_filter_get_type ())
G_DECLARE_FINAL_TYPE (PmStatusFilter, pm_status_filter, PM, STATUS_FILTER, GObject)

PmStatusFilter *pm_status_filter_new (int status);
int pm_status_filter_get_status (PmStatusFilter *self);
guint pm_status_filter_get_count (PmStatusFilter *self);
void pm_status_filter_set_count (PmStatusFilter *self, guint count);
char *pm_status_filter_dup_label (PmStatusFilter *self);

G_END_DECLS
