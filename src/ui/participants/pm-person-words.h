/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-person.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * A row of the participants view in words. Templates bind to them by these names:
 *
 *   string $person_name (full name, email)     who it is, the address for want of a name
 *   string $person_row ($PmPerson, full name, email, status, operation state)
 *   string $person_invited (status, int64 invited, int64 accepted, int64 now)
 *   string $person_expires (status, int64 expires, int64 now)
 *   string $person_engagement (bool customer, status, int64 last seen, int64 now)
 *   string $person_summary (bool customer, status, int64 invited, int64 expires, last seen, now)
 *   string $person_activity (int64 comments, int64 tasks)
 */
void pm_person_words_bind (GtkWidgetClass *widget_class);

char *pm_person_words_name (PmPerson *person);
char *pm_person_words_row (PmPerson *person);
char *pm_person_words_expires (PmPersonStatus status, gint64 expires_at, gint64 now);
char *
pm_person_words_invited (PmPersonStatus status, gint64 invited_at, gint64 accepted_at, gint64 now);
char *pm_person_words_engagement (gboolean is_customer,
                                  PmPersonStatus status,
                                  gint64 last_seen_at,
                                  gint64 now);
char *pm_person_words_summary (gboolean is_customer,
                               PmPersonStatus status,
                               gint64 invited_at,
                               gint64 expires_at,
                               gint64 last_seen_at,
                               gint64 now);
char *pm_person_words_activity (gint64 comments, gint64 tasks);

G_END_DECLS
