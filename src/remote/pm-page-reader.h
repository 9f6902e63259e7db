/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-page.h"

G_BEGIN_DECLS

PmPage *pm_page_read (GBytes *text, const char *since, GError **error);

G_END_DECLS
