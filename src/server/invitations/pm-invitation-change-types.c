/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-invitation.h"
#include "server/changes/pm-change-type.h"
#include "server/invitations/pm-invitation-template.h"

static const PmChangeType types[] = {
  { "invitation", pm_invitation_get_type,
    "SELECT * FROM invitation WHERE tenant_id = ?1 AND id = ?2", NULL },
  { "template", pm_template_get_type, PM_INVITATION_TEMPLATE_SQL, pm_invitation_template_amend },
};

/**
 * pm_invitations_change_types:
 * @n_types: (out): how many
 *
 * Returns: (transfer none): how the feed reads invitations and their mails' template
 */
const PmChangeType *
pm_invitations_change_types (guint *n_types)
{
  *n_types = G_N_ELEMENTS (types);
  return types;
}
