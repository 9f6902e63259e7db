/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "server/pm-server.h"

G_BEGIN_DECLS

/**
 * PmAccountLetter:
 * @kind: a `PM_MAIL_KIND_` word about accounts
 * @tenant_id: the organization that asks for it; 0: the person
 * @user_id: the account
 * @recipient: the address that it goes to
 * @new_email: (nullable): the address that has taken its place
 * @token: the token of its link
 * @now: the time
 * @expires_at: when the link's life is over
 *
 * A mail about an account that carries a link.
 */
typedef struct {
  const char *kind;
  gint64 tenant_id;
  gint64 user_id;
  const char *recipient;
  const char *new_email;
  const char *token;
  gint64 now;
  gint64 expires_at;
} PmAccountLetter;

gboolean
pm_account_mail_add (PmDb *db, PmServer *server, const PmAccountLetter *letter, GError **error);

G_END_DECLS
