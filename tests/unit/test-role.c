/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-role.h"

static const struct {
  PmRole role;
  gboolean internal, moderator, admin;
} roles[] = {
  { PM_ROLE_PLATFORM_ADMIN, TRUE, TRUE, TRUE },      { PM_ROLE_TENANT_ADMIN, TRUE, TRUE, TRUE },
  { PM_ROLE_ADMINISTRATOR, TRUE, TRUE, FALSE },      { PM_ROLE_SALES_ENGINEER, TRUE, FALSE, FALSE },
  { PM_ROLE_ACCOUNT_EXECUTIVE, TRUE, FALSE, FALSE }, { PM_ROLE_CUSTOMER, FALSE, FALSE, FALSE },
};

static void
only_internal_roles_invite (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++) {
    g_assert_cmpint (pm_role_can_invite (roles[i].role), ==, roles[i].internal);
    g_assert_cmpint (pm_role_can_edit_pocs (roles[i].role), ==, roles[i].internal);
    g_assert_cmpint (pm_role_can_remove_access (roles[i].role), ==, roles[i].internal);
    g_assert_cmpint (pm_role_can_see_internal (roles[i].role), ==, roles[i].internal);
  }
}

static void
only_admins_administer (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++) {
    g_assert_cmpint (pm_role_can_administer (roles[i].role), ==, roles[i].admin);
    g_assert_cmpint (pm_role_can_invite_colleagues (roles[i].role), ==, roles[i].admin);
  }
}

static void
administrators_keep_the_house_in_order (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    g_assert_cmpint (pm_role_can_moderate (roles[i].role), ==, roles[i].moderator);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/role/only-internal-roles-invite", only_internal_roles_invite);
  g_test_add_func ("/role/only-admins-administer", only_admins_administer);
  g_test_add_func ("/role/administrators-keep-the-house-in-order",
                   administrators_keep_the_house_in_order);
  return g_test_run ();
}
