/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * DeskView:
 *
 * What somebody sees who looks at everything: the POCs, in each what it consists of, and the
 * outbox. The lists live on from one look to the next, as those of open pages do.
 */
typedef struct _DeskView DeskView;

DeskView *desk_view_new (PmWorkspace *workspace);
void desk_view_free (DeskView *self);

JsonObject *desk_view_look (DeskView *self, gint64 poc_id);

G_END_DECLS
