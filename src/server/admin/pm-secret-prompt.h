/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *pm_secret_prompt (const char *what, GError **error);
char *pm_secret_prompt_twice (const char *what, GError **error);

G_END_DECLS
