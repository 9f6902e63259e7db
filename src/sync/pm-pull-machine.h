/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmPullState:
 * @PM_PULL_STOPPED: nothing is done
 * @PM_PULL_CATCHING_UP: asking for the next page at once
 * @PM_PULL_PARKED: in step; asking for what is not there yet
 * @PM_PULL_REBUILDING: the state was of no use; beginning a new mirror beside the old one
 * @PM_PULL_OFFLINE: the server cannot be reached; waiting to try again
 * @PM_PULL_FAULTY: the server answers wrongly, or a page cannot be kept; waiting to try again
 * @PM_PULL_SIGNED_OUT: waiting for a session
 * @PM_PULL_ASKING_WHO: the server does not let this account read so; asking who it is by now
 * @PM_PULL_SHUT_OUT: the server gives this account nothing any more; waiting to try again
 *
 * Where the pull side stands.
 */
typedef enum {
  PM_PULL_STOPPED,
  PM_PULL_CATCHING_UP,
  PM_PULL_PARKED,
  PM_PULL_REBUILDING,
  PM_PULL_OFFLINE,
  PM_PULL_FAULTY,
  PM_PULL_SIGNED_OUT,
  PM_PULL_ASKING_WHO,
  PM_PULL_SHUT_OUT,
  PM_PULL_N_STATES,
} PmPullState;

/**
 * PmPullEvent:
 * @PM_PULL_START: begin
 * @PM_PULL_STOP: end
 * @PM_PULL_MORE: a page is stored and another one follows at once
 * @PM_PULL_END: a page is stored and it was the last one for now
 * @PM_PULL_LOST: the server could not be reached
 * @PM_PULL_WRONG: the answer, or storing it, was a failure
 * @PM_PULL_GONE: the server can no longer go on from our state
 * @PM_PULL_REBUILT: the new mirror has begun
 * @PM_PULL_REFUSED: there is no session any more
 * @PM_PULL_DENIED: there is a session, but it may not read
 * @PM_PULL_OTHER_ROLE: the account may read in another way than before
 * @PM_PULL_WAKE: somebody wants to know now: a timer, the network, a person
 * @PM_PULL_SESSION: there is a session again
 *
 * What happens to the pull side.
 */
typedef enum {
  PM_PULL_START,
  PM_PULL_STOP,
  PM_PULL_MORE,
  PM_PULL_END,
  PM_PULL_LOST,
  PM_PULL_WRONG,
  PM_PULL_GONE,
  PM_PULL_REBUILT,
  PM_PULL_REFUSED,
  PM_PULL_DENIED,
  PM_PULL_OTHER_ROLE,
  PM_PULL_WAKE,
  PM_PULL_SESSION,
  PM_PULL_N_EVENTS,
} PmPullEvent;

PmPullState pm_pull_next (PmPullState state, PmPullEvent event);

G_END_DECLS
