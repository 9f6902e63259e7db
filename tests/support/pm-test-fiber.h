/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

static inline void
pm_test_give_up (gpointer data)
{
  g_assert_not_reached ();
}

/* Runs the main loop until @future is done, and gives up the program after a while. */
static inline void
pm_test_await (DexFuture *future)
{
  guint alarm = g_timeout_add_seconds_once (30, pm_test_give_up, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (alarm);
}

/* Runs @func as a fiber to its end. */
static inline void
pm_test_run_fiber (DexFiberFunc func, gpointer data)
{
  g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, 0, func, data, NULL);
  g_autoptr (GError) error = NULL;

  pm_test_await (future);
  dex_future_get_value (future, &error);
  g_assert_no_error (error);
}

/* A test that is a fiber: g_test_add_data_func() with this and the fiber's function. */
static inline void
pm_test_fiber (gconstpointer func)
{
  pm_test_run_fiber ((DexFiberFunc) func, NULL);
}

G_END_DECLS
