/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-route.h"

G_BEGIN_DECLS

/**
 * PmLimit:
 * @PM_LIMIT_SIGN_IN: wrong passwords, for one address from one client
 * @PM_LIMIT_SIGN_IN_CLIENT: wrong passwords, from one client
 * @PM_LIMIT_LINK: links that cannot be followed, from one client
 * @PM_LIMIT_RESET: mails for a forgotten password, to one address
 * @PM_LIMIT_RESET_CLIENT: mails for a forgotten password, wanted by one client
 * @PM_LIMIT_NEW_ADDRESS: mails to a new address, wanted by one account for another or itself
 * @PM_LIMIT_MAIL_TRIAL: mails that try an organization's mail server
 *
 * What may be tried only so often. Nothing is limited for all of a client's attempts when it is
 * this machine itself and stands for nobody else.
 */
typedef enum {
  PM_LIMIT_SIGN_IN,
  PM_LIMIT_SIGN_IN_CLIENT,
  PM_LIMIT_LINK,
  PM_LIMIT_RESET,
  PM_LIMIT_RESET_CLIENT,
  PM_LIMIT_NEW_ADDRESS,
  PM_LIMIT_MAIL_TRIAL,
  PM_N_LIMITS,
} PmLimit;

/**
 * PmLimits:
 *
 * What has been tried of late, and by whom. Main thread.
 */
typedef struct _PmLimits PmLimits;

PmLimits *pm_limits_new (void);
void pm_limits_free (PmLimits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmLimits, pm_limits_free)

gboolean pm_limits_check (PmRequest *request, PmLimit limit, const char *subject, GError **error);
void pm_limits_count (PmRequest *request, PmLimit limit, const char *subject);
void pm_limits_forget (PmRequest *request, PmLimit limit, const char *subject);
PmReply *pm_limits_guard_link (PmRequest *request, PmHandler handler, GError **error);

G_END_DECLS
