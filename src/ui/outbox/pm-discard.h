/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pm_discard_with_undo (GtkWidget *widget, PmWorkspace *workspace, gint64 operation_id);

G_END_DECLS
