/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-mail-lines.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PmMailDraft:
 * @subject: one line
 * @text: the text part
 * @html: (nullable): the HTML part; without one it is made from the text
 *
 * A mail before its placeholders are filled in.
 */
typedef struct {
  const char *subject;
  const char *text;
  const char *html;
} PmMailDraft;

/**
 * PmRenderedMail:
 * @subject: one line
 * @text: the text part, lines ending in `\n`
 * @html: the HTML part, a whole document
 */
typedef struct {
  char *subject;
  char *text;
  char *html;
} PmRenderedMail;

#define PM_TYPE_RENDERED_MAIL (pm_rendered_mail_get_type ())
GType pm_rendered_mail_get_type (void);

PmRenderedMail *
pm_rendered_mail_new (const PmMailDraft *draft, const PmMailFilling *filling, GError **error);
PmRenderedMail *pm_rendered_mail_copy (PmRenderedMail *mail);
void pm_rendered_mail_free (PmRenderedMail *mail);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmRenderedMail, pm_rendered_mail_free)

G_END_DECLS
