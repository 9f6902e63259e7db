/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/**
 * PmAccess:
 * @PM_ACCESS_PUBLIC: anybody
 * @PM_ACCESS_ANY: anybody who is signed in
 * @PM_ACCESS_INTERNAL: the organization's own people
 * @PM_ACCESS_TENANT_ADMIN: the organization's admins
 *
 * The role that a route needs.
 */
typedef enum {
  PM_ACCESS_PUBLIC,
  PM_ACCESS_ANY,
  PM_ACCESS_INTERNAL,
  PM_ACCESS_TENANT_ADMIN,
} PmAccess;

/**
 * PmScope:
 * @PM_SCOPE_NONE: no object in the path
 * @PM_SCOPE_TENANT: `{tenant}` must be the caller's own organization
 * @PM_SCOPE_POC: `{poc}` must be a POC of the caller's organization, and for a customer one
 *   that they take part in; anything else is 404
 *
 * The objects that a route may touch. Checked in one place, in the same transaction as the rule.
 */
typedef enum {
  PM_SCOPE_NONE,
  PM_SCOPE_TENANT,
  PM_SCOPE_POC,
} PmScope;

/**
 * PmHandler:
 *
 * Answers a request, on a fiber of its own. %NULL with an error is answered by that error.
 */
typedef PmReply *(*PmHandler) (PmRequest *request, GError **error);

/**
 * PmRoute:
 * @method: `GET`, `POST`, `PUT` or `DELETE`
 * @path: as `/pocs/{poc}/invitations/{invitation}`; both slash forms are served; a name in
 *   braces that is not `{token}` takes an integer
 * @access: role needed
 * @scope: objects reached
 * @handler: what answers
 * @data: (nullable): for @handler, see pm_request_get_route_data()
 * @is_kept: whether the answer may be kept: it changes nothing, and depends only on what moves the
 *   organization's sequence, the path and query, the caller's role and, for customers, who they are
 */
typedef struct {
  const char *method;
  const char *path;
  PmAccess access;
  PmScope scope;
  PmHandler handler;
  gpointer data;
  gboolean is_kept;
} PmRoute;

/* Each feature folder has one function that gives its routes; the whole is the rights table. */
const PmRoute *pm_accounts_routes (guint *n_routes);
const PmRoute *pm_audit_routes (guint *n_routes);
const PmRoute *pm_changes_routes (guint *n_routes);
const PmRoute *pm_pocs_routes (guint *n_routes);
const PmRoute *pm_work_routes (guint *n_routes);
const PmRoute *pm_comments_routes (guint *n_routes);
const PmRoute *pm_invitations_routes (guint *n_routes);
const PmRoute *pm_mail_routes (guint *n_routes);
const PmRoute *pm_web_routes (guint *n_routes);

G_END_DECLS
