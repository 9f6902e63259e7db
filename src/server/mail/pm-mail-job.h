/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-invitation.h"
#include "domain/pm-poc.h"
#include "domain/pm-template.h"

G_BEGIN_DECLS

/**
 * PmMailJob:
 * @id: the mail's row
 * @tenant_id: whose mail it is
 * @attempts: how often it was tried before
 * @give_up_at: when there is no more sense in trying
 * @created_at: the mail's date
 * @message_id: without angle brackets
 * @link: (nullable): the link, in clear; %NULL if it was lost
 * @inviter: the inviter's name
 * @inviter_email: their address, for replies
 * @organization: the vendor
 * @invitation: what it is about
 * @poc: to what it invites
 * @template: what it looks like
 *
 * Everything that one mail is made of. Belongs to one thread at a time.
 */
typedef struct {
  gint64 id;
  gint64 tenant_id;
  guint attempts;
  gint64 give_up_at;
  gint64 created_at;
  char *message_id;
  char *link;
  char *inviter;
  char *inviter_email;
  char *organization;
  PmInvitation *invitation;
  PmPoc *poc;
  PmTemplate *template;
} PmMailJob;

void pm_mail_job_free (PmMailJob *job);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmMailJob, pm_mail_job_free)

G_END_DECLS
