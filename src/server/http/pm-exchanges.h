/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * PmExchanges:
 *
 * The limits of every exchange: how long it may take, how large its body may be, and whether the
 * peer is still there. Main thread.
 */
typedef struct _PmExchanges PmExchanges;

/**
 * PmExchangesFunc:
 * @message: a message that is over
 * @data: the caller's
 *
 * Hears that a message is over: answered, or its peer has gone.
 */
typedef void (*PmExchangesFunc) (SoupServerMessage *message, gpointer data);

PmExchanges *
pm_exchanges_new (SoupServer *soup, guint seconds, PmExchangesFunc over, gpointer data);
void pm_exchanges_set_request (PmExchanges *self, SoupServerMessage *message, PmRequest *request);
gboolean pm_exchanges_is_empty (PmExchanges *self);
void pm_exchanges_cut_off (PmExchanges *self);
void pm_exchanges_free (PmExchanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmExchanges, pm_exchanges_free)

G_END_DECLS
