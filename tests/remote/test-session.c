/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-membership.h"
#include "pm-test-fiber.h"
#include "pm-test-peer.h"
#include "remote/pm-remote.h"

/*
 * A server's sessions: access tokens of one generation are good, and a used refresh token is
 * accepted until its successor has been used.
 */
typedef struct {
  GMutex lock;
  int generation;
  gboolean lose_next_renewal;
  gboolean over;
} Sessions;

static char *
renew (Sessions *sessions, const PmTestRequest *request)
{
  g_autofree char *newest = g_strdup_printf ("\"r%d\"", sessions->generation);
  g_autofree char *before = g_strdup_printf ("\"r%d\"", sessions->generation - 1);
  g_autofree char *tokens = NULL;

  g_usleep (50 * 1000); /* long enough for everybody to have come */
  if (sessions->over)
    return pm_test_reply_json (401, "{\"detail\":\"Your session has ended\"}");
  if (strstr (request->body, newest) != NULL)
    sessions->generation++;
  else if (strstr (request->body, before) == NULL)
    return pm_test_reply_json (401, "{\"detail\":\"This token was used twice\"}");
  if (sessions->lose_next_renewal) {
    sessions->lose_next_renewal = FALSE;
    return NULL;
  }
  tokens = g_strdup_printf ("{\"access_token\":\"a%d\",\"refresh_token\":\"r%d\"}",
                            sessions->generation, sessions->generation);
  return pm_test_reply_json (200, tokens);
}

static char *
serve (const PmTestRequest *request, gpointer data)
{
  Sessions *sessions = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&sessions->lock);
  g_autofree char *good = g_strdup_printf ("Bearer a%d\r\n", sessions->generation);

  if (g_str_has_prefix (request->line, "POST /auth/refresh"))
    return renew (sessions, request);
  if (strstr (request->headers, good) == NULL)
    return pm_test_reply_json (401, "{\"detail\":\"Could not validate credentials\"}");
  return pm_test_reply_json (200, "{\"id\":1,\"email\":\"a@b.com\",\"tenants\":[]}");
}

static void
on_refresh_token (PmRemote *remote, const char *token, gpointer data)
{
  g_ptr_array_add (data, g_strdup (token));
}

static PmRemote *
remote_for (PmTestPeer *peer, GPtrArray *kept)
{
  PmRemote *remote = pm_remote_new (pm_test_peer_get_url (peer), NULL);

  pm_remote_set_refresh_token (remote, "r0");
  g_signal_connect (remote, "refresh-token", G_CALLBACK (on_refresh_token), kept);
  return remote;
}

static gboolean
comes_true (DexFuture *taken, GError **error)
{
  g_autoptr (DexFuture) future = taken;

  pm_test_await (future);
  return dex_future_get_value (future, error) != NULL;
}

static void
many_refusals_lead_to_one_renewal (void)
{
  Sessions sessions = { .generation = 0 };
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (serve, &sessions);
  g_autoptr (PmRemote) remote = remote_for (peer, kept);
  DexFuture *calls[10];

  g_assert_true (comes_true (pm_remote_get_me (remote), NULL));
  g_mutex_lock (&sessions.lock);
  sessions.generation = 5; /* every token is stale */
  g_mutex_unlock (&sessions.lock);
  pm_remote_set_refresh_token (remote, "r5");
  g_ptr_array_set_size (kept, 0);

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    calls[i] = pm_remote_get_me (remote);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    g_assert_true (comes_true (calls[i], NULL));
  g_assert_cmpuint (pm_test_peer_count (peer, "POST /auth/refresh"), ==, 2);
  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (kept, 0), ==, "r6");
}

static void
many_refused_calls_lead_to_one_renewal (void)
{
  Sessions sessions = { .generation = 0 };
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (serve, &sessions);
  g_autoptr (PmRemote) remote = remote_for (peer, kept);
  DexFuture *calls[10];

  g_assert_true (comes_true (pm_remote_get_me (remote), NULL));
  g_mutex_lock (&sessions.lock);
  sessions.generation = 2; /* a1 is refused, r1 is still good for renewing */
  g_mutex_unlock (&sessions.lock);

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    calls[i] = pm_remote_get_me (remote);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    g_assert_true (comes_true (calls[i], NULL));
  g_assert_cmpuint (pm_test_peer_count (peer, "POST /auth/refresh"), ==, 2);
  g_assert_cmpuint (pm_test_peer_count (peer, "GET /auth/me"), ==, 1 + 2 * 10);
}

static void
a_lost_renewal_signs_nobody_out (void)
{
  Sessions sessions = { .lose_next_renewal = TRUE };
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (serve, &sessions);
  g_autoptr (PmRemote) remote = remote_for (peer, kept);
  g_autoptr (GError) error = NULL;

  /* A call that waited for a renewal has not left, whatever became of the renewal. */
  g_assert_false (comes_true (pm_remote_get_me (remote), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_OFFLINE);
  g_assert_true (pm_remote_has_session (remote));
  g_assert_cmpuint (kept->len, ==, 0);
  g_assert_true (comes_true (pm_remote_get_me (remote), NULL));
  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (kept, 0), ==, "r1");
}

static void
a_session_that_is_over_is_not_asked_for_again (void)
{
  Sessions sessions = { .over = TRUE };
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (serve, &sessions);
  g_autoptr (PmRemote) remote = remote_for (peer, kept);

  for (guint i = 0; i < 3; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (comes_true (pm_remote_get_me (remote), &error));
    g_assert_error (error, PM_ERROR, PM_ERROR_UNAUTHORIZED);
  }
  g_assert_cmpuint (pm_test_peer_count (peer, ""), ==, 1);
  g_assert_false (pm_remote_has_session (remote));
  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_null (g_ptr_array_index (kept, 0));
}

static char *
sign_in (const PmTestRequest *request, gpointer data)
{
  if (g_str_has_prefix (request->line, "POST /auth/login"))
    return pm_test_reply_json (
        200,
        "{\"user_id\":3,\"email\":\"se@a.com\",\"full_name\":\"Se\",\"tenants\":[{\"tenant_id\":1,"
        "\"tenant_name\":\"Acme\",\"tenant_slug\":\"a\",\"role\":\"sales_engineer\","
        "\"is_default\":true},{\"tenant_id\":null,\"role\":\"platform_admin\"}],"
        "\"requires_selection\":true,\"access_token\":null,\"token_type\":null}");
  if (g_str_has_prefix (request->line, "POST /auth/select-tenant"))
    return pm_test_reply_json (
        200, "{\"access_token\":\"a0\",\"refresh_token\":\"r0\",\"tenant_id\":1,\"tenant_name\":"
             "\"Acme\",\"role\":\"sales_engineer\",\"user_id\":3,\"email\":\"se@a.com\"}");
  return pm_test_reply_json (200, "{\"message\":\"Signed out\"}");
}

static DexFuture *
signing_in_fiber (gpointer data)
{
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (sign_in, NULL);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PmRemote) remote = remote_for (peer, kept);
  g_autoptr (PmIdentity) person = NULL;
  g_autoptr (PmIdentity) granted = NULL;
  g_autofree char *sent = NULL;

  pm_remote_set_refresh_token (remote, NULL);
  person = dex_await_boxed (pm_remote_login (remote, "se@a.com", "a \"pass\\word\n"), NULL);
  g_assert_cmpint (person->user_id, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (person->memberships)), ==, 2);
  g_assert_false (pm_remote_has_session (remote));

  granted = dex_await_boxed (pm_remote_select_tenant (remote, 1, "se@a.com", "pw"), NULL);
  g_assert_cmpint (granted->tenant_id, ==, 1);
  g_assert_cmpstr (granted->tenant_name, ==, "Acme");
  g_assert_cmpint (granted->role, ==, PM_ROLE_SALES_ENGINEER);
  g_assert_cmpstr (g_ptr_array_index (kept, 0), ==, "r0");
  g_assert_true (pm_remote_has_session (remote));

  g_assert_true (dex_await (pm_remote_logout (remote), NULL));
  g_assert_false (pm_remote_has_session (remote));
  g_assert_null (g_ptr_array_index (kept, 1));
  sent = pm_test_peer_get_body (peer, 2);
  g_assert_nonnull (strstr (sent, "\"r0\""));
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/session/many-refusals-lead-to-one-renewal", many_refusals_lead_to_one_renewal);
  g_test_add_func ("/session/many-refused-calls-lead-to-one-renewal",
                   many_refused_calls_lead_to_one_renewal);
  g_test_add_func ("/session/a-lost-renewal-signs-nobody-out", a_lost_renewal_signs_nobody_out);
  g_test_add_func ("/session/a-session-that-is-over-is-not-asked-for-again",
                   a_session_that_is_over_is_not_asked_for_again);
  g_test_add_data_func ("/session/signing-in-chooses-an-organization-and-hands-the-token-over",
                        signing_in_fiber, pm_test_fiber);
  return g_test_run ();
}
