/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-pull-machine.h"

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

/* Every state under every event. Whatever happens, a start or a session leads back to asking,
 * and each waiting state is left by a wake. */
static const guint8 table[PM_PULL_N_STATES][PM_PULL_N_EVENTS] = {
                          /* START STOP MORE END  LOST WRONG GONE REBUILT REFUSED DENIED ROLE WAKE SESSION */
  [PM_PULL_STOPPED]     = {  CAT,  STO, STO, STO, STO, STO,  STO, STO,    STO,    STO,   STO, STO, STO },
  [PM_PULL_CATCHING_UP] = {  CAT,  STO, CAT, PAR, OFF, FAU,  REB, CAT,    OUT,    WHO,   CAT, CAT, CAT },
  [PM_PULL_PARKED]      = {  PAR,  STO, CAT, PAR, OFF, FAU,  REB, PAR,    OUT,    WHO,   CAT, CAT, CAT },
  [PM_PULL_REBUILDING]  = {  REB,  STO, REB, REB, OFF, FAU,  REB, CAT,    OUT,    WHO,   REB, REB, REB },
  [PM_PULL_OFFLINE]     = {  OFF,  STO, OFF, OFF, OFF, FAU,  OFF, OFF,    OUT,    WHO,   OFF, CAT, CAT },
  [PM_PULL_FAULTY]      = {  FAU,  STO, FAU, FAU, OFF, FAU,  FAU, FAU,    OUT,    WHO,   FAU, CAT, CAT },
  [PM_PULL_SIGNED_OUT]  = {  OUT,  STO, OUT, OUT, OUT, OUT,  OUT, OUT,    OUT,    OUT,   OUT, OUT, CAT },
  [PM_PULL_ASKING_WHO]  = {  WHO,  STO, WHO, WHO, OFF, FAU,  WHO, WHO,    OUT,    SHU,   CAT, WHO, CAT },
  [PM_PULL_SHUT_OUT]    = {  SHU,  STO, SHU, SHU, OFF, FAU,  SHU, SHU,    OUT,    SHU,   CAT, CAT, CAT },
};
/* clang-format on */

/**
 * pm_pull_next:
 * @state: where the pull side stands
 * @event: what happened
 *
 * Returns: where it stands then; every state knows every event
 */
PmPullState
pm_pull_next (PmPullState state, PmPullEvent event)
{
  g_return_val_if_fail (state < PM_PULL_N_STATES && event < PM_PULL_N_EVENTS, PM_PULL_STOPPED);

  return table[state][event];
}
