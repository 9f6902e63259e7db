/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long at a stretch the main loop, whose thread this is, does not look for what else there is
 * to do. */

void busy_begin (void);
gint64 busy_end (void);

G_END_DECLS
