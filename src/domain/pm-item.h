/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/*
 * Items: POCs, and the tasks, task groups, success criteria, resources and comments in them. What
 * people make, change and remove goes through the same functions, whatever it is. Any thread.
 */

GType pm_item_type_get_record_type (PmItemType type);
PmItemType pm_item_type_for_record (GType record_type);
PmItemType pm_item_type_of_reference (const char *field);
gboolean pm_item_type_can_do_without (PmItemType type, const char *field);

const guint *pm_item_type_get_writable (PmItemType type, guint *n_fields);
const char *pm_item_get_title (PmRecord *item);
gint64 pm_item_get_poc_id (PmRecord *item);

G_END_DECLS
