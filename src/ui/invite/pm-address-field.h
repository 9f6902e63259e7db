/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/invite/pm-address-checker.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmAddressField:
 *
 * Where an address is written to which an invitation is to go. It says what is wrong with it while
 * it is being written, and what was probably meant. Property: `address` (writable). Signals:
 * `activated` (Enter); `resend` (the address was invited before, and that is to be sent again);
 * `left` (the keyboard has gone elsewhere).
 */
#define PM_TYPE_ADDRESS_FIELD (pm_address_field_get_type ())
G_DECLARE_FINAL_TYPE (PmAddressField, pm_address_field, PM, ADDRESS_FIELD, GtkBox)

void pm_address_field_open (PmAddressField *self, PmWorkspace *workspace, gint64 poc_id);
gboolean pm_address_field_check (PmAddressField *self);
void pm_address_field_look_now (PmAddressField *self);
gboolean pm_address_field_is_typing (PmAddressField *self);
GtkWidget *pm_address_field_get_row (PmAddressField *self);
PmAddressChecker *pm_address_field_get_checker (PmAddressField *self);

G_END_DECLS
