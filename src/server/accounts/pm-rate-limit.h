/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmRateLimit:
 *
 * Counts attempts a key within a window, in memory, of which it takes a bounded amount. Main thread.
 */
typedef struct _PmRateLimit PmRateLimit;

PmRateLimit *pm_rate_limit_new (guint max, gint64 window);
gboolean pm_rate_limit_check (PmRateLimit *self,
                              const char *key,
                              const char *words,
                              gint64 now,
                              GError **error);
void pm_rate_limit_count (PmRateLimit *self, const char *key, gint64 now);
void pm_rate_limit_forget (PmRateLimit *self, const char *key);
guint pm_rate_limit_count_keys (PmRateLimit *self);
void pm_rate_limit_free (PmRateLimit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmRateLimit, pm_rate_limit_free)

G_END_DECLS
