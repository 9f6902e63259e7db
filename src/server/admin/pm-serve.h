/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-server-config.h"

G_BEGIN_DECLS

gboolean pm_serve (PmServerConfig *config, GError **error);

G_END_DECLS
