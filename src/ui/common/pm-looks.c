/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-looks.h"

#include <glib/gi18n.h>

static const PmLook poc_looks[] = {
  [PM_POC_STATUS_DRAFT] = { N_ ("Draft"), "document-edit-symbolic", "" },
  [PM_POC_STATUS_ACTIVE] = { N_ ("Active"), "media-playback-start-symbolic", "accent" },
  [PM_POC_STATUS_COMPLETED] = { N_ ("Completed"), "object-select-symbolic", "success" },
  [PM_POC_STATUS_ARCHIVED] = { N_ ("Archived"), "pm-archive-symbolic", "" },
};

static const PmLook task_looks[] = {
  [PM_TASK_STATUS_NOT_STARTED] = { N_ ("Not Started"), "pm-clock-symbolic", "" },
  [PM_TASK_STATUS_IN_PROGRESS] = { N_ ("In Progress"), "media-playback-start-symbolic", "accent" },
  [PM_TASK_STATUS_COMPLETED] = { N_ ("Completed"), "object-select-symbolic", "success" },
  [PM_TASK_STATUS_BLOCKED] = { N_ ("Blocked"), "action-unavailable-symbolic", "error" },
  [PM_TASK_STATUS_SATISFIED] = { N_ ("Satisfied"), "object-select-symbolic", "success" },
  [PM_TASK_STATUS_PARTIALLY_SATISFIED] = { N_ ("Partially Satisfied"), "dialog-warning-symbolic",
                                           "warning" },
  [PM_TASK_STATUS_NOT_SATISFIED] = { N_ ("Not Satisfied"), "dialog-warning-symbolic", "error" },
};

static const PmLook resource_looks[] = {
  [PM_RESOURCE_TYPE_LINK] = { N_ ("Link"), "pm-link-symbolic", "" },
  [PM_RESOURCE_TYPE_CODE] = { N_ ("Code"), "pm-code-symbolic", "" },
  [PM_RESOURCE_TYPE_TEXT] = { N_ ("Text"), "format-justify-left-symbolic", "" },
  [PM_RESOURCE_TYPE_FILE] = { N_ ("File"), "text-x-generic-symbolic", "" },
};

static const PmLook met_look = { N_ ("Met"), "object-select-symbolic", "success" };
static const PmLook unmet_look = { N_ ("Not Met Yet"), "pm-clock-symbolic", "" };

static const PmLook public_look = { N_ ("Customer Sees This"), "system-users-symbolic", "accent" };
static const PmLook internal_look = { N_ ("Internal"), "changes-prevent-symbolic", "warning" };

static const PmLook person_looks[] = {
  [PM_PERSON_STATUS_PENDING] = { N_ ("Pending"), "pm-clock-symbolic", "accent" },
  [PM_PERSON_STATUS_ACCEPTED] = { N_ ("Accepted"), "object-select-symbolic", "success" },
  [PM_PERSON_STATUS_EXPIRED] = { N_ ("Expired"), "pm-hourglass-symbolic", "warning" },
  [PM_PERSON_STATUS_CANCELLED] = { N_ ("Cancelled"), "action-unavailable-symbolic", "" },
  [PM_PERSON_STATUS_FAILED] = { N_ ("Failed"), "dialog-warning-symbolic", "error" },
  [PM_PERSON_STATUS_REMOVED] = { N_ ("Removed"), "list-remove-symbolic", "" },
  [PM_PERSON_STATUS_WAITING] = { N_ ("Waiting to Send"), "pm-outbox-symbolic", "" },
};

static const PmLook operation_looks[] = {
  [PM_OPERATION_STATE_HELD] = { N_ ("Can Be Undone"), "edit-undo-symbolic", "" },
  [PM_OPERATION_STATE_QUEUED] = { N_ ("Waiting to Send"), "pm-outbox-symbolic", "" },
  [PM_OPERATION_STATE_SENDING] = { N_ ("Sending…"), "mail-send-symbolic", "accent" },
  [PM_OPERATION_STATE_CONFIRMED] = { N_ ("Sent"), "object-select-symbolic", "success" },
  [PM_OPERATION_STATE_NEEDS_ATTENTION] = { N_ ("Needs Attention"), "dialog-warning-symbolic",
                                           "warning" },
  [PM_OPERATION_STATE_PAUSED_AUTH] = { N_ ("Waiting for Sign-In"), "dialog-password-symbolic",
                                       "warning" },
  [PM_OPERATION_STATE_CANCELLED] = { N_ ("Discarded"), "action-unavailable-symbolic", "" },
  [PM_OPERATION_STATE_SCHEDULED] = { N_ ("Send Later"), "pm-clock-symbolic", "" },
};

static const PmLook resending_look = { N_ ("Resending…"), "mail-send-symbolic", "accent" };
static const PmLook cancelling_look = { N_ ("Cancelling…"), "action-unavailable-symbolic", "" };
static const PmLook reminding_look = { N_ ("Reminding…"), "mail-send-symbolic", "accent" };
static const PmLook removing_look = { N_ ("Removing Access…"), "list-remove-symbolic", "" };
static const PmLook restoring_look = { N_ ("Restoring Access…"), "edit-undo-symbolic", "accent" };

static const PmLook *
look_of_unsent (PmPerson *person)
{
  PmOperationState state = pm_person_get_operation_state (person);

  switch ((PmOperationKind) pm_person_get_operation_kind (person)) {
  case PM_OPERATION_KIND_RESEND:
    return &resending_look;
  case PM_OPERATION_KIND_CANCEL:
    return &cancelling_look;
  case PM_OPERATION_KIND_REMIND:
    return &reminding_look;
  case PM_OPERATION_KIND_REMOVE:
    return &removing_look;
  case PM_OPERATION_KIND_RESTORE:
    return &restoring_look;
  case PM_OPERATION_KIND_INVITE:
  case PM_OPERATION_KIND_CREATE:
  case PM_OPERATION_KIND_EDIT:
  case PM_OPERATION_KIND_DELETE:
  default:
    return state == PM_OPERATION_STATE_SENDING ? &operation_looks[state]
                                               : &person_looks[PM_PERSON_STATUS_WAITING];
  }
}

/* The server has answered, and what it says of the row is on its way here. */
static const PmLook *
look_of_confirmed (PmPerson *person)
{
  switch ((PmOperationKind) pm_person_get_operation_kind (person)) {
  case PM_OPERATION_KIND_CANCEL:
    return &person_looks[PM_PERSON_STATUS_CANCELLED];
  case PM_OPERATION_KIND_REMOVE:
    return &person_looks[PM_PERSON_STATUS_REMOVED];
  case PM_OPERATION_KIND_RESTORE:
    return &person_looks[PM_PERSON_STATUS_ACCEPTED];
  case PM_OPERATION_KIND_INVITE:
  case PM_OPERATION_KIND_RESEND:
  case PM_OPERATION_KIND_REMIND:
  case PM_OPERATION_KIND_CREATE:
  case PM_OPERATION_KIND_EDIT:
  case PM_OPERATION_KIND_DELETE:
  default:
    return &person_looks[PM_PERSON_STATUS_PENDING];
  }
}

/**
 * pm_look_of_poc_status:
 * @status: where a POC stands
 *
 * Returns: (transfer none): how that is shown
 */
const PmLook *
pm_look_of_poc_status (PmPocStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (poc_looks), &poc_looks[0]);

  return &poc_looks[status];
}

/**
 * pm_look_of_task_status:
 * @status: where a task stands
 *
 * Returns: (transfer none): how that is shown
 */
const PmLook *
pm_look_of_task_status (PmTaskStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (task_looks), &task_looks[0]);

  return &task_looks[status];
}

/**
 * pm_look_of_resource_type:
 * @type: what a resource's content is
 *
 * Returns: (transfer none): how that is shown
 */
const PmLook *
pm_look_of_resource_type (PmResourceType type)
{
  g_return_val_if_fail (type < G_N_ELEMENTS (resource_looks), &resource_looks[0]);

  return &resource_looks[type];
}

/**
 * pm_look_of_criterion:
 * @is_met: whether a success criterion is met
 *
 * Returns: (transfer none): how that is shown
 */
const PmLook *
pm_look_of_criterion (gboolean is_met)
{
  return is_met ? &met_look : &unmet_look;
}

/**
 * pm_look_of_audience:
 * @is_internal: whether something is for the vendor's own people only
 *
 * Returns: (transfer none): how it is shown who can read it
 */
const PmLook *
pm_look_of_audience (gboolean is_internal)
{
  return is_internal ? &internal_look : &public_look;
}

/**
 * pm_look_of_person_status:
 * @status: how one address stands to a POC
 *
 * Returns: (transfer none): how that is shown
 */
const PmLook *
pm_look_of_person_status (PmPersonStatus status)
{
  g_return_val_if_fail (status < G_N_ELEMENTS (person_looks), &person_looks[0]);

  return &person_looks[status];
}

/**
 * pm_look_of_person:
 * @person: a row of the participants view
 *
 * What the outbox is about to change comes before what the server knows: "Cancelling…".
 *
 * Returns: (transfer none): how the row's state is shown
 */
const PmLook *
pm_look_of_person (PmPerson *person)
{
  PmOperationState state;

  g_return_val_if_fail (PM_IS_PERSON (person), &person_looks[0]);

  state = pm_person_get_operation_state (person);
  if (pm_person_get_operation_id (person) == 0)
    return pm_look_of_person_status (pm_person_get_status (person));

  switch (state) {
  case PM_OPERATION_STATE_HELD:
  case PM_OPERATION_STATE_QUEUED:
  case PM_OPERATION_STATE_SENDING:
    return look_of_unsent (person);
  case PM_OPERATION_STATE_CONFIRMED:
    return look_of_confirmed (person);
  case PM_OPERATION_STATE_NEEDS_ATTENTION:
  case PM_OPERATION_STATE_PAUSED_AUTH:
  case PM_OPERATION_STATE_SCHEDULED:
    return pm_look_of_operation_state (state);
  case PM_OPERATION_STATE_CANCELLED:
  default:
    return pm_look_of_person_status (pm_person_get_status (person));
  }
}

/**
 * pm_look_of_operation_state:
 * @state: how far an operation of the outbox has come
 *
 * Returns: (transfer none): how that is shown
 */
const PmLook *
pm_look_of_operation_state (PmOperationState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (operation_looks), &operation_looks[0]);

  return &operation_looks[state];
}
