/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-invitation.h"
#include "domain/pm-poc.h"
#include "server/demo/pm-demo.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmDemo:
 * @db: the connection
 * @now: the moment around which everything has happened
 * @random: always the same
 * @data: the data set
 * @tenant_id: the organization
 * @colleagues: key → account
 * @password_hash: of %PM_DEMO_PASSWORD
 *
 * A database that is being filled.
 */
typedef struct {
  PmDb *db;
  gint64 now;
  GRand *random;
  JsonObject *data;
  gint64 tenant_id;
  GHashTable *colleagues;
  char *password_hash;
} PmDemo;

gint64 pm_demo_get_colleague (PmDemo *self, const char *key);
gint64 pm_demo_ago (PmDemo *self, gint64 days);
char *pm_demo_day (PmDemo *self, gint64 days);
char *pm_demo_address (const char *name, const char *domain);

gint64 pm_demo_add_person (PmDemo *self,
                           const char *name,
                           const char *address,
                           const char *title,
                           PmRole role,
                           gint64 since,
                           GError **error);
gint64 pm_demo_add_row (PmDemo *self, const char *table, PmRecord *record, GError **error);
gboolean
pm_demo_invite (PmDemo *self, PmPoc *poc, const char *address, JsonArray *person, GError **error);
gboolean pm_demo_add_work (PmDemo *self,
                           PmPoc *poc,
                           JsonObject *story,
                           JsonObject *playbook,
                           GError **error);

gboolean pm_demo_tell_stories (PmDemo *self, guint n_pocs, GError **error);
gboolean pm_demo_make_crowd (PmDemo *self, guint n_pocs, GError **error);

G_END_DECLS
