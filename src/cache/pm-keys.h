/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmKeys:
 * @n: how many
 * @keys: (array length=n): each at most once
 *
 * The ordered keys of a list. They never change, so threads hand them on without copying.
 */
typedef struct {
  guint n;
  gint64 *keys;
} PmKeys;

PmKeys *pm_keys_new_take (GArray *keys);
gboolean pm_keys_are_distinct (PmKeys *self);
PmKeys *pm_keys_ref (PmKeys *self);
void pm_keys_unref (PmKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmKeys, pm_keys_unref)

/**
 * PmSplice:
 * @position: where, once all earlier splices are done
 * @removed: how many keys go there
 * @added: how many come in their place
 *
 * A step from the keys of before to those of after. After it, all that stands before its end is
 * as in the keys of after.
 */
typedef struct {
  guint position;
  guint removed;
  guint added;
} PmSplice;

GArray *pm_keys_diff (PmKeys *before, PmKeys *after);

G_END_DECLS
