/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "server/mail/pm-mail-job.h"
#include "server/mail/pm-mail-key.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Mails about an invitation, which they name. A trial is what the inviter sends to themselves: its
 * payload is the invitation as JSON with its `poc_id`, the user is the inviter, and it has no
 * link. */
#define PM_MAIL_KIND_FIRST    "first"
#define PM_MAIL_KIND_RESEND   "resend"
#define PM_MAIL_KIND_REMINDER "reminder"
#define PM_MAIL_KIND_TRIAL    "trial"

/* Mails about an account, which they name: a forgotten password, a new address to be confirmed,
 * and the word to the old one. The last one's payload is `{"new_email"}`. They say that their link
 * works until they are given up. */
#define PM_MAIL_KIND_RESET        "reset"
#define PM_MAIL_KIND_ADDRESS      "address"
#define PM_MAIL_KIND_ADDRESS_UNDO "address_undo"

/* What shows that mails arrive. It is never in the queue. */
#define PM_MAIL_KIND_TEST "test"

/**
 * PmMailOrder:
 * @tenant_id: whose mail it is; 0: the server's own
 * @invitation_id: the invitation that it is about, or 0
 * @user_id: the account that it is about, or 0
 * @kind: a `PM_MAIL_KIND_` word
 * @recipient: the address that it goes to
 * @payload: (nullable): what the kind needs besides, as JSON
 * @link: (nullable): the link, kept sealed until a mail server has taken the mail
 * @host: what stands behind the @ of the Message-ID
 * @now: the moment of the order
 * @not_before: when it may be sent; 0: at once
 * @give_up_at: when there is no more sense in trying
 *
 * A mail that is to be sent.
 */
typedef struct {
  gint64 tenant_id;
  gint64 invitation_id;
  gint64 user_id;
  const char *kind;
  const char *recipient;
  const char *payload;
  const char *link;
  const char *host;
  gint64 now;
  gint64 not_before;
  gint64 give_up_at;
} PmMailOrder;

/**
 * PmMailDue:
 * @lane: the organization whose own mail server is used, or 0 for the server's
 * @at: when the first mail for it wants to be tried
 * @version: changes when the mail server is another one
 */
typedef struct {
  gint64 lane;
  gint64 at;
  gint64 version;
} PmMailDue;

gboolean pm_mail_queue_add (PmDb *db, PmMailKey *key, const PmMailOrder *order, GError **error);
gboolean pm_mail_queue_drop (PmDb *db, gint64 invitation_id, GError **error);
gboolean pm_mail_queue_drop_for_user (PmDb *db, gint64 user_id, const char *kind, GError **error);
gboolean pm_mail_queue_survey (PmDb *db, GArray *lanes, GError **error);
PmMailJob *pm_mail_queue_take (PmDb *db, PmMailKey *key, gint64 lane, gint64 now, GError **error);
gboolean pm_mail_queue_describe (PmDb *db, JsonObject *body, GError **error);

gboolean pm_mail_queue_record_taken (PmDb *db, const PmMailJob *job, gint64 now, GError **error);
gboolean pm_mail_queue_record_later (PmDb *db,
                                     const PmMailJob *job,
                                     const char *words,
                                     gint64 now,
                                     gint64 not_before,
                                     GError **error);
gboolean pm_mail_queue_record_refused (PmDb *db,
                                       const PmMailJob *job,
                                       const char *words,
                                       gint64 now,
                                       GError **error);

G_END_DECLS
