/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-invitation.h"
#include "domain/pm-poc.h"
#include "domain/pm-template.h"

G_BEGIN_DECLS

/**
 * PmMailJob:
 * @id: the mail's row
 * @tenant_id: whose mail it is; 0: the server's own
 * @kind: a `PM_MAIL_KIND_` word
 * @recipient: the address that it goes to
 * @recipient_name: (nullable): whose it is
 * @attempts: how often it was tried before
 * @give_up_at: when there is no more sense in trying; the link of an account's mail ends then
 * @created_at: the mail's date
 * @message_id: without angle brackets
 * @link: (nullable): the link, in clear; %NULL if it has none or it was lost
 * @sender: (nullable): the name of who asked for the mail; %NULL: who gets it
 * @sender_email: (nullable): their address, for replies
 * @organization: (nullable): the vendor
 * @invitation: (nullable): the invitation that it is about
 * @poc: (nullable): to what that invites
 * @template: (nullable): what it looks like
 * @address: (nullable): the account's address that it is about
 * @problem: (nullable): why this mail can never be made
 *
 * Everything that one mail is made of. Belongs to one thread at a time.
 */
typedef struct {
  gint64 id;
  gint64 tenant_id;
  char *kind;
  char *recipient;
  char *recipient_name;
  guint attempts;
  gint64 give_up_at;
  gint64 created_at;
  char *message_id;
  char *link;
  char *sender;
  char *sender_email;
  char *organization;
  PmInvitation *invitation;
  PmPoc *poc;
  PmTemplate *template;
  char *address;
  char *problem;
} PmMailJob;

gboolean pm_mail_job_read_invitation (PmMailJob *job, PmDb *db, gint64 id, GError **error);
gboolean pm_mail_job_read_trial (PmMailJob *job,
                                 PmDb *db,
                                 gint64 user_id,
                                 const char *payload,
                                 GError **error);
gboolean pm_mail_job_read_account (PmMailJob *job,
                                   PmDb *db,
                                   gint64 user_id,
                                   const char *payload,
                                   GError **error);
void pm_mail_job_free (PmMailJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmMailJob, pm_mail_job_free)

G_END_DECLS
