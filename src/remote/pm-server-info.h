/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PmCapabilities:
 *
 * What a server adds to API 1.0.0. A plain server has none.
 */
typedef enum {
  PM_CAPABILITY_NONE = 0,
  PM_CAPABILITY_CHANGES = 1 << 0,
  PM_CAPABILITY_IDEMPOTENCY = 1 << 1,
  PM_CAPABILITY_INVITEE_PROFILE = 1 << 2,
  PM_CAPABILITY_DELIVERY = 1 << 3,
  PM_CAPABILITY_ENGAGEMENT = 1 << 4,
  PM_CAPABILITY_TEMPLATE = 1 << 5,
  PM_CAPABILITY_REFRESH = 1 << 6,
  PM_CAPABILITY_POC_COMMENTS = 1 << 7,
  PM_CAPABILITY_REMINDERS = 1 << 8,
  PM_CAPABILITY_USER_EMAIL = 1 << 9,
  PM_CAPABILITY_SCHEDULE = 1 << 10,
  PM_CAPABILITY_IF_MATCH = 1 << 11,
} PmCapabilities;

const char *pm_capability_explain_missing (PmCapabilities capability);

/**
 * PmServerInfo:
 * @name: (nullable): the server's own name and version, as `poc-manager-server 0.1`
 * @version: the version of the API that it speaks
 * @capabilities: what it adds
 * @invitation_days: how long an invitation lives, or 0 when the server does not say
 *
 * What a server says of itself.
 */
typedef struct {
  char *name;
  char *version;
  PmCapabilities capabilities;
  int invitation_days;
} PmServerInfo;

#define PM_TYPE_SERVER_INFO (pm_server_info_get_type ())
GType pm_server_info_get_type (void);

PmServerInfo *pm_server_info_new (void);
PmServerInfo *pm_server_info_ref (PmServerInfo *self);
void pm_server_info_unref (PmServerInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmServerInfo, pm_server_info_unref)

G_END_DECLS
