/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmParticipantsView:
 *
 * People and invitations of a POC together, with what can be done about each. Properties,
 * writable: `workspace` (#PmWorkspace), `poc` (#PmPoc or %NULL), `tally` (#PmPeopleTally), `roomy`
 * (whether there is room for every column). Read-only: `tells-engagement` (whether the server tells
 * how much people take part).
 */
#define PM_TYPE_PARTICIPANTS_VIEW (pm_participants_view_get_type ())
G_DECLARE_FINAL_TYPE (PmParticipantsView, pm_participants_view, PM, PARTICIPANTS_VIEW, AdwBin)

G_END_DECLS
