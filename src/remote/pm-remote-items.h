/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "remote/pm-remote.h"

G_BEGIN_DECLS

/**
 * PmItemPath:
 * @type: a kind of items
 * @poc_id: the POC that the item is in, or is
 * @task_id: the task that it belongs to, or 0
 * @group_id: the task group that it belongs to, or 0
 * @id: its own number; 0 for one that is to be made
 *
 * Where an item is, by the server's numbers.
 */
typedef struct {
  PmItemType type;
  gint64 poc_id;
  gint64 task_id;
  gint64 group_id;
  gint64 id;
} PmItemPath;

DexFuture *pm_remote_read_item (PmRemote *self, const PmItemPath *path);

/* Writing, as in pm-remote.h */
DexFuture *pm_remote_create_item (PmRemote *self,
                                  const PmItemPath *path,
                                  const char *payload,
                                  const char *key);
DexFuture *pm_remote_change_item (PmRemote *self,
                                  const PmItemPath *path,
                                  const char *payload,
                                  const char *key,
                                  const char *revision);
DexFuture *pm_remote_delete_item (PmRemote *self,
                                  const PmItemPath *path,
                                  const char *key,
                                  const char *revision);

PmRecord *pm_answer_read_item (PmAnswer *answer, PmItemType type, GError **error);

G_END_DECLS
