/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-words.h"

#include "domain/pm-time.h"

#include <glib/gi18n.h>
#include <langinfo.h>

static gboolean
is_blank (const char *text)
{
  return text == NULL || *text == '\0';
}

static const char *
clock_format (void)
{
  const char *format = nl_langinfo (T_FMT);

  return strstr (format, "%r") != NULL || strstr (format, "%I") != NULL ? "%I:%M %p" : "%H:%M";
}

static GDateTime *
local_time (gint64 moment)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (moment);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

static char *
words_ahead (PmSpanUnit unit, int amount)
{
  switch (unit) {
  case PM_SPAN_DAYS:
    return g_strdup_printf (ngettext ("in %d day", "in %d days", amount), amount);
  case PM_SPAN_HOURS:
    return g_strdup_printf (ngettext ("in %d hour", "in %d hours", amount), amount);
  case PM_SPAN_MINUTES:
  default:
    return g_strdup_printf (ngettext ("in %d minute", "in %d minutes", amount), amount);
  }
}

static char *
words_ago (PmSpanUnit unit, int amount)
{
  switch (unit) {
  case PM_SPAN_DAYS:
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", amount), amount);
  case PM_SPAN_HOURS:
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", amount), amount);
  case PM_SPAN_MINUTES:
  default:
    return g_strdup_printf (ngettext ("%d minute ago", "%d minutes ago", amount), amount);
  }
}

static char *
words_for_start (int days)
{
  if (days == 0)
    return g_strdup (_ ("Starts today"));
  return g_strdup_printf (ngettext ("Starts in %d day", "Starts in %d days", days), days);
}

static char *
words_for_end (int days)
{
  if (days == 0)
    return g_strdup (_ ("Ends today"));
  if (days > 0)
    return g_strdup_printf (ngettext ("%d day left", "%d days left", days), days);
  return g_strdup_printf (ngettext ("Ended %d day ago", "Ended %d days ago", -days), -days);
}

/**
 * pm_words_date:
 * @date: (nullable): a day as `YYYY-MM-DD`
 *
 * Returns: (transfer full): the day as the locale writes it, never shifted by a time zone; ""
 *   when there is none or it is no day
 */
char *
pm_words_date (const char *date)
{
  g_autoptr (GDateTime) noon = NULL;
  g_autofree char *text = NULL;

  if (is_blank (date) || !pm_date_is_valid (date))
    return g_strdup ("");

  text = g_strconcat (date, "T12:00:00Z", NULL);
  noon = g_date_time_new_from_iso8601 (text, NULL);
  return noon != NULL ? g_date_time_format (noon, "%x") : g_strdup ("");
}

/**
 * pm_words_dates:
 * @start_date: (nullable): the first day as `YYYY-MM-DD`
 * @end_date: (nullable): the last day
 *
 * Returns: (transfer full): both days as the locale writes them
 */
char *
pm_words_dates (const char *start_date, const char *end_date)
{
  g_autofree char *start = pm_words_date (start_date);
  g_autofree char *end = pm_words_date (end_date);

  if (*start == '\0' && *end == '\0')
    return g_strdup (_ ("No dates"));
  if (*end == '\0')
    /* Translators: %s is a date */
    return g_strdup_printf (_ ("From %s"), start);
  if (*start == '\0')
    /* Translators: %s is a date */
    return g_strdup_printf (_ ("Until %s"), end);
  /* Translators: from one date to another */
  return g_strdup_printf (_ ("%s – %s"), start, end);
}

/**
 * pm_words_clock_time:
 * @moment: a moment in microseconds
 *
 * Returns: (transfer full): the time of day here, as the locale writes it, without seconds;
 *   "" for no moment
 */
char *
pm_words_clock_time (gint64 moment)
{
  g_autoptr (GDateTime) time = moment != 0 ? local_time (moment) : NULL;

  return time != NULL ? g_date_time_format (time, clock_format ()) : g_strdup ("");
}

/**
 * pm_words_hour:
 * @hour: an hour of the day, 0 to 23
 *
 * Returns: (transfer full): the full hour as the locale writes it, "09:00"
 */
char *
pm_words_hour (int hour)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2000, 1, 1, hour, 0, 0);

  return g_date_time_format (time, clock_format ());
}

/* Half a day, where the locale or the writer counts to twelve. */
static gboolean
read_half (const char *text, int *hour)
{
  g_autofree char *half = g_utf8_strdown (text, -1);
  g_autofree char *am = g_utf8_strdown (nl_langinfo (AM_STR), -1);
  g_autofree char *pm = g_utf8_strdown (nl_langinfo (PM_STR), -1);
  gboolean is_pm;

  if (*g_strstrip (half) == '\0')
    return TRUE;
  is_pm = g_str_equal (half, "pm") || g_str_equal (half, pm);
  if ((!is_pm && !g_str_equal (half, "am") && !g_str_equal (half, am)) || *hour < 1 || *hour > 12)
    return FALSE;
  *hour = *hour % 12 + (is_pm ? 12 : 0);
  return TRUE;
}

/**
 * pm_words_read_clock_time:
 * @text: what somebody has written: "9", "9:30", "14.30", "2:30 PM"
 * @hour: (out): 0 to 23
 * @minute: (out): 0 to 59
 *
 * Returns: whether it is a time of day
 */
gboolean
pm_words_read_clock_time (const char *text, int *hour, int *minute)
{
  char *end;

  *minute = 0;
  *hour = (int) g_ascii_strtoull (text, &end, 10);
  if (end == text || end - text > 3)
    return FALSE;
  if ((*end == ':' || *end == '.' || *end == 'h') && g_ascii_isdigit (end[1])) {
    text = end + 1;
    *minute = (int) g_ascii_strtoull (text, &end, 10);
    if (end - text != 2)
      return FALSE;
  }
  return read_half (end, hour) && *hour >= 0 && *hour < 24 && *minute < 60;
}

/**
 * pm_words_moment:
 * @moment: a moment in microseconds
 * @now: what time it is
 *
 * Returns: (transfer full): the time of day for today, the date and the time of day for any
 *   other day; "" for no moment
 */
char *
pm_words_moment (gint64 moment, gint64 now)
{
  g_autoptr (GDateTime) time = moment != 0 ? local_time (moment) : NULL;
  g_autoptr (GDateTime) here = local_time (now);
  g_autofree char *clock = NULL;
  g_autofree char *date = NULL;

  if (time == NULL)
    return g_strdup ("");
  clock = g_date_time_format (time, clock_format ());
  if (here != NULL && is_same_day (time, here))
    return g_steal_pointer (&clock);

  date = g_date_time_format (time, "%x");
  /* Translators: a date and a time of day */
  return g_strdup_printf (_ ("%s, %s"), date, clock);
}

static int
days_until (GDateTime *time, GDateTime *here)
{
  GDate day, today;

  g_date_set_dmy (&day, (GDateDay) g_date_time_get_day_of_month (time),
                  (GDateMonth) g_date_time_get_month (time),
                  (GDateYear) g_date_time_get_year (time));
  g_date_set_dmy (&today, (GDateDay) g_date_time_get_day_of_month (here),
                  (GDateMonth) g_date_time_get_month (here),
                  (GDateYear) g_date_time_get_year (here));
  return g_date_days_between (&today, &day);
}

/**
 * pm_words_appointment:
 * @moment: a moment in microseconds
 * @now: what time it is
 *
 * Returns: (transfer full): the moment as people make an appointment, "today 14:00", "tomorrow
 *   09:00", "Friday 09:00"; else the date and the time of day; "" for no moment
 */
char *
pm_words_appointment (gint64 moment, gint64 now)
{
  g_autoptr (GDateTime) time = moment != 0 ? local_time (moment) : NULL;
  g_autoptr (GDateTime) here = local_time (now);
  g_autofree char *clock = NULL;
  g_autofree char *weekday = NULL;
  int days;

  if (time == NULL || here == NULL)
    return g_strdup ("");
  days = days_until (time, here);
  clock = g_date_time_format (time, clock_format ());
  if (days == 0)
    /* Translators: %s is a time of day */
    return g_strdup_printf (_ ("today %s"), clock);
  if (days == 1)
    /* Translators: %s is a time of day */
    return g_strdup_printf (_ ("tomorrow %s"), clock);
  if (days < 0 || days > 6)
    return pm_words_moment (moment, now);
  weekday = g_date_time_format (time, "%A");
  /* Translators: a day of the week and a time of day */
  return g_strdup_printf (_ ("%s %s"), weekday, clock);
}

/**
 * pm_words_relative:
 * @moment: a moment in microseconds
 * @now: what time it is
 *
 * Returns: (transfer full): how far away the moment is, "in 3 days" or "2 hours ago"; "" for no
 *   moment
 */
char *
pm_words_relative (gint64 moment, gint64 now)
{
  PmSpan span;
  int amount;

  if (moment == 0)
    return g_strdup ("");

  span = pm_span_between (now, moment);
  amount = (int) CLAMP (ABS (span.amount), 0, G_MAXINT);
  if (amount == 0)
    return g_strdup (moment > now ? _ ("in less than a minute") : _ ("just now"));
  return span.amount > 0 ? words_ahead (span.unit, amount) : words_ago (span.unit, amount);
}

/**
 * pm_words_ago:
 * @moment: a moment in microseconds at which something has happened
 * @now: what time it is, or was at the last tick
 *
 * Returns: (transfer full): as pm_words_relative(), and never in the future, whatever the clocks
 *   of this machine and the server say
 */
char *
pm_words_ago (gint64 moment, gint64 now)
{
  return pm_words_relative (MIN (moment, now), now);
}

/**
 * pm_words_poc_time:
 * @status: where the POC stands
 * @start_date: (nullable): its first day as `YYYY-MM-DD`
 * @end_date: (nullable): its last day
 * @today: what day it is
 *
 * Returns: (transfer full): what matters about a POC's dates now: the time left while it runs,
 *   the time until it starts, else its dates
 */
char *
pm_words_poc_time (PmPocStatus status,
                   const char *start_date,
                   const char *end_date,
                   const char *today)
{
  int days;

  if (status == PM_POC_STATUS_COMPLETED || status == PM_POC_STATUS_ARCHIVED)
    return pm_words_dates (start_date, end_date);
  if (!is_blank (start_date) && pm_date_days_between (today, start_date, &days) && days >= 0 &&
      (days > 0 || status == PM_POC_STATUS_DRAFT))
    return words_for_start (days);
  if (!is_blank (end_date) && pm_date_days_between (today, end_date, &days))
    return words_for_end (days);
  return pm_words_dates (start_date, end_date);
}

/**
 * pm_words_people:
 * @count: how many people there are
 *
 * Returns: (transfer full): their number, in words
 */
char *
pm_words_people (gint64 count)
{
  return g_strdup_printf (ngettext ("%d person", "%d people", (gulong) count), (int) count);
}

/**
 * pm_words_open_invitations:
 * @count: how many invitations nobody has answered yet
 *
 * Returns: (transfer full): their number, in words
 */
char *
pm_words_open_invitations (gint64 count)
{
  return g_strdup_printf (ngettext ("%d open invitation", "%d open invitations", (gulong) count),
                          (int) count);
}

/**
 * pm_words_tasks_done:
 * @done: how many tasks are done
 * @total: of how many
 *
 * Returns: (transfer full): both numbers, in words
 */
char *
pm_words_tasks_done (gint64 done, gint64 total)
{
  if (total == 0)
    return g_strdup (_ ("No tasks"));
  return g_strdup_printf (ngettext ("%d of %d task done", "%d of %d tasks done", (gulong) total),
                          (int) done, (int) total);
}

/**
 * pm_words_role:
 * @role: a role in an organization
 *
 * Returns: (transfer full): its name
 */
char *
pm_words_role (PmRole role)
{
  switch (role) {
  case PM_ROLE_PLATFORM_ADMIN:
    return g_strdup (_ ("Platform Administrator"));
  case PM_ROLE_TENANT_ADMIN:
    return g_strdup (_ ("Organization Administrator"));
  case PM_ROLE_ADMINISTRATOR:
    return g_strdup (_ ("Administrator"));
  case PM_ROLE_SALES_ENGINEER:
    return g_strdup (_ ("Sales Engineer"));
  case PM_ROLE_ACCOUNT_EXECUTIVE:
    return g_strdup (_ ("Account Executive"));
  case PM_ROLE_CUSTOMER:
    return g_strdup (_ ("Customer"));
  default:
    g_return_val_if_reached (g_strdup (""));
  }
}
