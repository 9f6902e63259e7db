/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-time.h"

#include <string.h>

/* Longest fraction of a second that is read; digits behind the sixth are cut off. */
#define MAX_FRACTION_DIGITS 9

/* Days are counted from the first of the year 1, which is 1. */
#define DAY_OF_1970 719163
#define LAST_DAY    3652059

static gboolean
read_digits (const char **cursor, guint count, int *value)
{
  int sum = 0;

  g_assert (count <= 6);

  for (guint i = 0; i < count; i++) {
    if (!g_ascii_isdigit ((*cursor)[i]))
      return FALSE;
    sum = sum * 10 + ((*cursor)[i] - '0');
  }
  *cursor += count;
  *value = sum;
  return TRUE;
}

static gboolean
read_char (const char **cursor, const char *allowed)
{
  if (**cursor == '\0' || strchr (allowed, **cursor) == NULL)
    return FALSE;
  (*cursor)++;
  return TRUE;
}

static gboolean
read_date (const char **cursor, GDate *date)
{
  int year, month, day;

  if (!read_digits (cursor, 4, &year) || !read_char (cursor, "-") ||
      !read_digits (cursor, 2, &month) || !read_char (cursor, "-") ||
      !read_digits (cursor, 2, &day))
    return FALSE;
  if (!g_date_valid_dmy ((GDateDay) day, month, (GDateYear) year))
    return FALSE;
  g_date_set_dmy (date, (GDateDay) day, month, (GDateYear) year);
  return TRUE;
}

static gboolean
read_clock (const char **cursor, gint64 *seconds)
{
  int hour, minute, second;

  if (!read_digits (cursor, 2, &hour) || !read_char (cursor, ":") ||
      !read_digits (cursor, 2, &minute) || !read_char (cursor, ":") ||
      !read_digits (cursor, 2, &second))
    return FALSE;
  /* A leap second is the last second of its minute: neither GLib nor SQL knows it. */
  if (hour > 23 || minute > 59 || second > 60)
    return FALSE;
  *seconds = hour * 3600 + minute * 60 + MIN (second, 59);
  return TRUE;
}

static gboolean
read_fraction (const char **cursor, gint64 *microseconds)
{
  guint digits = 0;

  *microseconds = 0;
  if (!read_char (cursor, "."))
    return TRUE;
  for (; g_ascii_isdigit (**cursor); (*cursor)++, digits++)
    if (digits < 6)
      *microseconds = *microseconds * 10 + (**cursor - '0');
  for (guint i = digits; i < 6; i++)
    *microseconds *= 10;
  return digits >= 1 && digits <= MAX_FRACTION_DIGITS;
}

static gboolean
read_zone (const char **cursor, gint64 *seconds_east)
{
  int hours, minutes;
  gboolean west;

  *seconds_east = 0;
  if (read_char (cursor, "Zz"))
    return TRUE;
  west = **cursor == '-';
  if (!read_char (cursor, "+-") || !read_digits (cursor, 2, &hours) || !read_char (cursor, ":") ||
      !read_digits (cursor, 2, &minutes) || hours > 23 || minutes > 59)
    return FALSE;
  *seconds_east = (west ? -1 : 1) * (hours * 3600 + minutes * 60);
  return TRUE;
}

/* Days since 1970-01-01; GDate's Julian day 1 is 0001-01-01. */
static gint64
days_since_1970 (const GDate *date)
{
  return (gint64) g_date_get_julian (date) - DAY_OF_1970;
}

/**
 * pm_time_parse:
 * @text: (nullable): a moment as RFC 3339 writes it, with or without a fraction, `Z` or `±hh:mm`
 * @time: (out): microseconds since 1970 UTC
 *
 * Any thread.
 *
 * Returns: %FALSE if @text is no such moment; @time is untouched then
 */
gboolean
pm_time_parse (const char *text, gint64 *time)
{
  const char *cursor = text;
  gint64 seconds, microseconds, seconds_east;
  GDate date;

  if (text == NULL || !read_date (&cursor, &date) || !read_char (&cursor, "Tt ") ||
      !read_clock (&cursor, &seconds) || !read_fraction (&cursor, &microseconds) ||
      !read_zone (&cursor, &seconds_east) || *cursor != '\0')
    return FALSE;
  seconds += days_since_1970 (&date) * 86400 - seconds_east;
  *time = seconds * G_TIME_SPAN_SECOND + microseconds;
  return TRUE;
}

/* Answers hold thousands of moments: they are written digit by digit. */
static void
write_digits (char *text, guint count, gint64 value)
{
  while (count-- > 0) {
    text[count] = (char) ('0' + value % 10);
    value /= 10;
  }
}

/**
 * pm_time_format:
 * @time: microseconds since 1970 UTC, in the years 1 to 9999
 *
 * Writes a moment the way the API does: `2026-11-22T10:04:44.236844Z`, the fraction left out when
 * it is zero. Any thread.
 *
 * Returns: (transfer full) (nullable): the text; %NULL outside those years
 */
char *
pm_time_format (gint64 time)
{
  gint64 microseconds = time % G_TIME_SPAN_DAY;
  gint64 day = time / G_TIME_SPAN_DAY + DAY_OF_1970;
  char text[] = "0000-00-00T00:00:00.000000Z";
  GDate date;

  if (microseconds < 0) {
    microseconds += G_TIME_SPAN_DAY;
    day--;
  }
  if (day < 1 || day > LAST_DAY)
    return NULL;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) day);
  write_digits (text, 4, g_date_get_year (&date));
  write_digits (text + 5, 2, g_date_get_month (&date));
  write_digits (text + 8, 2, g_date_get_day (&date));
  write_digits (text + 11, 2, microseconds / G_TIME_SPAN_HOUR);
  write_digits (text + 14, 2, microseconds / G_TIME_SPAN_MINUTE % 60);
  write_digits (text + 17, 2, microseconds / G_TIME_SPAN_SECOND % 60);
  write_digits (text + 20, 6, microseconds % G_TIME_SPAN_SECOND);
  if (microseconds % G_TIME_SPAN_SECOND == 0)
    g_strlcpy (text + 19, "Z", sizeof text - 19);
  return g_strdup (text);
}

/**
 * pm_span_between:
 * @from: a moment, usually now
 * @to: another
 *
 * Any thread.
 *
 * Returns: how far @to lies ahead of @from, in the largest unit that it fills
 */
PmSpan
pm_span_between (gint64 from, gint64 to)
{
  gint64 span = to - from;

  if (ABS (span) >= G_TIME_SPAN_DAY)
    return (PmSpan) { span / G_TIME_SPAN_DAY, PM_SPAN_DAYS };
  if (ABS (span) >= G_TIME_SPAN_HOUR)
    return (PmSpan) { span / G_TIME_SPAN_HOUR, PM_SPAN_HOURS };
  return (PmSpan) { span / G_TIME_SPAN_MINUTE, PM_SPAN_MINUTES };
}

/**
 * pm_date_is_valid:
 * @date: (nullable): a text
 *
 * Any thread.
 *
 * Returns: whether it is a day that exists, written `YYYY-MM-DD`
 */
gboolean
pm_date_is_valid (const char *date)
{
  const char *cursor = date;
  GDate ignored;

  return date != NULL && read_date (&cursor, &ignored) && *cursor == '\0';
}

/**
 * pm_date_days_between:
 * @from: (nullable): a day, usually today
 * @to: (nullable): a day
 * @days: (out): how many days later @to is; negative if it is earlier
 *
 * Any thread.
 *
 * Returns: %FALSE if one of them is no valid day; @days is untouched then
 */
gboolean
pm_date_days_between (const char *from, const char *to, int *days)
{
  const char *from_cursor = from, *to_cursor = to;
  GDate first, last;

  if (!pm_date_is_valid (from) || !pm_date_is_valid (to))
    return FALSE;
  read_date (&from_cursor, &first);
  read_date (&to_cursor, &last);
  *days = g_date_days_between (&first, &last);
  return TRUE;
}
