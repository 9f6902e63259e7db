/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-rate-limit.h"

#include "domain/pm-error.h"

/* More keys than this are not remembered: those whose window is over are forgotten, or all. */
#define KEYS_MAX 10000

typedef struct {
  gint64 since;
  guint count;
} Window;

struct _PmRateLimit {
  GHashTable *windows; /* key → Window */
  guint max;
  gint64 span;
};

/**
 * pm_rate_limit_new:
 * @max: how many attempts
 * @window: within how many microseconds
 *
 * Returns: (transfer full): a limit
 */
PmRateLimit *
pm_rate_limit_new (guint max, gint64 window)
{
  PmRateLimit *self = g_new0 (PmRateLimit, 1);

  self->windows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->max = max;
  self->span = window;
  return self;
}

/**
 * pm_rate_limit_check:
 * @self: a limit
 * @key: whose attempts
 * @words: what is said when there were too many
 * @now: the time in microseconds, of any clock
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_TOO_MANY, and when it is over, if the limit is reached
 */
gboolean
pm_rate_limit_check (PmRateLimit *self,
                     const char *key,
                     const char *words,
                     gint64 now,
                     GError **error)
{
  Window *window = g_hash_table_lookup (self->windows, key);
  GError *refusal;

  if (window == NULL || window->count < self->max || window->since + self->span <= now)
    return TRUE;
  refusal = g_error_new_literal (PM_ERROR, PM_ERROR_TOO_MANY, words);
  pm_error_set_retry_after (refusal, window->since + self->span - now);
  g_propagate_error (error, refusal);
  return FALSE;
}

static gboolean
is_over (gpointer key, gpointer value, gpointer data)
{
  return ((Window *) value)->since <= *(gint64 *) data;
}

static void
make_room (PmRateLimit *self, gint64 now)
{
  gint64 oldest = now - self->span;

  g_hash_table_foreach_remove (self->windows, is_over, &oldest);
  if (g_hash_table_size (self->windows) >= KEYS_MAX)
    g_hash_table_remove_all (self->windows);
}

/**
 * pm_rate_limit_count:
 * @self: a limit
 * @key: whose attempt
 * @now: the time in microseconds, of any clock
 *
 * Counts one attempt.
 */
void
pm_rate_limit_count (PmRateLimit *self, const char *key, gint64 now)
{
  Window *window = g_hash_table_lookup (self->windows, key);

  if (window == NULL) {
    if (g_hash_table_size (self->windows) >= KEYS_MAX)
      make_room (self, now);
    window = g_new0 (Window, 1);
    window->since = now;
    g_hash_table_insert (self->windows, g_strdup (key), window);
  } else if (window->since + self->span <= now) {
    *window = (Window) { now, 0 };
  }
  window->count++;
}

/**
 * pm_rate_limit_forget:
 * @self: a limit
 * @key: whose attempts
 *
 * Begins anew, after a success.
 */
void
pm_rate_limit_forget (PmRateLimit *self, const char *key)
{
  g_hash_table_remove (self->windows, key);
}

void
pm_rate_limit_free (PmRateLimit *self)
{
  g_hash_table_unref (self->windows);
  g_free (self);
}
