/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "remote/pm-answer.h"
#include "sync/pm-outbox-machine.h"

G_BEGIN_DECLS

/**
 * PmOutcome:
 * @event: what has happened to the operation
 * @problem: (nullable): in words; owned by the answer or the error, if not static
 * @wait: how long the server asks to wait, in microseconds, or 0
 * @pauses_all: whether the others need not be tried either for now
 * @throttled: whether it becomes possible after @wait, but only if a person still wants it
 * @timed_out: whether the answer did not come in time
 *
 * What an attempt to send an operation has come to.
 */
typedef struct {
  PmOutboxEvent event;
  const char *problem;
  gint64 wait;
  gboolean pauses_all;
  gboolean throttled;
  gboolean timed_out;
} PmOutcome;

PmOutcome pm_outcome_of_answer (PmOperationKind kind, PmAnswer *answer);
PmOutcome pm_outcome_of_error (const GError *error, gboolean told);

G_END_DECLS
