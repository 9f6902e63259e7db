/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"

#include <libdex.h>

G_BEGIN_DECLS

/**
 * PmAccount:
 * @id: the workspace's name on this machine: its folder, and its entry in the keyring
 * @server_url: the server's address, without a slash at its end
 * @email: who signs in
 * @full_name: their name
 * @organization: the organization's name
 * @user_id: the account on that server
 * @tenant_id: the organization on that server
 * @role: the account's role there
 * @invitation_days: how long that organization's invitations live
 * @server_ahead: how far the server's clock was ahead of this machine's when it was last heard, in
 *   microseconds
 * @plain: whether the server speaks only API 1.0.0
 * @keep_signed_in: whether the keyring may hold what renews the session
 * @signed_out: whether it is only kept for what is unsent, until the same account signs in again
 *
 * What is remembered of a workspace besides its offline copy. No secret is among it.
 */
typedef struct {
  char *id;
  char *server_url;
  char *email;
  char *full_name;
  char *organization;
  gint64 user_id;
  gint64 tenant_id;
  PmRole role;
  int invitation_days;
  gint64 server_ahead;
  gboolean plain;
  gboolean keep_signed_in;
  gboolean signed_out;
} PmAccount;

PmAccount *pm_account_new (void);
void pm_account_free (PmAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmAccount, pm_account_free)

PmAccount *pm_account_from_bytes (const char *id, GBytes *bytes, GError **error);
GBytes *pm_account_to_bytes (PmAccount *self);

G_END_DECLS
