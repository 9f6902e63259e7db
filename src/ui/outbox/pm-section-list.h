/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-operation-list.h"

G_BEGIN_DECLS

/**
 * PmSectionList:
 *
 * The operations of the outbox with a section for each POC: neighbours of the same POC stand
 * under one heading. A #GListModel and #GtkSectionModel; property: `model` (#PmOperationList).
 */
#define PM_TYPE_SECTION_LIST (pm_section_list_get_type ())
G_DECLARE_FINAL_TYPE (PmSectionList, pm_section_list, PM, SECTION_LIST, GObject)

G_END_DECLS
