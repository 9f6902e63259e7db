/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmStatusPill:
 *
 * A state as a small pill: words, an icon and a colour, never colour alone. Properties, write
 * one of them: `poc-status` (#PmPocStatus), `task-status` (#PmTaskStatus), `person-status`
 * (#PmPersonStatus), `operation-state` (#PmOperationState), `internal` (who can read something),
 * `person` (#PmPerson, with what the outbox is about to change).
 */
#define PM_TYPE_STATUS_PILL (pm_status_pill_get_type ())
G_DECLARE_FINAL_TYPE (PmStatusPill, pm_status_pill, PM, STATUS_PILL, GtkBox)

G_END_DECLS
