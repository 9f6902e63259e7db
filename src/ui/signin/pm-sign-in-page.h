/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmSignInPage:
 *
 * Signing in: the form, and the choice of an organization where there are several. Properties:
 * `session` (where the new workspace goes); `can-leave` (there is something to go back to, so
 * a back button is shown); read-only: `busy`, `problem`, `better-address`.
 *
 * Signals: `signed-in` (#PmWorkspace); `left` when the user goes back.
 */
#define PM_TYPE_SIGN_IN_PAGE (pm_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (PmSignInPage, pm_sign_in_page, PM, SIGN_IN_PAGE, AdwBin)

void pm_sign_in_page_prefill (PmSignInPage *self,
                              const char *server_url,
                              const char *email,
                              const char *password);
void pm_sign_in_page_reset (PmSignInPage *self);

G_END_DECLS
