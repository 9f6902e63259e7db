/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-machine.h"

/* clang-format off */
#define HEL PM_OPERATION_STATE_HELD
#define QUE PM_OPERATION_STATE_QUEUED
#define SEN PM_OPERATION_STATE_SENDING
#define CON PM_OPERATION_STATE_CONFIRMED
#define ATT PM_OPERATION_STATE_NEEDS_ATTENTION
#define AUT PM_OPERATION_STATE_PAUSED_AUTH
#define CAN PM_OPERATION_STATE_CANCELLED
#define SCH PM_OPERATION_STATE_SCHEDULED
#define NO  0xff /* cannot be */

/* Every state under every event. */
static const guint8 table[PM_OPERATION_N_STATES][PM_OUTBOX_N_EVENTS] = {
          /* START DUE  LATE PICK CONFIRM FAIL UNSENT REFUSE SIGN_OUT SESSION RETRY SEND_NOW DISCARD */
  [HEL] = {  QUE,  QUE, HEL, NO,  NO,     NO,  NO,    NO,    NO,      HEL,    QUE,  QUE,     CAN },
  [QUE] = {  QUE,  QUE, QUE, SEN, NO,     NO,  NO,    NO,    NO,      QUE,    QUE,  QUE,     CAN },
  [SEN] = {  QUE,  SEN, SEN, NO,  CON,    QUE, QUE,   ATT,   AUT,     SEN,    SEN,  SEN,     NO  },
  [CON] = {  CON,  CON, CON, NO,  NO,     NO,  NO,    NO,    NO,      CON,    NO,   NO,      NO  },
  [ATT] = {  ATT,  ATT, ATT, NO,  NO,     NO,  NO,    NO,    NO,      ATT,    QUE,  QUE,     CAN },
  [AUT] = {  QUE,  AUT, AUT, NO,  NO,     NO,  NO,    NO,    NO,      QUE,    AUT,  AUT,     CAN },
  [CAN] = {  CAN,  CAN, CAN, NO,  NO,     NO,  NO,    NO,    NO,      CAN,    NO,   NO,      NO  },
  [SCH] = {  SCH,  QUE, ATT, NO,  NO,     NO,  NO,    NO,    NO,      SCH,    QUE,  QUE,     CAN },
};
/* clang-format on */

/**
 * pm_outbox_next:
 * @state: where an operation stands
 * @event: what happened to it
 * @next: (out): where it stands then; untouched when that cannot be
 *
 * Returns: whether @event can happen in @state
 */
gboolean
pm_outbox_next (PmOperationState state, PmOutboxEvent event, PmOperationState *next)
{
  g_return_val_if_fail (state < PM_OPERATION_N_STATES && event < PM_OUTBOX_N_EVENTS, FALSE);

  if (table[state][event] == NO)
    return FALSE;
  *next = table[state][event];
  return TRUE;
}
