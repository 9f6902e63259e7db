/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"

G_BEGIN_DECLS

gboolean pm_role_can_invite (PmRole role);
gboolean pm_role_can_edit_pocs (PmRole role);
gboolean pm_role_can_remove_access (PmRole role);
gboolean pm_role_can_see_internal (PmRole role);
gboolean pm_role_can_invite_colleagues (PmRole role);
gboolean pm_role_can_moderate (PmRole role);
gboolean pm_role_can_administer (PmRole role);

G_END_DECLS
