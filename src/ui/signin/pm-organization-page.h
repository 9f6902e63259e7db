/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmOrganizationPage:
 *
 * The choice between the organizations of an account. Properties: `sign-in` (#PmSignIn, who has
 * signed in), `busy`, `problem` (what went wrong with the choice, or %NULL). Signal `chosen`
 * (#PmMembership).
 */
#define PM_TYPE_ORGANIZATION_PAGE (pm_organization_page_get_type ())
G_DECLARE_FINAL_TYPE (PmOrganizationPage,
                      pm_organization_page,
                      PM,
                      ORGANIZATION_PAGE,
                      AdwNavigationPage)

G_END_DECLS
