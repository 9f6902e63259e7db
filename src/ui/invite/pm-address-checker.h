/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

G_BEGIN_DECLS

/**
 * PmAddressChecker:
 *
 * Looks at an address while it is being typed, from what is known on this desktop. Signal
 * `changed` when it has something else to say.
 */
#define PM_TYPE_ADDRESS_CHECKER (pm_address_checker_get_type ())
G_DECLARE_FINAL_TYPE (PmAddressChecker, pm_address_checker, PM, ADDRESS_CHECKER, GObject)

PmAddressChecker *pm_address_checker_new (PmWorkspace *workspace, gint64 poc_id);
void pm_address_checker_set_address (PmAddressChecker *self, const char *address);
void pm_address_checker_check_now (PmAddressChecker *self);

const char *pm_address_checker_get_problem (PmAddressChecker *self);
const char *pm_address_checker_get_suggestion (PmAddressChecker *self);
gboolean pm_address_checker_is_free_mail (PmAddressChecker *self);
PmPerson *pm_address_checker_get_person (PmAddressChecker *self);
const char *const *pm_address_checker_get_known_domains (PmAddressChecker *self);

G_END_DECLS
