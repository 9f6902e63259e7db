/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmMailVerdict:
 * @PM_MAIL_TAKEN: a mail server has taken the mail
 * @PM_MAIL_LATER: not now; the same mail may be taken later
 * @PM_MAIL_REFUSED: the mail server will not take this mail
 * @PM_MAIL_TROUBLE: not now, and no other mail either: the mail server itself is in trouble
 *
 * How an attempt ended.
 */
typedef enum {
  PM_MAIL_TAKEN,
  PM_MAIL_LATER,
  PM_MAIL_REFUSED,
  PM_MAIL_TROUBLE,
} PmMailVerdict;

/**
 * PmLetter:
 * @name: a file name without ending: newest sorts last
 * @sender: the envelope's sender, an address
 * @recipient: the envelope's recipient, an address
 * @message: the whole message, lines ending in CRLF
 *
 * What is handed to a mail server.
 */
typedef struct {
  char *name;
  char *sender;
  char *recipient;
  GBytes *message;
} PmLetter;

PmLetter *
pm_letter_new (const char *name, const char *sender, const char *recipient, GBytes *message);
void pm_letter_free (PmLetter *letter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmLetter, pm_letter_free)

/**
 * PmMailWay:
 * @url: `smtp://…` or `smtps://…` as #PmMailUrl reads it, or `file:DIR`
 * @password: (nullable): of the user in @url
 * @authorities: (nullable): a PEM file with certificate authorities besides the system's
 * @is_guarded: must not lead to this machine or to what is only reachable on its own link
 * @seconds: the longest that one mail may take
 *
 * Where mails go, and on which terms.
 */
typedef struct {
  const char *url;
  const char *password;
  const char *authorities;
  gboolean is_guarded;
  double seconds;
} PmMailWay;

/**
 * PmMailTransport:
 *
 * The way out: a mail server, or a folder in which mails are laid down.
 */
typedef struct _PmMailTransport PmMailTransport;

PmMailTransport *pm_mail_transport_new (const PmMailWay *way, GError **error);
void pm_mail_transport_free (PmMailTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmMailTransport, pm_mail_transport_free)

PmMailVerdict pm_mail_transport_send (PmMailTransport *self, const PmLetter *letter, char **words);
void pm_mail_transport_interrupt (PmMailTransport *self);

G_END_DECLS
