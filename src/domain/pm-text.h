/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest texts that are taken from outside, in characters. */
#define PM_TEXT_NAME_MAX        100
#define PM_TEXT_TITLE_MAX       255
#define PM_TEXT_COMMENT_MAX     4000
#define PM_TEXT_MESSAGE_MAX     5000
#define PM_TEXT_DESCRIPTION_MAX 20000

/**
 * PmTextShape:
 * @PM_TEXT_LINE: a name or a title: no control characters, no line breaks
 * @PM_TEXT_LINES: a longer text: line breaks and tabs are welcome
 */
typedef enum {
  PM_TEXT_LINE,
  PM_TEXT_LINES,
} PmTextShape;

gboolean pm_text_check (const char *field,
                        const char *text,
                        gssize length,
                        PmTextShape shape,
                        gsize max_chars,
                        GError **error);
char *pm_text_single_line (const char *text);
char *pm_text_clean_lines (const char *text);
gboolean pm_text_is_blank (const char *text);

char *pm_text_full_name (const char *first_name, const char *last_name, const char *address);
void pm_text_split_name (const char *full_name, char **first_name, char **last_name);

G_END_DECLS
