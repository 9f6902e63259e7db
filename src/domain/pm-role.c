/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-role.h"

/**
 * pm_role_can_invite:
 * @role: a role
 *
 * Returns: whether it may invite customers, and resend, remind and cancel. Any thread.
 */
gboolean
pm_role_can_invite (PmRole role)
{
  return pm_role_is_internal (role);
}

/**
 * pm_role_can_edit_pocs:
 * @role: a role
 *
 * Returns: whether it may create POCs and change what they consist of. Any thread.
 */
gboolean
pm_role_can_edit_pocs (PmRole role)
{
  return pm_role_is_internal (role);
}

/**
 * pm_role_can_remove_access:
 * @role: a role
 *
 * Returns: whether it may take a participant's access away. Any thread.
 */
gboolean
pm_role_can_remove_access (PmRole role)
{
  return pm_role_is_internal (role);
}

/**
 * pm_role_can_see_internal:
 * @role: a role
 *
 * Returns: whether it may read internal comments, invitations and engagement. Any thread.
 */
gboolean
pm_role_can_see_internal (PmRole role)
{
  return pm_role_is_internal (role);
}

/**
 * pm_role_can_invite_colleagues:
 * @role: a role
 *
 * Returns: whether it may invite people who become internal users. Any thread.
 */
gboolean
pm_role_can_invite_colleagues (PmRole role)
{
  return role == PM_ROLE_PLATFORM_ADMIN || role == PM_ROLE_TENANT_ADMIN;
}

/**
 * pm_role_can_moderate:
 * @role: a role
 *
 * Returns: whether it may delete what others have said. Any thread.
 */
gboolean
pm_role_can_moderate (PmRole role)
{
  return role <= PM_ROLE_ADMINISTRATOR;
}

/**
 * pm_role_can_administer:
 * @role: a role
 *
 * Returns: whether it may edit the mail template and correct customers' addresses. Any thread.
 */
gboolean
pm_role_can_administer (PmRole role)
{
  return role == PM_ROLE_PLATFORM_ADMIN || role == PM_ROLE_TENANT_ADMIN;
}
