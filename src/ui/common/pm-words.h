/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"

G_BEGIN_DECLS

/*
 * Dates, moments and numbers as people say them, in the reader's language and the locale's
 * order. What time it is now is always a parameter. Main thread only, as the locale is.
 */

char *pm_words_date (const char *date);
char *pm_words_dates (const char *start_date, const char *end_date);
char *pm_words_clock_time (gint64 moment);
char *pm_words_hour (int hour);
gboolean pm_words_read_clock_time (const char *text, int *hour, int *minute);
char *pm_words_moment (gint64 moment, gint64 now);
char *pm_words_appointment (gint64 moment, gint64 now);
char *pm_words_relative (gint64 moment, gint64 now);
char *pm_words_ago (gint64 moment, gint64 now);
char *pm_words_poc_time (PmPocStatus status,
                         const char *start_date,
                         const char *end_date,
                         const char *today);
char *pm_words_people (gint64 count);
char *pm_words_open_invitations (gint64 count);
char *pm_words_tasks_done (gint64 done, gint64 total);
char *pm_words_role (PmRole role);

G_END_DECLS
