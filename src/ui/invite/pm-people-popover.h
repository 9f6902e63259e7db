/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-person.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PmPeoplePopover:
 *
 * People to choose from below an entry, while the entry keeps the keyboard. Signal
 * `picked (PmPerson *)`.
 */
#define PM_TYPE_PEOPLE_POPOVER (pm_people_popover_get_type ())
G_DECLARE_FINAL_TYPE (PmPeoplePopover, pm_people_popover, PM, PEOPLE_POPOVER, GtkPopover)

PmPeoplePopover *pm_people_popover_new (GtkWidget *entry);
void pm_people_popover_offer (PmPeoplePopover *self, GListModel *people);
gboolean pm_people_popover_handle_key (PmPeoplePopover *self, guint keyval);

G_END_DECLS
