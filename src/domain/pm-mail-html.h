/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-mail-lines.h"

G_BEGIN_DECLS

char *pm_mail_html_from_lines (const char *subject, GPtrArray *lines, const PmMailFilling *filling);
void pm_mail_html_append_escaped (GString *result, const char *text, gsize length);

G_END_DECLS
