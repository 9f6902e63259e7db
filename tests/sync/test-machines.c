/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-machine.h"
#include "sync/pm-pull-machine.h"

/* clang-format off */
#define HEL PM_OPERATION_STATE_HELD
#define QUE PM_OPERATION_STATE_QUEUED
#define SEN PM_OPERATION_STATE_SENDING
#define CON PM_OPERATION_STATE_CONFIRMED
#define ATT PM_OPERATION_STATE_NEEDS_ATTENTION
#define AUT PM_OPERATION_STATE_PAUSED_AUTH
#define CAN PM_OPERATION_STATE_CANCELLED
#define SCH PM_OPERATION_STATE_SCHEDULED
#define NO  (-1)

/* Written by event, the way the protocol is told; the program's table is by state. */
static const struct {
  PmOutboxEvent event;
  int next[PM_OPERATION_N_STATES];
} outbox_cells[] = {
                            /* HEL  QUE  SEN  CON  ATT  AUT  CAN  SCH */
  { PM_OUTBOX_START,        {  QUE, QUE, QUE, CON, ATT, QUE, CAN, SCH } },
  { PM_OUTBOX_DUE,          {  QUE, QUE, SEN, CON, ATT, AUT, CAN, QUE } },
  { PM_OUTBOX_LATE,         {  HEL, QUE, SEN, CON, ATT, AUT, CAN, ATT } },
  { PM_OUTBOX_PICK,         {  NO,  SEN, NO,  NO,  NO,  NO,  NO,  NO  } },
  { PM_OUTBOX_CONFIRM,      {  NO,  NO,  CON, NO,  NO,  NO,  NO,  NO  } },
  { PM_OUTBOX_FAIL,         {  NO,  NO,  QUE, NO,  NO,  NO,  NO,  NO  } },
  { PM_OUTBOX_UNSENT,       {  NO,  NO,  QUE, NO,  NO,  NO,  NO,  NO  } },
  { PM_OUTBOX_REFUSE,       {  NO,  NO,  ATT, NO,  NO,  NO,  NO,  NO  } },
  { PM_OUTBOX_SIGN_OUT,     {  NO,  NO,  AUT, NO,  NO,  NO,  NO,  NO  } },
  { PM_OUTBOX_SESSION,      {  HEL, QUE, SEN, CON, ATT, QUE, CAN, SCH } },
  { PM_OUTBOX_RETRY,        {  QUE, QUE, SEN, NO,  QUE, AUT, NO,  QUE } },
  { PM_OUTBOX_SEND_NOW,     {  QUE, QUE, SEN, NO,  QUE, AUT, NO,  QUE } },
  { PM_OUTBOX_DISCARD,      {  CAN, CAN, NO,  NO,  CAN, CAN, NO,  CAN } },
};
/* clang-format on */

static void
the_outbox_knows_every_event_in_every_state (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (outbox_cells), ==, PM_OUTBOX_N_EVENTS);

  for (guint i = 0; i < G_N_ELEMENTS (outbox_cells); i++)
    for (PmOperationState state = 0; state < PM_OPERATION_N_STATES; state++) {
      PmOperationState next = G_MAXINT;
      gboolean can_be = pm_outbox_next (state, outbox_cells[i].event, &next);

      g_test_message ("state %d, event %d", state, outbox_cells[i].event);
      g_assert_cmpint (can_be, ==, outbox_cells[i].next[state] != NO);
      g_assert_cmpint (next, ==, can_be ? outbox_cells[i].next[state] : G_MAXINT);
    }
}

/* Whatever has happened to it before: no state but the last two is without a way to them. */
static void
no_operation_is_ever_stranded (void)
{
  static const PmOutboxEvent luck[] = { PM_OUTBOX_START, PM_OUTBOX_RETRY, PM_OUTBOX_PICK,
                                        PM_OUTBOX_CONFIRM };

  for (PmOperationState state = 0; state < PM_OPERATION_N_STATES; state++) {
    PmOperationState now = state;

    if (state == CAN)
      continue;
    for (guint i = 0; i < G_N_ELEMENTS (luck); i++)
      pm_outbox_next (now, luck[i], &now);
    g_assert_cmpint (now, ==, CON);
  }
}

/* clang-format off */
#define STO PM_PULL_STOPPED
#define CAT PM_PULL_CATCHING_UP
#define PAR PM_PULL_PARKED
#define REB PM_PULL_REBUILDING
#define OFF PM_PULL_OFFLINE
#define FAU PM_PULL_FAULTY
#define OUT PM_PULL_SIGNED_OUT
#define WHO PM_PULL_ASKING_WHO
#define SHU PM_PULL_SHUT_OUT

static const struct {
  PmPullEvent event;
  PmPullState next[PM_PULL_N_STATES];
} pull_cells[] = {
                        /* STO  CAT  PAR  REB  OFF  FAU  OUT  WHO  SHU */
  { PM_PULL_START,      {  CAT, CAT, PAR, REB, OFF, FAU, OUT, WHO, SHU } },
  { PM_PULL_STOP,       {  STO, STO, STO, STO, STO, STO, STO, STO, STO } },
  { PM_PULL_MORE,       {  STO, CAT, CAT, REB, OFF, FAU, OUT, WHO, SHU } },
  { PM_PULL_END,        {  STO, PAR, PAR, REB, OFF, FAU, OUT, WHO, SHU } },
  { PM_PULL_LOST,       {  STO, OFF, OFF, OFF, OFF, OFF, OUT, OFF, OFF } },
  { PM_PULL_WRONG,      {  STO, FAU, FAU, FAU, FAU, FAU, OUT, FAU, FAU } },
  { PM_PULL_GONE,       {  STO, REB, REB, REB, OFF, FAU, OUT, WHO, SHU } },
  { PM_PULL_REBUILT,    {  STO, CAT, PAR, CAT, OFF, FAU, OUT, WHO, SHU } },
  { PM_PULL_REFUSED,    {  STO, OUT, OUT, OUT, OUT, OUT, OUT, OUT, OUT } },
  { PM_PULL_DENIED,     {  STO, WHO, WHO, WHO, WHO, WHO, OUT, SHU, SHU } },
  { PM_PULL_OTHER_ROLE, {  STO, CAT, CAT, REB, OFF, FAU, OUT, CAT, CAT } },
  { PM_PULL_WAKE,       {  STO, CAT, CAT, REB, CAT, CAT, OUT, WHO, CAT } },
  { PM_PULL_SESSION,    {  STO, CAT, CAT, REB, CAT, CAT, CAT, CAT, CAT } },
};
/* clang-format on */

static void
the_puller_knows_every_event_in_every_state (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (pull_cells), ==, PM_PULL_N_EVENTS);

  for (guint i = 0; i < G_N_ELEMENTS (pull_cells); i++)
    for (PmPullState state = 0; state < PM_PULL_N_STATES; state++) {
      g_test_message ("state %d, event %d", state, pull_cells[i].event);
      g_assert_cmpint (pm_pull_next (state, pull_cells[i].event), ==, pull_cells[i].next[state]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/machines/the-outbox-knows-every-event-in-every-state",
                   the_outbox_knows_every_event_in_every_state);
  g_test_add_func ("/machines/no-operation-is-ever-stranded", no_operation_is_ever_stranded);
  g_test_add_func ("/machines/the-puller-knows-every-event-in-every-state",
                   the_puller_knows_every_event_in_every_state);
  return g_test_run ();
}
