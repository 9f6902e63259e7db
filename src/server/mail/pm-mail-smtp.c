/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-smtp.h"

#include "domain/pm-text.h"
#include "server/mail/pm-mail-url.h"

#include <curl/curl.h>
#include <gio/gio.h>
#include <string.h>

/* Until the mail server has greeted and let us in. */
#define CONNECT_SECONDS 30.0

/* The longest answer of a mail server that is kept, in bytes. */
#define WORDS_MAX 500

struct _PmMailSmtp {
  CURL *curl;
  int interrupted;    /* atomic */
  GString *answer;    /* the last reply */
  gboolean heard_all; /* its last line has come */
  gboolean recipient_named;
  gboolean is_guarded;
  gboolean was_guarded_off;
  char failure[CURL_ERROR_SIZE];
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

/* What is said before the recipient is named is not about the mail. */
static int
watch_commands (CURL *curl, curl_infotype type, char *text, size_t length, void *data)
{
  PmMailSmtp *self = data;

  if (type == CURLINFO_HEADER_OUT && length > 4 && g_ascii_strncasecmp (text, "RCPT", 4) == 0)
    self->recipient_named = TRUE;
  return 0;
}

static int
watch_time (void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
  PmMailSmtp *self = data;

  return g_atomic_int_get (&self->interrupted);
}

/* "::ffff:127.0.0.1" is 127.0.0.1. */
static GInetAddress *
without_mapping (GInetAddress *address)
{
  static const guint8 prefix[12] = { [10] = 0xff, [11] = 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      memcmp (bytes, prefix, sizeof prefix) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof prefix, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

static gboolean
is_local (struct curl_sockaddr *target)
{
  g_autoptr (GSocketAddress) socket_address =
      g_socket_address_new_from_native (&target->addr, target->addrlen);
  g_autoptr (GInetAddress) address = NULL;

  if (!G_IS_INET_SOCKET_ADDRESS (socket_address))
    return TRUE;
  address =
      without_mapping (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (socket_address)));
  return g_inet_address_get_is_loopback (address) || g_inet_address_get_is_link_local (address) ||
         g_inet_address_get_is_any (address) || g_inet_address_get_is_multicast (address);
}

/* Looks at the very address that is connected to: a name may mean another one each time. */
static curl_socket_t
open_socket (void *data, curlsocktype purpose, struct curl_sockaddr *target)
{
  PmMailSmtp *self = data;

  if (self->is_guarded && is_local (target)) {
    self->was_guarded_off = TRUE;
    return CURL_SOCKET_BAD;
  }
  return socket (target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
}

static void
set_callbacks (PmMailSmtp *self)
{
  curl_easy_setopt (self->curl, CURLOPT_READFUNCTION, give_message);
  curl_easy_setopt (self->curl, CURLOPT_SEEKFUNCTION, rewind_message);
  curl_easy_setopt (self->curl, CURLOPT_HEADERFUNCTION, hear_line);
  curl_easy_setopt (self->curl, CURLOPT_HEADERDATA, self);
  curl_easy_setopt (self->curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (self->curl, CURLOPT_XFERINFOFUNCTION, watch_time);
  curl_easy_setopt (self->curl, CURLOPT_XFERINFODATA, self);
  curl_easy_setopt (self->curl, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt (self->curl, CURLOPT_DEBUGFUNCTION, watch_commands);
  curl_easy_setopt (self->curl, CURLOPT_DEBUGDATA, self);
  curl_easy_setopt (self->curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt (self->curl, CURLOPT_OPENSOCKETDATA, self);
  curl_easy_setopt (self->curl, CURLOPT_ERRORBUFFER, self->failure);
}

/* Who signs in never does so in the clear. Certificates are checked, as the library does by
 * itself. */
static void
set_security (PmMailSmtp *self, const PmMailUrl *url, const PmMailWay *way)
{
  curl_easy_setopt (
      self->curl, CURLOPT_USE_SSL,
      (long) (url->user != NULL || url->requires_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  curl_easy_setopt (self->curl, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  if (way->authorities != NULL)
    curl_easy_setopt (self->curl, CURLOPT_CAINFO, way->authorities);
  if (url->user != NULL)
    curl_easy_setopt (self->curl, CURLOPT_USERNAME, url->user);
  if (url->user != NULL && way->password != NULL)
    curl_easy_setopt (self->curl, CURLOPT_PASSWORD, way->password);
}

static void
set_up (PmMailSmtp *self, const PmMailUrl *url, const PmMailWay *way)
{
  g_autofree char *bare = g_uri_join (G_URI_FLAGS_NONE, url->implicit_tls ? "smtps" : "smtp", NULL,
                                      url->host, (int) pm_mail_url_get_port (url), "", NULL, NULL);

  curl_easy_setopt (self->curl, CURLOPT_URL, bare);
  curl_easy_setopt (self->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (self->curl, CURLOPT_PROXY, "");
  curl_easy_setopt (self->curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (self->curl, CURLOPT_UPLOAD, 1L);
  /* A name server that does not answer must not hold up the end. */
  curl_easy_setopt (self->curl, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt (self->curl, CURLOPT_CONNECTTIMEOUT_MS,
                    (long) (1000 * MIN (CONNECT_SECONDS, way->seconds)));
  curl_easy_setopt (self->curl, CURLOPT_TIMEOUT_MS, (long) (1000 * way->seconds));
  set_callbacks (self);
  set_security (self, url, way);
}

/**
 * pm_mail_smtp_new:
 * @way: where the mail server is, and what it may cost
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the mail server, not yet spoken to
 */
PmMailSmtp *
pm_mail_smtp_new (const PmMailWay *way, GError **error)
{
  g_autoptr (PmMailUrl) url = pm_mail_url_parse (way->url, error);
  PmMailSmtp *self;

  if (url == NULL)
    return NULL;
  self = g_new0 (PmMailSmtp, 1);
  self->answer = g_string_new (NULL);
  self->is_guarded = way->is_guarded;
  self->curl = curl_easy_init ();
  set_up (self, url, way);
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
  self->recipient_named = FALSE;
  self->was_guarded_off = FALSE;
  self->failure[0] = '\0';
  curl_easy_setopt (self->curl, CURLOPT_MAIL_FROM, from);
  curl_easy_setopt (self->curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt (self->curl, CURLOPT_READDATA, &reading);
  curl_easy_setopt (self->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t) reading.left);
  code = curl_easy_perform (self->curl);
  curl_easy_setopt (self->curl, CURLOPT_MAIL_RCPT, NULL);
  curl_slist_free_all (recipients);
  return code;
}

/* What the mail server did not say itself. */
static char *
describe (PmMailSmtp *self, CURLcode code)
{
  if (self->was_guarded_off)
    return g_strdup ("This mail server's address leads to the server's own machine or network "
                     "link, which is not allowed.");
  /* clang-format off */
  switch ((int) code) {
  case CURLE_COULDNT_RESOLVE_HOST:
    return g_strdup ("The mail server's name is not known.");
  case CURLE_COULDNT_CONNECT:
    return g_strdup ("The mail server could not be reached: nothing there takes connections.");
  case CURLE_OPERATION_TIMEDOUT:
    return g_strdup ("The mail server did not answer in time.");
  case CURLE_USE_SSL_FAILED:
    return g_strdup ("The mail server offers no encryption, which is required.");
  case CURLE_LOGIN_DENIED:
    return g_strdup ("The mail server offers no way to sign in that is known here.");
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
    return g_strdup_printf ("The connection to the mail server could not be encrypted: %s",
                            self->failure[0] != '\0' ? self->failure : curl_easy_strerror (code));
  case CURLE_GOT_NOTHING:
  case CURLE_RECV_ERROR:
  case CURLE_SEND_ERROR:
  case CURLE_WEIRD_SERVER_REPLY:
    return g_strdup ("The mail server broke off the connection.");
  default:
    return g_strdup_printf ("The mail could not be sent: %s.", curl_easy_strerror (code));
  }
  /* clang-format on */
}

static char *
reason_of (PmMailSmtp *self, CURLcode code, long reply)
{
  if ((code == CURLE_OK || reply >= 400) && self->answer->len > 0)
    return pm_text_single_line (self->answer->str);
  return describe (self, code);
}

/* RFC 4954 and 3207: who has not signed in, or not encrypted, is not told about the mail. */
static gboolean
is_about_signing_in (long reply)
{
  return reply == 530 || reply == 534 || reply == 535 || reply == 538;
}

static PmMailVerdict
judge (PmMailSmtp *self, CURLcode code, long reply)
{
  if (code == CURLE_OK)
    return PM_MAIL_TAKEN;
  if (!self->recipient_named || reply < 400 || reply == 421 || is_about_signing_in (reply))
    return PM_MAIL_TROUBLE;
  return reply < 500 ? PM_MAIL_LATER : PM_MAIL_REFUSED;
}

/**
 * pm_mail_smtp_send:
 * @self: the mail server
 * @letter: what to send
 * @words: (out) (transfer full): what the mail server said last, or why it said nothing
 *
 * Tries once. Blocks; one thread at a time.
 *
 * Returns: how it ended
 */
PmMailVerdict
pm_mail_smtp_send (PmMailSmtp *self, const PmLetter *letter, char **words)
{
  CURLcode code = perform (self, letter);
  long reply = 0;

  curl_easy_getinfo (self->curl, CURLINFO_RESPONSE_CODE, &reply);
  *words = reason_of (self, code, reply);
  return judge (self, code, reply);
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
