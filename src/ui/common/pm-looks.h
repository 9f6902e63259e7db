/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-person.h"

G_BEGIN_DECLS

/**
 * PmLook:
 * @words: what people read, not yet translated
 * @icon_name: a symbolic icon that says the same
 * @tone: a style class for the colour, "" for none; never the only sign
 *
 * How a state is shown, everywhere the same.
 */
typedef struct {
  const char *words;
  const char *icon_name;
  const char *tone;
} PmLook;

const PmLook *pm_look_of_poc_status (PmPocStatus status);
const PmLook *pm_look_of_task_status (PmTaskStatus status);
const PmLook *pm_look_of_resource_type (PmResourceType type);
const PmLook *pm_look_of_criterion (gboolean is_met);
const PmLook *pm_look_of_audience (gboolean is_internal);
const PmLook *pm_look_of_person_status (PmPersonStatus status);
const PmLook *pm_look_of_person (PmPerson *person);
const PmLook *pm_look_of_operation_state (PmOperationState state);

G_END_DECLS
