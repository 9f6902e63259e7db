/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "remote/pm-remote-items.h"
#include "sync/pm-outbox-private.h"

G_BEGIN_DECLS

/**
 * PmSaying:
 * @outbox: the outbox
 * @entry: the operation's entry
 * @operation: an operation about an item
 * @path: where the item is
 * @payload: (nullable): the operation's payload
 * @base: (nullable): the operation's base
 *
 * An operation while it is said to the server, with the server's numbers in all of it.
 */
typedef struct {
  PmOutbox *outbox;
  PmOutboxEntry *entry;
  PmOperation *operation;
  PmItemPath path;
  char *payload;
  char *base;
} PmSaying;

gboolean pm_saying_prepare (PmSaying *self, GError **error);
gboolean pm_saying_refuse_conflict (PmSaying *self, PmRecord *present, GError **error);
void pm_saying_clear (PmSaying *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PmSaying, pm_saying_clear)

G_END_DECLS
