/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/* More at once would keep others from the database and from the main thread. */
#define PM_ROUND_MAX 500

/**
 * PmRound:
 * @guests: (element-type PmRequest): requests whose waiting is over
 * @replies: (element-type PmReply): an answer for each
 *
 * Answers for many who have waited: their rights are looked at again, and what is the same for
 * several is read once.
 */
typedef struct _PmRound PmRound;

/**
 * PmRoundFunc:
 * @round: a round that has its answers
 * @data: the caller's
 *
 * Takes over the guests. Main thread.
 */
typedef void (*PmRoundFunc) (PmRound *round, gpointer data);

struct _PmRound {
  GPtrArray *guests;
  GPtrArray *replies;

  /*< private >*/
  GHashTable *known; /* who of them, asking what → PmReply */
  GHashTable *apart; /* organization and question → GArray of users who are told more */
  PmRoundFunc func;
  gpointer data;
};

void pm_round_start (GPtrArray *guests, PmRoundFunc func, gpointer data);

G_END_DECLS
