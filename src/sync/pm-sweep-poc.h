/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-page.h"
#include "remote/pm-remote-plain.h"

G_BEGIN_DECLS

/**
 * PmSweepOrder:
 * @remote: the server
 * @cancellable: (nullable): gives up
 * @poc_id: the POC
 * @width: how many requests at once
 * @details: whether its tasks, groups, criteria, resources and comments are wanted, too
 * @is_customer: whether it is read for a customer, who has no business with invitations and
 *   internal comments, whatever the server gives away
 *
 * What is to be read of one POC.
 */
typedef struct {
  PmRemote *remote;
  GCancellable *cancellable;
  gint64 poc_id;
  guint width;
  gboolean details;
  gboolean is_customer;
} PmSweepOrder;

DexFuture *pm_sweep_read_poc (const PmSweepOrder *order);
void pm_sweep_add_scope (PmPage *page, GType type, gint64 poc_id, gboolean open_only);
void pm_sweep_add_rows (PmPage *page, GPtrArray *rows);

G_END_DECLS
