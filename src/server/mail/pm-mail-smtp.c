/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-smtp.h"

#include "domain/pm-error.h"
#include "domain/pm-text.h"

#include <curl/curl.h>
#include <gio/gio.h>
#include <string.h>

#define CONNECT_SECONDS 15L
#define ATTEMPT_SECONDS 60L

/* The longest answer of a mail server that is kept, in bytes. */
#define WORDS_MAX 500

struct _PmMailSmtp {
  CURL *curl;
  int interrupted;    /* atomic */
  GString *answer;    /* the last reply */
  gboolean heard_all; /* its last line has come */
};

/* What has been read of a letter. */
typedef struct {
  const char *data;
  gsize left;
} Reading;

static size_t
give_message (char *buffer, size_t size, size_t count, void *data)
{
  Reading *reading = data;
  gsize given = MIN (reading->left, size * count);

  memcpy (buffer, reading->data, given);
  reading->data += given;
  reading->left -= given;
  return given;
}

static int
rewind_message (void *data, curl_off_t offset, int origin)
{
  return CURL_SEEKFUNC_CANTSEEK;
}

/* A reply is any number of "250-…" lines and one "250 …" line: the code is kept once. */
static size_t
hear_line (char *line, size_t size, size_t count, void *data)
{
  PmMailSmtp *self = data;
  gsize length = size * count;
  gsize skipped = self->heard_all || length < 4 ? 0 : 4;

  if (self->heard_all)
    g_string_truncate (self->answer, 0);
  self->heard_all = length < 4 || line[3] != '-';
  if (self->answer->len + length <= WORDS_MAX)
    g_string_append_len (self->answer, line + skipped, (gssize) (length - skipped));
  return length;
}

static int
watch (void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
  PmMailSmtp *self = data;

  return g_atomic_int_get (&self->interrupted);
}

static gboolean
is_loopback (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

/* A password never travels in the clear, but to this machine itself. */
static void
set_credentials (PmMailSmtp *self, GUri *uri, const char *password)
{
  const char *user = g_uri_get_user (uri);

  curl_easy_setopt (self->curl, CURLOPT_USE_SSL,
                    user == NULL || is_loopback (uri) ? CURLUSESSL_TRY : CURLUSESSL_ALL);
  if (user == NULL)
    return;
  curl_easy_setopt (self->curl, CURLOPT_USERNAME, user);
  if (password != NULL)
    curl_easy_setopt (self->curl, CURLOPT_PASSWORD, password);
}

static void
set_up (PmMailSmtp *self, GUri *uri, const char *password)
{
  const char *scheme = g_uri_get_scheme (uri);
  g_autofree char *bare = g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, g_uri_get_host (uri),
                                      g_uri_get_port (uri), "", NULL, NULL);

  curl_easy_setopt (self->curl, CURLOPT_URL, bare);
  curl_easy_setopt (self->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (self->curl, CURLOPT_PROXY, "");
  curl_easy_setopt (self->curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (self->curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (self->curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
  curl_easy_setopt (self->curl, CURLOPT_TIMEOUT, ATTEMPT_SECONDS);
  curl_easy_setopt (self->curl, CURLOPT_READFUNCTION, give_message);
  curl_easy_setopt (self->curl, CURLOPT_SEEKFUNCTION, rewind_message);
  curl_easy_setopt (self->curl, CURLOPT_HEADERFUNCTION, hear_line);
  curl_easy_setopt (self->curl, CURLOPT_HEADERDATA, self);
  curl_easy_setopt (self->curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (self->curl, CURLOPT_XFERINFOFUNCTION, watch);
  curl_easy_setopt (self->curl, CURLOPT_XFERINFODATA, self);
  set_credentials (self, uri, password);
}

static GUri *
parse_url (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD, NULL);
  const char *scheme = uri == NULL ? NULL : g_uri_get_scheme (uri);

  if (scheme == NULL || (!g_str_equal (scheme, "smtp") && !g_str_equal (scheme, "smtps")) ||
      g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0') {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                 "“%s” is no way to send mail: smtp://host, smtps://host or file:FOLDER is.", url);
    return NULL;
  }
  if (g_uri_get_password (uri) != NULL) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                 "The mail server's password stands in the address, where others can read it. "
                 "Give it in the configuration file or the environment.");
    return NULL;
  }
  return g_steal_pointer (&uri);
}

/**
 * pm_mail_smtp_new:
 * @url: `smtp://[user@]host[:port]` (STARTTLS where it is offered) or `smtps://…`
 * @password: (nullable): the user's
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the mail server, not yet spoken to
 */
PmMailSmtp *
pm_mail_smtp_new (const char *url, const char *password, GError **error)
{
  g_autoptr (GUri) uri = parse_url (url, error);
  PmMailSmtp *self;

  if (uri == NULL)
    return NULL;
  self = g_new0 (PmMailSmtp, 1);
  self->answer = g_string_new (NULL);
  self->curl = curl_easy_init ();
  set_up (self, uri, password);
  return self;
}

/**
 * pm_mail_smtp_free:
 * @self: (transfer full): the mail server
 *
 * Takes leave of it. May block shortly.
 */
void
pm_mail_smtp_free (PmMailSmtp *self)
{
  curl_easy_cleanup (self->curl);
  g_string_free (self->answer, TRUE);
  g_free (self);
}

static CURLcode
perform (PmMailSmtp *self, const PmLetter *letter)
{
  g_autofree char *from = g_strdup_printf ("<%s>", letter->sender);
  g_autofree char *to = g_strdup_printf ("<%s>", letter->recipient);
  struct curl_slist *recipients = curl_slist_append (NULL, to);
  Reading reading;
  CURLcode code;

  reading.data = g_bytes_get_data (letter->message, &reading.left);
  g_string_truncate (self->answer, 0);
  self->heard_all = TRUE;
  curl_easy_setopt (self->curl, CURLOPT_MAIL_FROM, from);
  curl_easy_setopt (self->curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt (self->curl, CURLOPT_READDATA, &reading);
  curl_easy_setopt (self->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t) reading.left);
  code = curl_easy_perform (self->curl);
  curl_easy_setopt (self->curl, CURLOPT_MAIL_RCPT, NULL);
  curl_slist_free_all (recipients);
  return code;
}

/* The server's words where it said no, otherwise the library's. */
static char *
reason_of (PmMailSmtp *self, CURLcode code, long reply)
{
  if (reply >= 400 && self->answer->len > 0)
    return pm_text_single_line (self->answer->str);
  return g_strdup (curl_easy_strerror (code));
}

/* A refused sign-in is for the administrator to mend, not the end of the mail. */
static PmMailVerdict
judge (CURLcode code, long reply)
{
  if (code == CURLE_OK)
    return PM_MAIL_TAKEN;
  if (reply >= 500 && code != CURLE_LOGIN_DENIED && code != CURLE_USE_SSL_FAILED)
    return PM_MAIL_REFUSED;
  return PM_MAIL_LATER;
}

/**
 * pm_mail_smtp_send:
 * @self: the mail server
 * @letter: what to send
 * @words: (out) (transfer full) (nullable): why it was not taken
 *
 * Tries once. Blocks; one thread at a time.
 *
 * Returns: how it ended
 */
PmMailVerdict
pm_mail_smtp_send (PmMailSmtp *self, const PmLetter *letter, char **words)
{
  CURLcode code = perform (self, letter);
  PmMailVerdict verdict;
  long reply = 0;

  curl_easy_getinfo (self->curl, CURLINFO_RESPONSE_CODE, &reply);
  verdict = judge (code, reply);
  if (verdict != PM_MAIL_TAKEN)
    *words = reason_of (self, code, reply);
  return verdict;
}

/**
 * pm_mail_smtp_interrupt:
 * @self: the mail server
 *
 * Ends what is under way, and whatever comes. Any thread.
 */
void
pm_mail_smtp_interrupt (PmMailSmtp *self)
{
  g_atomic_int_set (&self->interrupted, 1);
}
