/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sync/pm-outbox-entry.h"
#include "sync/pm-outbox.h"
#include "sync/pm-outcome.h"

G_BEGIN_DECLS

struct _PmOutbox {
  GObject parent_instance;

  PmCache *cache;
  PmRemote *remote;
  PmSweep *sweep;     /* (nullable): what reads a plain server */
  GPtrArray *entries; /* PmOutboxEntry, oldest first */
  PmIdentity *me;     /* (nullable): who is signed in, once that was asked */
  DexPromise *quiet;  /* resolved when nothing can be sent now */
  DexPromise *pumped; /* (nullable): resolved with the next pump */
  DexPromise *making; /* resolved when the next one may make something on a plain server */
  guint timer;
  guint n_sending;
  gboolean running;
  gboolean stopped;
  gboolean signed_out;
  gboolean server_is_well; /* as far as is known from what else it is asked */

  /* A pause of the whole pump: nobody can be reached, or everybody is asked to wait. */
  gint64 paused_until;
  gboolean asked_to_wait;
  guint failures;
  char *problem;
};

void pm_outbox_take_up (PmOutbox *self, PmOperation *operation);
PmOutboxEntry *pm_outbox_find (PmOutbox *self, gint64 operation_id);
void pm_outbox_add (PmOutbox *self, PmOutboxEntry *entry);
gboolean pm_outbox_store (PmOutbox *self, PmOutboxEntry *entry, GError **error);
void pm_outbox_pump (PmOutbox *self);

/* One after another */
void pm_outbox_set_problem (PmOutbox *self, const char *problem);
void pm_outbox_end_pause (PmOutbox *self);
void pm_outbox_start_sending (PmOutbox *self, PmOutboxEntry *entry);
void pm_outbox_start_asking (PmOutbox *self, PmOutboxEntry *entry);
void pm_outbox_start_dropping (PmOutbox *self, PmOutboxEntry *entry);
PmOutboxEntry *pm_outbox_await (PmOutbox *self, gint64 operation_id);
DexFuture *pm_outbox_reject (PmOutboxEntry *entry);
gboolean pm_outbox_discard_all (PmOutbox *self, GPtrArray *entries, GError **error);
gboolean pm_outbox_drop (PmOutbox *self, PmOutboxEntry *entry, GPtrArray *taken, GError **error);

/* What builds on one of which becomes known what has become of it */
gboolean
pm_outbox_rebase_on (PmOutbox *self, PmOutboxEntry *entry, PmAnswer *answer, GError **error);
gboolean pm_outbox_rebase_back (PmOutbox *self, PmOutboxEntry *entry, GError **error);
gboolean pm_outbox_rebase_without (PmOutbox *self, PmOutboxEntry *entry, GError **error);

/* What is said to the server */
gboolean pm_outbox_is_plain (PmOutbox *self);
PmAnswer *pm_outbox_tell (PmOutboxEntry *entry, DexFuture *call, GError **error);
PmAnswer *pm_outbox_say (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error);
PmAnswer *pm_outbox_say_item (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error);
PmAnswer *
pm_outbox_say_item_plainly (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error);
PmAnswer *
pm_outbox_say_person_plainly (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error);
gboolean pm_outbox_find_number (PmOutbox *self, gint64 own, gint64 *number, GError **error);
gboolean
pm_outbox_look_first (PmOutbox *self, PmOutboxEntry *entry, PmOutcome *outcome, GError **error);
gint64 pm_outbox_note_done (PmOutbox *self, PmOutboxEntry *entry, gint64 answered_seq);

G_END_DECLS
