/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Nicks are the words on the wire and in our files: they are never changed, only added to. */

/**
 * PmRole:
 *
 * A person's role in an organization, the strongest first. All but @PM_ROLE_CUSTOMER are "internal".
 */
typedef enum {
  PM_ROLE_PLATFORM_ADMIN,
  PM_ROLE_TENANT_ADMIN,
  PM_ROLE_ADMINISTRATOR,
  PM_ROLE_SALES_ENGINEER,
  PM_ROLE_ACCOUNT_EXECUTIVE,
  PM_ROLE_CUSTOMER,
} PmRole;

#define PM_TYPE_ROLE (pm_role_get_type ())
GType pm_role_get_type (void);

/**
 * PmPocStatus:
 *
 * Where a POC stands.
 */
typedef enum {
  PM_POC_STATUS_DRAFT,
  PM_POC_STATUS_ACTIVE,
  PM_POC_STATUS_COMPLETED,
  PM_POC_STATUS_ARCHIVED,
} PmPocStatus;

#define PM_TYPE_POC_STATUS (pm_poc_status_get_type ())
GType pm_poc_status_get_type (void);

/**
 * PmTaskStatus:
 *
 * Where a task or a task group stands.
 */
typedef enum {
  PM_TASK_STATUS_NOT_STARTED,
  PM_TASK_STATUS_IN_PROGRESS,
  PM_TASK_STATUS_COMPLETED,
  PM_TASK_STATUS_BLOCKED,
  PM_TASK_STATUS_SATISFIED,
  PM_TASK_STATUS_PARTIALLY_SATISFIED,
  PM_TASK_STATUS_NOT_SATISFIED,
} PmTaskStatus;

#define PM_TYPE_TASK_STATUS (pm_task_status_get_type ())
GType pm_task_status_get_type (void);

/**
 * PmResourceType:
 *
 * What a resource's content is; a file is a path or an address.
 */
typedef enum {
  PM_RESOURCE_TYPE_LINK,
  PM_RESOURCE_TYPE_CODE,
  PM_RESOURCE_TYPE_TEXT,
  PM_RESOURCE_TYPE_FILE,
} PmResourceType;

#define PM_TYPE_RESOURCE_TYPE (pm_resource_type_get_type ())
GType pm_resource_type_get_type (void);

/**
 * PmInvitationStatus:
 *
 * An invitation's life as the wire says it; people read "Cancelled" for revoked.
 */
typedef enum {
  PM_INVITATION_STATUS_PENDING,
  PM_INVITATION_STATUS_ACCEPTED,
  PM_INVITATION_STATUS_EXPIRED,
  PM_INVITATION_STATUS_FAILED,
  PM_INVITATION_STATUS_REVOKED,
} PmInvitationStatus;

#define PM_TYPE_INVITATION_STATUS (pm_invitation_status_get_type ())
GType pm_invitation_status_get_type (void);

/**
 * PmDeliveryState:
 *
 * How far an invitation's mail has come.
 */
typedef enum {
  PM_DELIVERY_STATE_NONE,
  PM_DELIVERY_STATE_QUEUED,
  PM_DELIVERY_STATE_DEFERRED,
  PM_DELIVERY_STATE_SENT,
  PM_DELIVERY_STATE_FAILED,
} PmDeliveryState;

#define PM_TYPE_DELIVERY_STATE (pm_delivery_state_get_type ())
GType pm_delivery_state_get_type (void);

/**
 * PmPersonStatus:
 *
 * What the participants view says of one address, from participation, the newest invitation and the outbox together.
 */
typedef enum {
  PM_PERSON_STATUS_PENDING,
  PM_PERSON_STATUS_ACCEPTED,
  PM_PERSON_STATUS_EXPIRED,
  PM_PERSON_STATUS_CANCELLED,
  PM_PERSON_STATUS_FAILED,
  PM_PERSON_STATUS_REMOVED,
  PM_PERSON_STATUS_WAITING,
} PmPersonStatus;

#define PM_TYPE_PERSON_STATUS (pm_person_status_get_type ())
GType pm_person_status_get_type (void);

/**
 * PmItemType:
 *
 * What people make, change and remove: a POC, and what it consists of. The nicks are the names of
 * the feed and of the tables.
 */
typedef enum {
  PM_ITEM_TYPE_NONE,
  PM_ITEM_TYPE_POC,
  PM_ITEM_TYPE_TASK,
  PM_ITEM_TYPE_TASK_GROUP,
  PM_ITEM_TYPE_CRITERION,
  PM_ITEM_TYPE_RESOURCE,
  PM_ITEM_TYPE_COMMENT,
} PmItemType;

#define PM_TYPE_ITEM_TYPE (pm_item_type_get_type ())
GType pm_item_type_get_type (void);

/**
 * PmOperationKind:
 * @PM_OPERATION_KIND_INVITE: invites somebody
 * @PM_OPERATION_KIND_RESEND: mails an invitation again, with a fresh link
 * @PM_OPERATION_KIND_CANCEL: calls an invitation off
 * @PM_OPERATION_KIND_REMIND: mails a reminder of an invitation
 * @PM_OPERATION_KIND_REMOVE: takes somebody's access away
 * @PM_OPERATION_KIND_RESTORE: gives it back, without a mail
 * @PM_OPERATION_KIND_CREATE: makes an item
 * @PM_OPERATION_KIND_EDIT: changes some fields of an item
 * @PM_OPERATION_KIND_DELETE: removes an item
 *
 * What an operation of the outbox does.
 */
typedef enum {
  PM_OPERATION_KIND_INVITE,
  PM_OPERATION_KIND_RESEND,
  PM_OPERATION_KIND_CANCEL,
  PM_OPERATION_KIND_REMIND,
  PM_OPERATION_KIND_REMOVE,
  PM_OPERATION_KIND_RESTORE,
  PM_OPERATION_KIND_CREATE,
  PM_OPERATION_KIND_EDIT,
  PM_OPERATION_KIND_DELETE,
} PmOperationKind;

#define PM_TYPE_OPERATION_KIND (pm_operation_kind_get_type ())
GType pm_operation_kind_get_type (void);

/**
 * PmOperationState:
 * @PM_OPERATION_STATE_HELD: can be taken back for some seconds
 * @PM_OPERATION_STATE_QUEUED: is sent as soon as it can be
 * @PM_OPERATION_STATE_SENDING: is on its way; whether it has arrived is not known
 * @PM_OPERATION_STATE_CONFIRMED: the server has done it, and the mirror has yet to show it
 * @PM_OPERATION_STATE_NEEDS_ATTENTION: a person must say what is to become of it
 * @PM_OPERATION_STATE_PAUSED_AUTH: waits for a session
 * @PM_OPERATION_STATE_CANCELLED: nobody wants it any more
 * @PM_OPERATION_STATE_SCHEDULED: waits here for the time that was chosen for it
 *
 * Where an operation stands between the desktop and the server.
 */
typedef enum {
  PM_OPERATION_STATE_HELD,
  PM_OPERATION_STATE_QUEUED,
  PM_OPERATION_STATE_SENDING,
  PM_OPERATION_STATE_CONFIRMED,
  PM_OPERATION_STATE_NEEDS_ATTENTION,
  PM_OPERATION_STATE_PAUSED_AUTH,
  PM_OPERATION_STATE_CANCELLED,
  PM_OPERATION_STATE_SCHEDULED,
} PmOperationState;

#define PM_TYPE_OPERATION_STATE (pm_operation_state_get_type ())
GType pm_operation_state_get_type (void);

/**
 * pm_role_is_internal:
 * @role: a role
 *
 * Returns: whether it belongs to the vendor's own people, who may invite
 */
static inline gboolean
pm_role_is_internal (PmRole role)
{
  return role != PM_ROLE_CUSTOMER;
}

/**
 * pm_task_status_is_done:
 * @status: where a task stands
 *
 * Returns: whether there is nothing left to do: it counts as progress
 */
static inline gboolean
pm_task_status_is_done (PmTaskStatus status)
{
  return status == PM_TASK_STATUS_COMPLETED || status == PM_TASK_STATUS_SATISFIED;
}

/**
 * pm_task_status_is_open_to_customers:
 * @status: where a task stands
 *
 * Returns: whether customers may set it, and change it. What has been judged, or is held up, is not
 *   theirs any more
 */
static inline gboolean
pm_task_status_is_open_to_customers (PmTaskStatus status)
{
  return status == PM_TASK_STATUS_NOT_STARTED || status == PM_TASK_STATUS_IN_PROGRESS ||
         status == PM_TASK_STATUS_COMPLETED;
}

G_END_DECLS
