/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/browser/pm-sync-words.h"

#include "ui/common/pm-words.h"

#include <glib/gi18n.h>
#include <math.h>

static char *
words_for_offline (gint64 saved_at, gint64 now)
{
  g_autofree char *moment = pm_words_moment (saved_at, now);

  if (saved_at == 0)
    return g_strdup (_ ("Offline: nothing is saved yet"));
  /* Translators: %s is a time of day, or a date and a time of day */
  return g_strdup_printf (_ ("Offline: showing what was saved %s"), moment);
}

/**
 * pm_sync_words:
 * @state: how desktop and server stand to each other
 * @progress: how far a long work has come, 0 to 1, or -1
 * @problem: (nullable): what the server said
 * @saved_at: when everything was last in step, in microseconds, or 0
 * @now: what time it is
 *
 * Returns: (transfer full): the sync line
 */
char *
pm_sync_words (PmSyncState state, double progress, const char *problem, gint64 saved_at, gint64 now)
{
  switch (state) {
  case PM_SYNC_STATE_UP_TO_DATE:
    return g_strdup (_ ("Up to date"));
  case PM_SYNC_STATE_SYNCING:
    if (progress < 0)
      return g_strdup (_ ("Syncing…"));
    /* Translators: %d is a percentage */
    return g_strdup_printf (_ ("Syncing… %d %%"), (int) floor (CLAMP (progress, 0, 1) * 100));
  case PM_SYNC_STATE_OFFLINE:
    return words_for_offline (saved_at, now);
  case PM_SYNC_STATE_SIGN_IN:
    return g_strdup (_ ("Sign in again"));
  case PM_SYNC_STATE_NO_ACCESS:
    /* Translators: %s is a sentence in the server's words */
    return g_strdup_printf (_ ("No access (%s). Only your drafts are kept."),
                            problem != NULL ? problem : "");
  case PM_SYNC_STATE_PROBLEM:
    /* Translators: %s is a sentence in the server's words */
    return g_strdup_printf (_ ("Server problem: %s"), problem != NULL ? problem : "");
  default:
    g_return_val_if_reached (g_strdup (""));
  }
}
