/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-cache-private.h"

G_BEGIN_DECLS

typedef struct _PmCall PmCall;

typedef gboolean (*PmCallWork) (PmDb *db, PmCall *call, GError **error);
typedef DexFuture *(*PmCallAnswer) (PmCall *call);

/**
 * PmCall:
 * @commit: (nullable): what is done first, in a transaction of drafts.db that it shares with what
 *   else waits; unless that is durable, there is no @work
 * @work: what is done on the thread
 * @answer: (nullable): what the future resolves to, asked on the main thread; by default %TRUE
 * @reads: whether the reading thread does it
 *
 * One order to the cache's threads or one question, with all that it needs and all that it
 * brings. @work may use everything but @cache, of which it may look at rows for its pools; the main
 * thread leaves the call alone meanwhile.
 */
struct _PmCall {
  PmCache *cache;
  PmStore *store; /* the writing thread's */
  PmCallWork commit;
  PmCallWork work;
  PmCallAnswer answer;
  gboolean reads;

  /* what is given */
  PmRecord *record;   /* a copy, the thread's to change */
  PmRecord *original; /* what it was copied from */
  PmPage *page;
  GType type;
  gint64 id;
  gint64 number;
  char *text;
  char *prefix;
  GArray *ids;

  /* what comes back */
  PmRecord *found;
  GPtrArray *records;
  gboolean present;
  PmChanges *changes;
  PmStoreInfo info;
};

PmCall *pm_call_new (PmCache *cache, PmCallWork work, PmCallAnswer answer);
void pm_call_set_record (PmCall *self, gpointer record);
DexFuture *pm_call_send (PmCall *self);

G_END_DECLS
