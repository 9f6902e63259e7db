/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

char *pm_device_name (PmRequest *request);

G_END_DECLS
