/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-rate-limit.h"

#include "domain/pm-error.h"

/* More keys than this are not remembered: whoever has been known longest is forgotten. */
#define KEYS_MAX 10000

typedef struct {
  char *key;
  gint64 since;
  guint count;
  GList link; /* in the queue of windows */
} Window;

struct _PmRateLimit {
  GHashTable *windows; /* key → Window, which owns the key */
  GQueue ages;         /* of Window, the oldest first */
  guint max;
  gint64 span;
};

static void
window_free (gpointer data)
{
  Window *window = data;

  g_free (window->key);
  g_free (window);
}

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

  self->windows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, window_free);
  self->max = max;
  self->span = window;
  return self;
}

/**
 * pm_rate_limit_check:
 * @self: a limit
 * @key: whose attempts
 * @words: what is said when there were too many
 * @now: the time in microseconds, of a clock that does not jump
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

static void
forget (PmRateLimit *self, Window *window)
{
  g_queue_unlink (&self->ages, &window->link);
  g_hash_table_remove (self->windows, window->key);
}

static void
make_room (PmRateLimit *self, gint64 now)
{
  Window *oldest;

  while ((oldest = g_queue_peek_head (&self->ages)) != NULL &&
         (oldest->since + self->span <= now || g_queue_get_length (&self->ages) >= KEYS_MAX))
    forget (self, oldest);
}

/**
 * pm_rate_limit_count:
 * @self: a limit
 * @key: whose attempt
 * @now: the time in microseconds, of a clock that does not jump
 *
 * Counts one attempt.
 */
void
pm_rate_limit_count (PmRateLimit *self, const char *key, gint64 now)
{
  Window *window;

  make_room (self, now);
  window = g_hash_table_lookup (self->windows, key);
  if (window == NULL) {
    window = g_new0 (Window, 1);
    window->key = g_strdup (key);
    window->since = now;
    window->link.data = window;
    g_hash_table_insert (self->windows, window->key, window);
    g_queue_push_tail_link (&self->ages, &window->link);
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
  Window *window = g_hash_table_lookup (self->windows, key);

  if (window != NULL)
    forget (self, window);
}

/**
 * pm_rate_limit_count_keys:
 * @self: a limit
 *
 * Returns: how many keys are remembered
 */
guint
pm_rate_limit_count_keys (PmRateLimit *self)
{
  return g_queue_get_length (&self->ages);
}

void
pm_rate_limit_free (PmRateLimit *self)
{
  g_hash_table_unref (self->windows);
  g_free (self);
}
