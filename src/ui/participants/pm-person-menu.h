/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-person.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GMenuModel *pm_person_menu_new (PmPerson *person);
void pm_person_menu_bind (GtkWidgetClass *widget_class);

G_END_DECLS
