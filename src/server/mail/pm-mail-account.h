/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-rendered-mail.h"

G_BEGIN_DECLS

/**
 * PmAccountMail:
 * @kind: one of the `PM_MAIL_KIND_` words that are about an account
 * @name: (nullable): whose account it is
 * @address: the account's address; for a new or a former one, the new address
 * @asked_by: (nullable): the name of who asked for it; %NULL: the person themselves
 * @organization: (nullable): where @asked_by works
 * @link: what the mail is about
 * @works_until: until when the link works
 *
 * What a mail about an account is filled with.
 */
typedef struct {
  const char *kind;
  const char *name;
  const char *address;
  const char *asked_by;
  const char *organization;
  const char *link;
  gint64 works_until;
} PmAccountMail;

PmRenderedMail *pm_account_mail_render (const PmAccountMail *values, GError **error);

G_END_DECLS
