/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/mail/pm-mail-key.h"
#include "server/pm-server.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmMailer:
 *
 * Sends the mails that wait in the database, one after the other, and records how that went.
 * Main thread, except where a function says otherwise.
 */
#define PM_TYPE_MAILER (pm_mailer_get_type ())
G_DECLARE_FINAL_TYPE (PmMailer, pm_mailer, PM, MAILER, GObject)

PmMailer *pm_mailer_new (PmServer *server, GError **error);
void pm_mailer_start (PmMailer *self);
void pm_mailer_wake (PmMailer *self);
DexFuture *pm_mailer_stop (PmMailer *self);

DexFuture *pm_mailer_try (PmMailer *self, gint64 tenant_id, const char *address);
gboolean pm_mailer_describe (PmMailer *self, PmDb *db, JsonObject *body, GError **error);

PmMailKey *pm_mailer_get_key (PmMailer *self);
const char *pm_mailer_get_host (PmMailer *self);

G_END_DECLS
