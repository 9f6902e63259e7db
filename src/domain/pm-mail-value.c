/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-mail-value.h"

#include "domain/pm-text.h"
#include "domain/pm-time.h"

/* A mail goes to another country: months are words, and in the language of the mail. */
static const char *const months[] = {
  "January", "February", "March",     "April",   "May",      "June",
  "July",    "August",   "September", "October", "November", "December",
};

/**
 * pm_mail_value_day:
 * @date: (nullable): a date
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): `4 December 2026`; %NULL if it is none
 */
char *
pm_mail_value_day (const char *date)
{
  if (!pm_date_is_valid (date))
    return NULL;
  return g_strdup_printf ("%d %s %.4s", (int) g_ascii_strtoll (date + 8, NULL, 10),
                          months[g_ascii_strtoll (date + 5, NULL, 10) - 1], date);
}

/**
 * pm_mail_value_moment:
 * @time: in microseconds, or 0
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): `4 December 2026, 10:04 UTC`; %NULL for 0
 */
char *
pm_mail_value_moment (gint64 time)
{
  g_autofree char *text = time == 0 ? NULL : pm_time_format (time);
  g_autofree char *date = text == NULL ? NULL : g_strndup (text, 10);
  g_autofree char *day = date == NULL ? NULL : pm_mail_value_day (date);

  return day == NULL ? NULL : g_strdup_printf ("%s, %.5s UTC", day, text + 11);
}

/**
 * pm_mail_value_line:
 * @text: (nullable): text in any condition
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): it in one line without control characters; %NULL for nothing
 */
char *
pm_mail_value_line (const char *text)
{
  g_autofree char *line = pm_text_single_line (text);

  return *line == '\0' ? NULL : g_steal_pointer (&line);
}

/**
 * pm_mail_value_lines:
 * @text: (nullable): text in any condition
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): it without control characters; %NULL for nothing
 */
char *
pm_mail_value_lines (const char *text)
{
  g_autofree char *lines = pm_text_clean_lines (text);

  return *lines == '\0' ? NULL : g_steal_pointer (&lines);
}
