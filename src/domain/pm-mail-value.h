/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people and clocks say, made ready to stand in a mail. */
char *pm_mail_value_line (const char *text);
char *pm_mail_value_lines (const char *text);
char *pm_mail_value_day (const char *date);
char *pm_mail_value_moment (gint64 time);

G_END_DECLS
