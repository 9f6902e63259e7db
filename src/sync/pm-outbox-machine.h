/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"

G_BEGIN_DECLS

/**
 * PmOutboxEvent:
 * @PM_OUTBOX_START: the program starts; whatever was under way is not any more
 * @PM_OUTBOX_DUE: the time to take it back is over, or the time that was chosen for it has come
 * @PM_OUTBOX_LATE: the time that was chosen for it is long over
 * @PM_OUTBOX_PICK: it is sent now
 * @PM_OUTBOX_CONFIRM: the server has done it
 * @PM_OUTBOX_FAIL: whether the server has done it is unknown
 * @PM_OUTBOX_UNSENT: this attempt has certainly done nothing, and another one may
 * @PM_OUTBOX_REFUSE: the server has said no
 * @PM_OUTBOX_SIGN_OUT: there is no session any more
 * @PM_OUTBOX_SESSION: there is a session again
 * @PM_OUTBOX_RETRY: a person wants it tried once more
 * @PM_OUTBOX_SEND_NOW: a person wants it sent without waiting
 * @PM_OUTBOX_DISCARD: a person takes it back
 *
 * What happens to an operation.
 */
typedef enum {
  PM_OUTBOX_START,
  PM_OUTBOX_DUE,
  PM_OUTBOX_LATE,
  PM_OUTBOX_PICK,
  PM_OUTBOX_CONFIRM,
  PM_OUTBOX_FAIL,
  PM_OUTBOX_UNSENT,
  PM_OUTBOX_REFUSE,
  PM_OUTBOX_SIGN_OUT,
  PM_OUTBOX_SESSION,
  PM_OUTBOX_RETRY,
  PM_OUTBOX_SEND_NOW,
  PM_OUTBOX_DISCARD,
  PM_OUTBOX_N_EVENTS,
} PmOutboxEvent;

#define PM_OPERATION_N_STATES (PM_OPERATION_STATE_SCHEDULED + 1)

gboolean pm_outbox_next (PmOperationState state, PmOutboxEvent event, PmOperationState *next);

G_END_DECLS
