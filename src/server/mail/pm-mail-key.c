/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-key.h"

#include "domain/pm-error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _PmMailKey {
  guint8 bytes[crypto_secretbox_KEYBYTES];
};

/* Written whole or not at all, so that a crash leaves no half key behind. */
static gboolean
make_file (const char *path, GError **error)
{
  guint8 bytes[crypto_secretbox_KEYBYTES];
  gboolean written;

  crypto_secretbox_keygen (bytes);
  written = g_file_set_contents_full (path, (const char *) bytes, sizeof bytes,
                                      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0600, error);
  sodium_memzero (bytes, sizeof bytes);
  return written;
}

static gboolean
check_file (const char *path, int fd, GError **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode)) {
    g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED, "“%s” is no file.", path);
    return FALSE;
  }
  if (info.st_mode & (S_IRWXG | S_IRWXO)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                 "Others can read “%s”. Make it private with “chmod 600”.", path);
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_file (PmMailKey *self, const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gboolean sound;

  if (fd < 0) {
    g_set_error (error, PM_ERROR, PM_ERROR_FAILED, "“%s” cannot be opened: %s.", path,
                 g_strerror (errno));
    return FALSE;
  }
  sound = check_file (path, fd, error);
  if (sound && read (fd, self->bytes, sizeof self->bytes) != sizeof self->bytes) {
    g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED, "“%s” is too short to be a key.", path);
    sound = FALSE;
  }
  g_close (fd, NULL);
  return sound;
}

/**
 * pm_mail_key_load:
 * @path: the key's file, beside the database
 * @error: return location
 *
 * Reads the key; makes it when there is no file yet. Blocks.
 *
 * Returns: (transfer full) (nullable): the key. %PM_ERROR_INVALID if others can read the file,
 *   %PM_ERROR_DAMAGED if it is no key
 */
PmMailKey *
pm_mail_key_load (const char *path, GError **error)
{
  g_autoptr (PmMailKey) self = g_new0 (PmMailKey, 1);

  if (sodium_init () < 0) {
    g_set_error (error, PM_ERROR, PM_ERROR_FAILED, "The cryptography library did not start.");
    return NULL;
  }
  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !make_file (path, error))
    return NULL;
  if (!read_file (self, path, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * pm_mail_key_free:
 * @self: (transfer full): the key
 *
 * Forgets it.
 */
void
pm_mail_key_free (PmMailKey *self)
{
  sodium_memzero (self->bytes, sizeof self->bytes);
  g_free (self);
}

/**
 * pm_mail_key_seal:
 * @self: the key
 * @text: what nobody else shall read
 *
 * Any thread.
 *
 * Returns: (transfer full): the nonce, and the text encrypted
 */
GBytes *
pm_mail_key_seal (PmMailKey *self, const char *text)
{
  gsize length = strlen (text);
  gsize sealed_length = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + length;
  guint8 *sealed = g_malloc (sealed_length);

  randombytes_buf (sealed, crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy (sealed + crypto_secretbox_NONCEBYTES, (const guint8 *) text, length,
                         sealed, self->bytes);
  return g_bytes_new_take (sealed, sealed_length);
}

/**
 * pm_mail_key_open:
 * @self: the key
 * @data: (nullable): what pm_mail_key_seal() has given
 * @length: in bytes
 * @error: return location
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL with %PM_ERROR_DAMAGED if it was not
 *   sealed with this key
 */
char *
pm_mail_key_open (PmMailKey *self, gconstpointer data, gsize length, GError **error)
{
  const gsize overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  const guint8 *sealed = data;
  g_autofree char *text = NULL;

  if (length >= overhead) {
    text = g_malloc0 (length - overhead + 1);
    if (crypto_secretbox_open_easy ((guint8 *) text, sealed + crypto_secretbox_NONCEBYTES,
                                    length - crypto_secretbox_NONCEBYTES, sealed, self->bytes) == 0)
      return g_steal_pointer (&text);
  }
  g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED,
               "A link that waits to be mailed cannot be read: it was made with another key.");
  return NULL;
}
