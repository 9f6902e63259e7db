/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-password.h"

#include "domain/pm-error.h"

#include <sodium.h>
#include <string.h>

#define N_THREADS 2
#define QUEUE_MAX 32

/* Passwords of ten characters and more that are tried first. Compared without case. */
static const char *const common[] = {
  "0000000000",    "0123456789",   "0987654321",   "1111111111",
  "1122334455",    "1234512345",   "1234554321",   "123456789",
  "1234567890",    "12345678910",  "123456789a",   "123456789q",
  "1234567891",    "123qweasdzxc", "147258369a",   "1q2w3e4r5t",
  "1q2w3e4r5t6y",  "1qaz2wsx3edc", "9876543210",   "a123456789",
  "aaaaaaaaaa",    "abcdefghij",   "abcdefghijk",  "adminadmin",
  "administrator", "alexander1",   "asdfasdfasdf", "asdfghjkl1",
  "asdfghjkl;",    "baseball123",  "basketball",   "changeme123",
  "charlie123",    "christina1",   "computer123",  "correcthorsebatterystaple",
  "football123",   "football12",   "geheim12345",  "hallo12345",
  "iloveyou12",    "iloveyou123",  "iloveyou1234", "jennifer12",
  "letmein123",    "letmein1234",  "liverpool1",   "login12345",
  "manchester",    "master1234",   "michael123",   "mypassword",
  "pass123456",    "passw0rd123",  "passwort123",  "passwort1234",
  "password!1",    "password01",   "password10",   "password11",
  "password12",    "password123",  "password1234", "password12345",
  "password123!",  "password2024", "password2025", "password2026",
  "p@ssw0rd123",   "pocmanager",   "pocmanager1",  "princess123",
  "q1w2e3r4t5",    "qazwsxedcr",   "qwer123456",   "qwerty1234",
  "qwerty12345",   "qwerty123456", "qwertyuiop",   "qwertyuiop1",
  "qwertzuiop",    "schatz1234",   "spiderman1",   "starwars123",
  "summer2024",    "summer2025",   "sunshine12",   "sunshine123",
  "superman12",    "superman123",  "test123456",   "testtest123",
  "testtesttest",  "trustno1234",  "welcome123",   "welcome1234",
  "welcome12345",  "willkommen",   "willkommen1",  "winter2024",
  "winter2025",    "yamaha1234",   "zaq12wsxcde3", "zxcvbnm123",
};

struct _PmPasswordPool {
  GThreadPool *threads;
  char *dummy; /* what unknown addresses are compared with, in the same time */
};

typedef struct {
  char *hash; /* NULL: make one */
  char *password;
  DexPromise *promise;
} Job;

static gboolean
is_common (const char *password)
{
  for (guint i = 0; i < G_N_ELEMENTS (common); i++)
    if (g_ascii_strcasecmp (common[i], password) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_one_character (const char *password)
{
  gunichar first = g_utf8_get_char (password);

  for (const char *p = password; *p != '\0'; p = g_utf8_next_char (p))
    if (g_utf8_get_char (p) != first)
      return FALSE;
  return TRUE;
}

/**
 * pm_password_check_rule:
 * @field: the member that holds it
 * @password: a password that somebody wants, valid UTF-8
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if it is too short or one that everybody tries
 */
gboolean
pm_password_check_rule (const char *field, const char *password, GError **error)
{
  if (g_utf8_strlen (password, -1) < PM_PASSWORD_MIN) {
    pm_error_refuse_field (error, field, "string_too_short",
                           "The password must have at least %d characters.", PM_PASSWORD_MIN);
    return FALSE;
  }
  if (is_common (password) || is_one_character (password)) {
    pm_error_refuse_field (error, field, NULL,
                           "This password is too common. Please choose another one.");
    return FALSE;
  }
  return TRUE;
}

/**
 * pm_password_hash:
 * @password: a password
 * @error: return location
 *
 * Takes a moment and 64 MB: for a thread that may.
 *
 * Returns: (transfer full) (nullable): what is stored of it
 */
char *
pm_password_hash (const char *password, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];

  if (crypto_pwhash_str (hash, password, strlen (password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                         crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0)
    return g_strdup (hash);
  g_set_error (error, PM_ERROR, PM_ERROR_FAILED, "There is no memory to hash a password.");
  return NULL;
}

static void
job_free (Job *job)
{
  if (job->password != NULL)
    sodium_memzero (job->password, strlen (job->password));
  g_free (job->password);
  g_free (job->hash);
  dex_unref (job->promise);
  g_free (job);
}

static void
do_job (gpointer data, gpointer user_data)
{
  Job *job = data;
  GError *error = NULL;
  char *made;

  if (job->hash != NULL) {
    int differs = crypto_pwhash_str_verify (job->hash, job->password, strlen (job->password));

    dex_promise_resolve_boolean (job->promise, differs == 0);
  } else if ((made = pm_password_hash (job->password, &error)) != NULL) {
    dex_promise_resolve_string (job->promise, made);
  } else {
    dex_promise_reject (job->promise, error);
  }
  job_free (job);
}

/**
 * pm_password_pool_new:
 *
 * Returns: (transfer full): two threads and a queue for 32
 */
PmPasswordPool *
pm_password_pool_new (void)
{
  PmPasswordPool *self = g_new0 (PmPasswordPool, 1);

  self->threads = g_thread_pool_new (do_job, self, N_THREADS, FALSE, NULL);
  self->dummy = pm_password_hash ("nobody has this password", NULL);
  return self;
}

static DexFuture *
refuse_job (void)
{
  GError *error = g_error_new (PM_ERROR, PM_ERROR_TOO_MANY,
                               "Too many people are signing in. Please try again in a moment.");

  pm_error_set_retry_after (error, 2 * G_TIME_SPAN_SECOND);
  return dex_future_new_for_error (error);
}

static DexFuture *
push_job (PmPasswordPool *self, const char *hash, const char *password)
{
  Job *job;
  DexFuture *future;

  if (g_thread_pool_unprocessed (self->threads) >= QUEUE_MAX)
    return refuse_job ();
  job = g_new0 (Job, 1);
  job->hash = g_strdup (hash);
  job->password = g_strdup (password);
  job->promise = dex_promise_new ();
  future = dex_ref (DEX_FUTURE (job->promise));
  g_thread_pool_push (self->threads, job, NULL);
  return future;
}

/**
 * pm_password_pool_hash:
 * @self: the pool
 * @password: a new password
 *
 * Returns: (transfer full): a future string, what is stored of it; %PM_ERROR_TOO_MANY when too
 *   many wait
 */
DexFuture *
pm_password_pool_hash (PmPasswordPool *self, const char *password)
{
  return push_job (self, NULL, password);
}

/**
 * pm_password_pool_verify:
 * @self: the pool
 * @hash: (nullable): what is stored; %NULL when there is nothing, which takes the same time
 * @password: what was given
 *
 * Returns: (transfer full): a future boolean, whether they belong together; %PM_ERROR_TOO_MANY
 *   when too many wait
 */
DexFuture *
pm_password_pool_verify (PmPasswordPool *self, const char *hash, const char *password)
{
  return push_job (self, hash != NULL ? hash : self->dummy, password);
}

void
pm_password_pool_free (PmPasswordPool *self)
{
  g_thread_pool_free (self->threads, FALSE, TRUE);
  g_free (self->dummy);
  g_free (self);
}
