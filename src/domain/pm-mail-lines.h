/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmMailPlaceholder:
 *
 * The placeholders of an invitation mail, and behind them those that only the server's own mails
 * know.
 */
typedef enum {
  PM_MAIL_POC,
  PM_MAIL_COMPANY,
  PM_MAIL_CUSTOMER_NAME,
  PM_MAIL_FIRST_NAME,
  PM_MAIL_INVITER,
  PM_MAIL_ORGANIZATION,
  PM_MAIL_MESSAGE,
  PM_MAIL_LINK,
  PM_MAIL_EXPIRES,
  PM_MAIL_STARTS,
  PM_MAIL_ENDS,
  PM_MAIL_DESCRIPTION,
  PM_MAIL_N_PLACEHOLDERS,
  PM_MAIL_ADDRESS = PM_MAIL_N_PLACEHOLDERS,
  PM_MAIL_N_VALUES,
} PmMailPlaceholder;

/**
 * PmMailFilling:
 * @values: what each placeholder is filled with, %NULL when it is unset
 * @button: what the button says that leads to the link
 *
 * Values that are ready to be inserted.
 */
typedef struct {
  char *values[PM_MAIL_N_VALUES];
  const char *button;
} PmMailFilling;

/**
 * PmMailAppend:
 * @result: where to append
 * @text: text, not terminated
 * @length: its length in bytes
 *
 * Appends text in the way that the part being made needs it, escaped or as it is.
 */
typedef void (*PmMailAppend) (GString *result, const char *text, gsize length);

const char *const *pm_mail_placeholder_names (void);
const char *const *pm_mail_all_placeholder_names (void);
void pm_mail_filling_clear (PmMailFilling *filling);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PmMailFilling, pm_mail_filling_clear)

GPtrArray *pm_mail_lines_split (const char *text, const char *const *names, GError **error);
GPtrArray *pm_mail_lines_shown (GPtrArray *lines, const PmMailFilling *filling);
gboolean pm_mail_line_uses (GArray *line, PmMailPlaceholder placeholder);
void pm_mail_line_fill (GArray *line,
                        const PmMailFilling *filling,
                        PmMailAppend append_literal,
                        PmMailAppend append_value,
                        GString *result);

G_END_DECLS
