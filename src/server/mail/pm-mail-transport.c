/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-transport.h"

#include "domain/pm-error.h"
#include "server/mail/pm-mail-smtp.h"

#include <glib/gstdio.h>
#include <string.h>

#define FOLDER_SCHEME "file:"

/* The longest part of a recipient that a file name shows. */
#define SHOWN_RECIPIENT 80

/* One of the two. */
struct _PmMailTransport {
  char *folder;
  PmMailSmtp *smtp;
};

/**
 * pm_letter_new:
 * @name: a file name without ending
 * @sender: an address
 * @recipient: an address
 * @message: the whole message
 *
 * Returns: (transfer full): the letter
 */
PmLetter *
pm_letter_new (const char *name, const char *sender, const char *recipient, GBytes *message)
{
  PmLetter *letter = g_new0 (PmLetter, 1);

  letter->name = g_strdup (name);
  letter->sender = g_strdup (sender);
  letter->recipient = g_strdup (recipient);
  letter->message = g_bytes_ref (message);
  return letter;
}

/**
 * pm_letter_free:
 * @letter: (transfer full): a letter
 */
void
pm_letter_free (PmLetter *letter)
{
  g_free (letter->name);
  g_free (letter->sender);
  g_free (letter->recipient);
  g_bytes_unref (letter->message);
  g_free (letter);
}

static char *
folder_of (const char *url, GError **error)
{
  const char *path = url + strlen (FOLDER_SCHEME);

  if (g_str_has_prefix (path, "///"))
    path += 2;
  if (*path == '\0') {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                 "“file:” needs a folder, as in “file:/var/mail/outgoing”.");
    return NULL;
  }
  if (g_mkdir_with_parents (path, 0700) != 0) {
    g_set_error (error, PM_ERROR, PM_ERROR_FAILED, "The mail folder “%s” cannot be made: %s.", path,
                 g_strerror (errno));
    return NULL;
  }
  return g_strdup (path);
}

/**
 * pm_mail_transport_new:
 * @way: where mails go
 * @error: return location
 *
 * Nothing is sent yet; a folder is made if it is missing. May block.
 *
 * Returns: (transfer full) (nullable): the way out; %PM_ERROR_INVALID if @way is none
 */
PmMailTransport *
pm_mail_transport_new (const PmMailWay *way, GError **error)
{
  g_autoptr (PmMailTransport) self = g_new0 (PmMailTransport, 1);

  if (g_str_has_prefix (way->url, FOLDER_SCHEME))
    self->folder = folder_of (way->url, error);
  else
    self->smtp = pm_mail_smtp_new (way, error);
  if (self->folder == NULL && self->smtp == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * pm_mail_transport_free:
 * @self: (transfer full): the way out
 */
void
pm_mail_transport_free (PmMailTransport *self)
{
  g_clear_pointer (&self->smtp, pm_mail_smtp_free);
  g_free (self->folder);
  g_free (self);
}

/* No letter of an address may lead out of the folder. */
static char *
file_path (PmMailTransport *self, const PmLetter *letter)
{
  g_autofree char *shown = g_strndup (letter->recipient, SHOWN_RECIPIENT);
  g_autofree char *name = NULL;

  for (char *p = shown; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("@.+-_", *p) == NULL)
      *p = '_';
  name = g_strdup_printf ("%s-%s.eml", letter->name, shown);
  return g_build_filename (self->folder, name, NULL);
}

static PmMailVerdict
lay_down (PmMailTransport *self, const PmLetter *letter, char **words)
{
  g_autofree char *path = file_path (self, letter);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (letter->message, &length);

  if (g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                &error))
    return PM_MAIL_TAKEN;
  *words = g_strdup (error->message);
  return PM_MAIL_TROUBLE;
}

/**
 * pm_mail_transport_send:
 * @self: the way out
 * @letter: what to send
 * @words: (out) (transfer full) (nullable): the mail server's words; where it had none, what
 *   stood in the way
 *
 * Tries once. Blocks for as long as the way allows; one thread at a time.
 *
 * Returns: how it ended
 */
PmMailVerdict
pm_mail_transport_send (PmMailTransport *self, const PmLetter *letter, char **words)
{
  *words = NULL;
  if (self->folder != NULL)
    return lay_down (self, letter, words);
  return pm_mail_smtp_send (self->smtp, letter, words);
}

/**
 * pm_mail_transport_interrupt:
 * @self: the way out
 *
 * Makes an attempt under way, and all later ones, end soon with %PM_MAIL_TROUBLE. Any thread.
 */
void
pm_mail_transport_interrupt (PmMailTransport *self)
{
  if (self->smtp != NULL)
    pm_mail_smtp_interrupt (self->smtp);
}
