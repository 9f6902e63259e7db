/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmWindow:
 *
 * The main window: signing in, or the browser beside the open POC. Properties: `session`,
 * `offers-demo` (whether signing in also offers the demo), `loading` (the session is not there
 * yet), `workspace` (the one that is shown, or %NULL while none is signed in).
 */
#define PM_TYPE_WINDOW (pm_window_get_type ())
G_DECLARE_FINAL_TYPE (PmWindow, pm_window, PM, WINDOW, AdwApplicationWindow)

PmWindow *pm_window_new (AdwApplication *application, PmSession *session, gboolean offers_demo);
void pm_window_prefill_sign_in (PmWindow *self,
                                const char *server_url,
                                const char *email,
                                const char *password);
void pm_window_open_poc (PmWindow *self, gint64 poc_id);

G_END_DECLS
