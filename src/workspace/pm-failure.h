/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-error.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PmFailure:
 *
 * A workspace that could not be opened. Nothing of it was changed, and it can be tried again with
 * pm_session_retry(). Properties (read-only, notify): `name`, the organization's as far as it is
 * known; `email`, of the account (nullable); `folder`; `code` (#PmError) and `message`, why it
 * could not be opened the last time; `busy`, while it is tried again.
 */
#define PM_TYPE_FAILURE (pm_failure_get_type ())
G_DECLARE_FINAL_TYPE (PmFailure, pm_failure, PM, FAILURE, GObject)

PmFailure *pm_failure_new (const char *folder);
void pm_failure_set_account (PmFailure *self, const char *name, const char *email);
void pm_failure_set_reason (PmFailure *self, const GError *error);
void pm_failure_set_busy (PmFailure *self, gboolean busy);
const char *pm_failure_get_folder (PmFailure *self);

G_END_DECLS
