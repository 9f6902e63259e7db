/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/**
 * PmPocItem:
 * @type: its table, and its type in the feed: `task_group`
 * @segment: its name in a route's path: `group`
 * @missing: the words for one that is not there
 * @removed: the words for one that is gone
 * @delete_sql: deletes the row `?1`
 * @get_type: its record, with at least `id`, `poc_id`, `created_at` and `updated_at`
 * @find: reads the one that the path leads to; %NULL without an error if there is none
 * @read: what the body says becomes part of @item, whose rules are checked; @before is what it was,
 *   %NULL for a new one
 * @written: (nullable): writes what the body says besides the row, which is written
 * @detach: (nullable): takes away what points to the row, before that is deleted
 * @encode: (transfer full): how the caller sees it
 *
 * A kind of things that belong to a POC, each a row that is made, changed and removed by the same
 * rules: who has not seen the newest revision changes nothing, every copy learns of a change, and
 * the answer shows the thing as it is now.
 */
typedef struct {
  const char *type;
  const char *segment;
  const char *missing;
  const char *removed;
  const char *delete_sql;
  GType (*get_type) (void);
  PmRecord *(*find) (PmDb *db, PmRequest *request, gint64 id, GError **error);
  gboolean (*read) (PmDb *db, PmRequest *request, PmRecord *item, PmRecord *before, GError **error);
  gboolean (
      *written) (PmDb *db, PmRequest *request, PmRecord *item, PmRecord *before, GError **error);
  gboolean (*detach) (PmDb *db, PmRequest *request, PmRecord *item, GError **error);
  JsonObject *(*encode) (PmDb *db, PmRequest *request, PmRecord *item, GError **error);
} PmPocItem;

extern const PmPocItem pm_task_item;
extern const PmPocItem pm_task_group_item;
extern const PmPocItem pm_criterion_item;
extern const PmPocItem pm_resource_item;

PmRecord *pm_poc_item_find (const PmPocItem *self, PmDb *db, PmRequest *request, GError **error);

/* Each is a #PmRule whose data is the #PmPocItem. */
PmReply *pm_poc_item_rule_show (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_poc_item_rule_create (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_poc_item_rule_change (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_poc_item_rule_remove (PmDb *db, PmRequest *request, gpointer data, GError **error);

G_END_DECLS
