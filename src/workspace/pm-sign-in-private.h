/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-account.h"
#include "workspace/pm-session.h"

G_BEGIN_DECLS

PmRemote *pm_sign_in_get_remote (PmSignIn *self);
const char *pm_sign_in_get_password (PmSignIn *self);
PmAccount *pm_sign_in_to_account (PmSignIn *self, gint64 tenant_id, gboolean keep_signed_in);

G_END_DECLS
