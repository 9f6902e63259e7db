/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-rendered-mail.h"
#include "domain/pm-template.h"

G_BEGIN_DECLS

/**
 * PM_MAIL_LINK_IN_PREVIEW:
 *
 * What stands for the link as long as there is none.
 */
#define PM_MAIL_LINK_IN_PREVIEW "(a personal link, made when sent)"

/**
 * PmMailValues:
 * @poc: the POC's title
 * @company: (nullable): the customer's company
 * @customer_name: (nullable): first and last name, as far as known
 * @first_name: (nullable): the first name
 * @inviter: who invites
 * @organization: the vendor
 * @message: (nullable): the personal message
 * @link: the link, or %PM_MAIL_LINK_IN_PREVIEW
 * @expires_at: when the link dies
 * @start_date: (nullable): the POC's first day
 * @end_date: (nullable): the POC's last day
 * @description: (nullable): the POC's description
 *
 * What an invitation mail is filled with. Empty text counts as unset.
 */
typedef struct {
  const char *poc;
  const char *company;
  const char *customer_name;
  const char *first_name;
  const char *inviter;
  const char *organization;
  const char *message;
  const char *link;
  gint64 expires_at;
  const char *start_date;
  const char *end_date;
  const char *description;
} PmMailValues;

PmTemplate *pm_mail_template_default (void);
gboolean pm_mail_template_check (PmTemplate *mail_template, GError **error);
const char *const *pm_mail_template_placeholders (void);

PmRenderedMail *
pm_mail_render (PmTemplate *mail_template, const PmMailValues *values, GError **error);
PmRenderedMail *
pm_mail_render_reminder (PmTemplate *mail_template, const PmMailValues *values, GError **error);
PmRenderedMail *
pm_mail_render_trial (PmTemplate *mail_template, const PmMailValues *values, GError **error);

G_END_DECLS
