/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean pm_link_is_web (const char *link);
gboolean pm_link_can_be_followed (const char *link);

G_END_DECLS
