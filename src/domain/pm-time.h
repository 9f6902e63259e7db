/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Moments are microseconds since 1970 UTC (0: none); days are `YYYY-MM-DD` and are never shifted
 * by a time zone. What time it is now is always a parameter.
 */

/**
 * PmSpanUnit:
 *
 * The largest unit that a span fills at least once, minutes being the smallest.
 */
typedef enum {
  PM_SPAN_MINUTES,
  PM_SPAN_HOURS,
  PM_SPAN_DAYS,
} PmSpanUnit;

/**
 * PmSpan:
 * @amount: how many, rounded towards zero; negative when the moment has passed
 * @unit: of what
 *
 * The distance between two moments as people say it: "in 3 days", "2 hours ago".
 */
typedef struct {
  gint64 amount;
  PmSpanUnit unit;
} PmSpan;

gboolean pm_time_parse (const char *text, gint64 *time);
char *pm_time_format (gint64 time);

PmSpan pm_span_between (gint64 from, gint64 to);

gboolean pm_date_is_valid (const char *date);
gboolean pm_date_days_between (const char *from, const char *to, int *days);

G_END_DECLS
