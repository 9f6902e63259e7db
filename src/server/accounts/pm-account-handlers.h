/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/* What answers at the routes of this folder, file by file; pm-account-routes.c says who may ask. */

PmReply *pm_sign_in_post_login (PmRequest *request, GError **error);
PmReply *pm_sign_in_post_select_tenant (PmRequest *request, GError **error);
PmReply *pm_sign_in_post_switch_tenant (PmRequest *request, GError **error);
PmReply *pm_sign_in_post_refresh (PmRequest *request, GError **error);
PmReply *pm_sign_in_get_me (PmRequest *request, GError **error);

PmReply *pm_session_post_logout (PmRequest *request, GError **error);
PmReply *pm_session_list (PmRequest *request, GError **error);
PmReply *pm_session_delete (PmRequest *request, GError **error);

PmReply *pm_password_post_change (PmRequest *request, GError **error);
PmReply *pm_password_post_forgot (PmRequest *request, GError **error);
PmReply *pm_password_get_reset (PmRequest *request, GError **error);
PmReply *pm_password_post_reset (PmRequest *request, GError **error);

PmReply *pm_address_put_own (PmRequest *request, GError **error);
PmReply *pm_address_put_customer (PmRequest *request, GError **error);
PmReply *pm_address_get_change (PmRequest *request, GError **error);
PmReply *pm_address_post_change (PmRequest *request, GError **error);

PmReply *pm_user_list (PmRequest *request, GError **error);
PmReply *pm_user_get (PmRequest *request, GError **error);

PmReply *pm_tenant_get (PmRequest *request, GError **error);
PmReply *pm_tenant_put (PmRequest *request, GError **error);

G_END_DECLS
