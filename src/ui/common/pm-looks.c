/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-looks.h"

#include <glib/gi18n.h>

static const PmLook poc_looks[] = {
  [PM_POC_STATUS_DRAFT] = { N_ ("Draft"), "document-edit-symbolic", "" },
  [PM_POC_STATUS_ACTIVE] = { N_ ("Active"), "media-playback-start-symbolic", "accent" },
  [PM_POC_STATUS_COMPLETED] = { N_ ("Completed"), "object-select-symbolic", "success" },
  [PM_POC_STATUS_ARCHIVED] = { N_ ("Archived"), "pm-archive-symbolic", "" },
};

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
};

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
