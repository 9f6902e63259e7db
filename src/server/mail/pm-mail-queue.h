/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "server/mail/pm-mail-job.h"
#include "server/mail/pm-mail-key.h"

G_BEGIN_DECLS

/**
 * PmMailOrder:
 * @tenant_id: whose mail it is
 * @invitation_id: what it is about
 * @kind: `first` or `resend`
 * @link: the link, kept sealed until a mail server has taken the mail
 * @host: what stands behind the @ of the Message-ID
 * @now: the moment of the order
 * @give_up_at: when there is no more sense in trying
 *
 * A mail that is to be sent.
 */
typedef struct {
  gint64 tenant_id;
  gint64 invitation_id;
  const char *kind;
  const char *link;
  const char *host;
  gint64 now;
  gint64 give_up_at;
} PmMailOrder;

gboolean pm_mail_queue_add (PmDb *db, PmMailKey *key, const PmMailOrder *order, GError **error);
gboolean pm_mail_queue_drop (PmDb *db, gint64 invitation_id, GError **error);
gboolean pm_mail_queue_next_due (PmDb *db, gint64 *due, GError **error);
PmMailJob *pm_mail_queue_take (PmDb *db, PmMailKey *key, gint64 now, GError **error);

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
