/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

typedef struct {
  char *folder;
  char *path;
} Fixture;

void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);

/* Of the table `thing`, whose rows have a name. */
gint64 count_things (PmDb *db);
gboolean insert_one (PmDb *db, gpointer data, GError **error);
gboolean insert_and_fail (PmDb *db, gpointer data, GError **error);
