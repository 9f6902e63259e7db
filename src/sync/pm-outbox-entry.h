/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-operation.h"
#include "sync/pm-outcome.h"

G_BEGIN_DECLS

/**
 * PmOutboxEntry:
 * @operation: the operation as it is stored, or is just being stored
 * @lane: what it is about: operations of one lane go one after another
 * @series: (nullable): what is made in one place, and arrives in the order in which it was made
 * @names: (element-type utf8): the lanes of what it belongs to and speaks of
 * @needs: (element-type gint64): the numbers of items made here that it speaks of, and that the
 *   server must have made before
 * @parents: (element-type gint64): those of them that it makes no sense without
 * @poc_number: the server's number of the POC that it is about, while it is being sent
 * @due: when it may be sent, in monotonic time, so that no change of the clock holds it up
 * @setbacks: how often it has failed in this run of the program while nothing else did
 * @busy: how many are doing something with it: meanwhile nobody else begins to, and it stays
 * @held: how many need it to stay, whatever else is done with it
 * @done: whether the server has done it, or nobody wants it any more
 * @fresh: whether the attempt under way is the first one
 * @told: whether the server may have acted on what it was told in the attempt under way
 * @guessed: whether it was dated before the server had told its time
 *
 * An operation that the server has not confirmed yet.
 */
typedef struct {
  PmOperation *operation;
  char *lane;
  char *series;
  GPtrArray *names;
  GArray *needs;
  GArray *parents;
  gint64 poc_number;
  gint64 due;
  guint setbacks;
  guint busy;
  guint held;
  gboolean done;
  gboolean fresh;
  gboolean told;
  gboolean guessed;
} PmOutboxEntry;

PmOutboxEntry *pm_outbox_entry_new (PmOperation *operation);
void pm_outbox_entry_free (PmOutboxEntry *self);

void pm_outbox_entry_set_texts (PmOutboxEntry *self, const char *payload, const char *base);
gboolean pm_outbox_entry_has_yet_to_make (PmOutboxEntry *self, gint64 number);
gboolean pm_outbox_entry_is_waiting (PmOutboxEntry *self);
gboolean pm_outbox_entry_hangs_on (PmOutboxEntry *self, PmOutboxEntry *other);
gint64 pm_outbox_entry_due (PmOutboxEntry *self, gint64 server_now, PmOutboxEvent *event);
gboolean pm_outbox_entry_holds_lane (PmOutboxEntry *self);
gboolean pm_outbox_entry_keeps_failing (PmOutboxEntry *self);
gboolean pm_outbox_entry_may (PmOutboxEntry *self, PmOutboxEvent event);
void pm_outbox_entry_handle (PmOutboxEntry *self, PmOutboxEvent event);
void pm_outbox_entry_pick (PmOutboxEntry *self, gint64 server_now);
void pm_outbox_entry_judge (PmOutboxEntry *self,
                            const PmOutcome *outcome,
                            gint64 sync_seq,
                            gint64 server_now);
void pm_outbox_entry_restore (PmOutboxEntry *self, PmOperation *operation);

G_END_DECLS
