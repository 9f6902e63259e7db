/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "secrets/pm-secrets.h"

#include "domain/pm-error.h"

#include <libsecret/secret.h>

/* A keyring may wait for a person who is not there; starting does not wait for it. */
#define LIMIT_MSEC 5000

static const SecretSchema schema = {
  "io.github.poc_manager.PocManager",
  SECRET_SCHEMA_NONE,
  {
      { "workspace", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

/* One question to the keyring, with the means to give it up. */
typedef struct {
  DexPromise *promise;
  GCancellable *cancellable;
  const char *failure;
} PmQuestion;

static const char *
name_of (PmSecretKind kind)
{
  return kind == PM_SECRET_PASSWORD ? "password" : "refresh-token";
}

static PmQuestion *
question_new (const char *failure)
{
  PmQuestion *self = g_new0 (PmQuestion, 1);

  self->promise = dex_promise_new ();
  self->cancellable = g_cancellable_new ();
  self->failure = failure;
  return self;
}

static void
question_free (PmQuestion *self)
{
  dex_unref (self->promise);
  g_object_unref (self->cancellable);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmQuestion, question_free)

static void
reject (PmQuestion *self, const GError *cause)
{
  g_debug ("The keyring failed: %s", cause->message);
  dex_promise_reject (self->promise,
                      g_error_new_literal (PM_ERROR, PM_ERROR_FAILED, self->failure));
}

static DexFuture *
give_up (DexFuture *future, gpointer data)
{
  g_cancellable_cancel (G_CANCELLABLE (data));
  return dex_future_new_reject (PM_ERROR, PM_ERROR_TIMED_OUT,
                                "The keyring does not answer. You stay signed in until you quit.");
}

/* The answer, or after the limit the end of waiting. Takes no ownership of the question. */
static DexFuture *
answer_in_time (PmQuestion *self)
{
  DexFuture *limit = dex_future_catch (dex_timeout_new_msec (LIMIT_MSEC), give_up,
                                       g_object_ref (self->cancellable), g_object_unref);

  return dex_future_first (dex_ref (DEX_FUTURE (self->promise)), limit, NULL);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PmQuestion) self = data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    dex_promise_resolve_boolean (self->promise, TRUE);
  else
    reject (self, error);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PmQuestion) self = data;
  g_autoptr (GError) error = NULL;
  char *secret = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    reject (self, error);
  else
    dex_promise_resolve_string (self->promise, secret);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PmQuestion) self = data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    reject (self, error);
  else
    dex_promise_resolve_boolean (self->promise, TRUE);
}

/**
 * pm_secrets_store:
 * @workspace_id: whose secret it is
 * @kind: what it is
 * @label: how the keyring shows it to people
 * @secret: the secret; an earlier one of this kind is replaced
 *
 * Returns: (transfer full): resolves to %TRUE once it is in the keyring. Rejected in PM_ERROR
 *   within five seconds when it cannot be kept: the session then lasts until the program ends
 */
DexFuture *
pm_secrets_store (const char *workspace_id,
                  PmSecretKind kind,
                  const char *label,
                  const char *secret)
{
  PmQuestion *question =
      question_new ("The keyring could not keep your sign-in. You stay signed in until you quit.");
  DexFuture *answer = answer_in_time (question);

  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, secret, question->cancellable,
                         on_stored, question, "workspace", workspace_id, "kind", name_of (kind),
                         NULL);
  return answer;
}

/**
 * pm_secrets_lookup:
 * @workspace_id: whose secret it is
 * @kind: what it is
 *
 * Returns: (transfer full): resolves to the secret as a string, %NULL when the keyring has none or
 *   nobody opens it. Rejected in PM_ERROR within five seconds when the keyring cannot be asked
 */
DexFuture *
pm_secrets_lookup (const char *workspace_id, PmSecretKind kind)
{
  PmQuestion *question = question_new ("The keyring cannot be opened. Sign in with your password.");
  DexFuture *answer = answer_in_time (question);

  secret_password_lookup (&schema, question->cancellable, on_found, question, "workspace",
                          workspace_id, "kind", name_of (kind), NULL);
  return answer;
}

/**
 * pm_secrets_clear:
 * @workspace_id: whose secrets are removed, of every kind
 *
 * Returns: (transfer full): resolves to %TRUE when the keyring has none of them any more.
 *   Rejected in PM_ERROR within five seconds when the keyring cannot be asked
 */
DexFuture *
pm_secrets_clear (const char *workspace_id)
{
  PmQuestion *question = question_new ("The keyring could not be asked to forget your sign-in.");
  DexFuture *answer = answer_in_time (question);

  secret_password_clear (&schema, question->cancellable, on_cleared, question, "workspace",
                         workspace_id, NULL);
  return answer;
}
