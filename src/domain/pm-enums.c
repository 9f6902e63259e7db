/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-enums.h"

G_DEFINE_ENUM_TYPE (PmRole,
                    pm_role,
                    G_DEFINE_ENUM_VALUE (PM_ROLE_PLATFORM_ADMIN, "platform_admin"),
                    G_DEFINE_ENUM_VALUE (PM_ROLE_TENANT_ADMIN, "tenant_admin"),
                    G_DEFINE_ENUM_VALUE (PM_ROLE_ADMINISTRATOR, "administrator"),
                    G_DEFINE_ENUM_VALUE (PM_ROLE_SALES_ENGINEER, "sales_engineer"),
                    G_DEFINE_ENUM_VALUE (PM_ROLE_ACCOUNT_EXECUTIVE, "account_executive"),
                    G_DEFINE_ENUM_VALUE (PM_ROLE_CUSTOMER, "customer"))

G_DEFINE_ENUM_TYPE (PmPocStatus,
                    pm_poc_status,
                    G_DEFINE_ENUM_VALUE (PM_POC_STATUS_DRAFT, "draft"),
                    G_DEFINE_ENUM_VALUE (PM_POC_STATUS_ACTIVE, "active"),
                    G_DEFINE_ENUM_VALUE (PM_POC_STATUS_COMPLETED, "completed"),
                    G_DEFINE_ENUM_VALUE (PM_POC_STATUS_ARCHIVED, "archived"))

G_DEFINE_ENUM_TYPE (PmTaskStatus,
                    pm_task_status,
                    G_DEFINE_ENUM_VALUE (PM_TASK_STATUS_NOT_STARTED, "not_started"),
                    G_DEFINE_ENUM_VALUE (PM_TASK_STATUS_IN_PROGRESS, "in_progress"),
                    G_DEFINE_ENUM_VALUE (PM_TASK_STATUS_COMPLETED, "completed"),
                    G_DEFINE_ENUM_VALUE (PM_TASK_STATUS_BLOCKED, "blocked"),
                    G_DEFINE_ENUM_VALUE (PM_TASK_STATUS_SATISFIED, "satisfied"),
                    G_DEFINE_ENUM_VALUE (PM_TASK_STATUS_PARTIALLY_SATISFIED, "partially_satisfied"),
                    G_DEFINE_ENUM_VALUE (PM_TASK_STATUS_NOT_SATISFIED, "not_satisfied"))

G_DEFINE_ENUM_TYPE (PmResourceType,
                    pm_resource_type,
                    G_DEFINE_ENUM_VALUE (PM_RESOURCE_TYPE_LINK, "link"),
                    G_DEFINE_ENUM_VALUE (PM_RESOURCE_TYPE_CODE, "code"),
                    G_DEFINE_ENUM_VALUE (PM_RESOURCE_TYPE_TEXT, "text"),
                    G_DEFINE_ENUM_VALUE (PM_RESOURCE_TYPE_FILE, "file"))

G_DEFINE_ENUM_TYPE (PmInvitationStatus,
                    pm_invitation_status,
                    G_DEFINE_ENUM_VALUE (PM_INVITATION_STATUS_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (PM_INVITATION_STATUS_ACCEPTED, "accepted"),
                    G_DEFINE_ENUM_VALUE (PM_INVITATION_STATUS_EXPIRED, "expired"),
                    G_DEFINE_ENUM_VALUE (PM_INVITATION_STATUS_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (PM_INVITATION_STATUS_REVOKED, "revoked"))

G_DEFINE_ENUM_TYPE (PmDeliveryState,
                    pm_delivery_state,
                    G_DEFINE_ENUM_VALUE (PM_DELIVERY_STATE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (PM_DELIVERY_STATE_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (PM_DELIVERY_STATE_DEFERRED, "deferred"),
                    G_DEFINE_ENUM_VALUE (PM_DELIVERY_STATE_SENT, "sent"),
                    G_DEFINE_ENUM_VALUE (PM_DELIVERY_STATE_FAILED, "failed"))

G_DEFINE_ENUM_TYPE (PmPersonStatus,
                    pm_person_status,
                    G_DEFINE_ENUM_VALUE (PM_PERSON_STATUS_PENDING, "pending"),
                    G_DEFINE_ENUM_VALUE (PM_PERSON_STATUS_ACCEPTED, "accepted"),
                    G_DEFINE_ENUM_VALUE (PM_PERSON_STATUS_EXPIRED, "expired"),
                    G_DEFINE_ENUM_VALUE (PM_PERSON_STATUS_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (PM_PERSON_STATUS_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (PM_PERSON_STATUS_REMOVED, "removed"),
                    G_DEFINE_ENUM_VALUE (PM_PERSON_STATUS_WAITING, "waiting"))

G_DEFINE_ENUM_TYPE (PmItemType,
                    pm_item_type,
                    G_DEFINE_ENUM_VALUE (PM_ITEM_TYPE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (PM_ITEM_TYPE_POC, "poc"),
                    G_DEFINE_ENUM_VALUE (PM_ITEM_TYPE_TASK, "task"),
                    G_DEFINE_ENUM_VALUE (PM_ITEM_TYPE_TASK_GROUP, "task_group"),
                    G_DEFINE_ENUM_VALUE (PM_ITEM_TYPE_CRITERION, "criterion"),
                    G_DEFINE_ENUM_VALUE (PM_ITEM_TYPE_RESOURCE, "resource"),
                    G_DEFINE_ENUM_VALUE (PM_ITEM_TYPE_COMMENT, "comment"))

G_DEFINE_ENUM_TYPE (PmOperationKind,
                    pm_operation_kind,
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_KIND_INVITE, "invite"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_KIND_RESEND, "resend"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_KIND_CANCEL, "cancel"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_KIND_REMIND, "remind"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_KIND_REMOVE, "remove"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_KIND_RESTORE, "restore"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_KIND_CREATE, "create"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_KIND_EDIT, "edit"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_KIND_DELETE, "delete"))

G_DEFINE_ENUM_TYPE (PmOperationState,
                    pm_operation_state,
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_STATE_HELD, "held"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_STATE_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_STATE_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_STATE_CONFIRMED, "confirmed"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_STATE_NEEDS_ATTENTION, "needs_attention"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_STATE_PAUSED_AUTH, "paused_auth"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_STATE_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (PM_OPERATION_STATE_SCHEDULED, "scheduled"))
