/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

/* How many POCs are told as a story; what is asked beyond that is made up in bulk. */
#define PM_DEMO_STORIES 40

/* With this everybody of the demo signs in, first of all Sam Rivera. */
#define PM_DEMO_PASSWORD "try-the-demo"
#define PM_DEMO_ADDRESS  "sam.rivera@northwind.example"

gboolean pm_demo_fill (PmDb *db, guint n_pocs, gint64 now, GError **error);

G_END_DECLS
