/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-event.h"
#include "pm-test-fiber.h"
#include "pm-test-peer.h"
#include "remote/pm-remote.h"

#define TOKENS "{\"access_token\":\"a1\",\"refresh_token\":\"r1\",\"role\":\"sales_engineer\"}"

/* Answers everything with the one text it is given; sessions are there for the asking. */
static char *
say (const PmTestRequest *request, gpointer data)
{
  if (g_str_has_prefix (request->line, "POST /auth/refresh"))
    return pm_test_reply_json (200, TOKENS);
  return g_strdup (data);
}

static PmRemote *
remote_for (PmTestPeer *peer)
{
  PmRemote *remote = pm_remote_new (pm_test_peer_get_url (peer), NULL);

  pm_remote_set_refresh_token (remote, "r0");
  return remote;
}

static void
assert_rejected (DexFuture *taken, PmError code)
{
  g_autoptr (DexFuture) future = taken;
  g_autoptr (GError) error = NULL;

  pm_test_await (future);
  dex_future_get_value (future, &error);
  g_assert_error (error, PM_ERROR, (int) code);
}

static PmAnswer *
await_answer (DexFuture *taken)
{
  g_autoptr (DexFuture) future = taken;
  g_autoptr (GError) error = NULL;
  const GValue *value;

  pm_test_await (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  return g_value_dup_boxed (value);
}

static void
a_redirect_is_never_followed (void)
{
  g_autofree char *reply = pm_test_reply (
      307, "Location: /elsewhere\r\nContent-Type: application/json\r\n", "{\"version\":\"1.0.0\"}");
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (say, reply);
  g_autoptr (PmRemote) remote = remote_for (peer);

  assert_rejected (pm_remote_probe (remote), PM_ERROR_NOT_JSON);
  assert_rejected (pm_remote_get_me (remote), PM_ERROR_NOT_JSON);
  g_assert_cmpuint (pm_test_peer_count (peer, "GET /elsewhere"), ==, 0);
  g_assert_cmpuint (pm_test_peer_count (peer, ""), ==, 3);
}

static void
a_web_page_is_no_server (void)
{
  g_autofree char *reply = pm_test_reply (200, "Content-Type: text/html; charset=utf-8\r\n", "<p>");
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (say, reply);
  g_autoptr (PmRemote) remote = remote_for (peer);

  assert_rejected (pm_remote_probe (remote), PM_ERROR_NOT_JSON);
  g_assert_null (pm_remote_get_server_info (remote));
}

static char *
answer_probe (const PmTestRequest *request, gpointer data)
{
  if (g_str_has_prefix (request->line, "GET /app/api/ "))
    return NULL;
  return pm_test_reply_json (200, data);
}

static void
a_probe_tells_servers_apart (void)
{
  char *ours = "{\"message\":\"POC Manager API\",\"version\":\"1.0.0\",\"server\":\"s 1\","
               "\"capabilities\":[\"changes\",\"idempotency\",\"brand-new\",7],"
               "\"invitation_days\":7}";
  char *plain = "{\"message\":\"POC Manager API\",\"version\":\"1.0.0\",\"docs\":\"/docs\"}";
  g_autoptr (PmTestPeer) our_peer = pm_test_peer_new (answer_probe, ours);
  g_autoptr (PmTestPeer) plain_peer = pm_test_peer_new (answer_probe, plain);
  g_autofree char *address = g_strconcat (pm_test_peer_get_url (our_peer), "/app/api/", NULL);
  g_autoptr (PmRemote) our_remote = pm_remote_new (address, NULL);
  g_autoptr (PmRemote) plain_remote = remote_for (plain_peer);
  g_autoptr (DexFuture) our_info = pm_remote_probe (our_remote);
  g_autoptr (DexFuture) plain_info = pm_remote_probe (plain_remote);

  pm_test_await (our_info);
  pm_test_await (plain_info);
  g_assert_cmpint (pm_remote_get_server_info (our_remote)->capabilities, ==,
                   PM_CAPABILITY_CHANGES | PM_CAPABILITY_IDEMPOTENCY);
  g_assert_cmpint (pm_remote_get_server_info (our_remote)->invitation_days, ==, 7);
  g_assert_cmpuint (pm_test_peer_count (our_peer, "GET /app/api/"), ==, 1);
  g_assert_cmpint (pm_remote_get_server_info (plain_remote)->capabilities, ==, PM_CAPABILITY_NONE);
}

static char *
hang_up (const PmTestRequest *request, gpointer data)
{
  if (g_str_has_prefix (request->line, "POST /auth/refresh"))
    return pm_test_reply_json (200, TOKENS);
  return NULL;
}

static void
a_request_that_never_left_is_told_from_a_lost_answer (void)
{
  g_autofree char *cut = g_strdup ("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
                                   "Content-Length: 500\r\nConnection: close\r\n\r\n{\"id\":");
  g_autofree char *head = g_strdup ("HTTP/1.1 201 Crea");
  g_autoptr (PmTestPeer) silent = pm_test_peer_new (hang_up, NULL);
  g_autoptr (PmTestPeer) cutting = pm_test_peer_new (say, cut);
  g_autoptr (PmTestPeer) stopping = pm_test_peer_new (say, head);
  PmTestPeer *gone = pm_test_peer_new (say, NULL);
  g_autoptr (PmRemote) nobody = remote_for (gone);
  g_autoptr (PmRemote) remote = remote_for (silent);
  g_autoptr (PmRemote) other = remote_for (cutting);
  g_autoptr (PmRemote) third = remote_for (stopping);

  pm_test_peer_free (gone);
  assert_rejected (pm_remote_create_invitation (nobody, 1, "{}", "key-0001"), PM_ERROR_OFFLINE);
  assert_rejected (pm_remote_create_invitation (remote, 1, "{}", "key-0001"), PM_ERROR_TIMED_OUT);
  assert_rejected (pm_remote_create_invitation (other, 1, "{}", "key-0001"), PM_ERROR_TIMED_OUT);
  assert_rejected (pm_remote_create_invitation (third, 1, "{}", "key-0001"), PM_ERROR_TIMED_OUT);
}

static void
an_answer_may_end_with_its_connection (void)
{
  g_autofree char *reply = g_strdup ("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
                                     "Connection: close\r\n\r\n{\"id\":7}");
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (say, reply);
  g_autoptr (PmRemote) remote = remote_for (peer);
  g_autoptr (PmAnswer) answer =
      await_answer (pm_remote_create_invitation (remote, 1, "{}", "key-0001"));

  g_assert_no_error (answer->error);
}

static void
a_write_carries_its_key_and_brings_what_the_server_says (void)
{
  g_autofree char *reply =
      pm_test_reply (429,
                     "Content-Type: application/json\r\nRetry-After: 90\r\nSync-Seq: 77\r\n"
                     "Idempotency-Replayed: true\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\n",
                     "{\"detail\":\"Wait\",\"type\":\"resend_throttled\"}");
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (say, reply);
  g_autoptr (PmRemote) remote = remote_for (peer);
  g_autoptr (PmAnswer) answer =
      await_answer (pm_remote_resend_invitation (remote, 4, 5, "the-key-1"));
  g_autofree char *key = pm_test_peer_get_header (peer, 1, "Idempotency-Key");
  g_autofree char *bearer = pm_test_peer_get_header (peer, 1, "Authorization");

  g_assert_cmpstr (key, ==, "the-key-1");
  g_assert_cmpstr (bearer, ==, "Bearer a1");
  g_assert_cmpuint (pm_test_peer_count (peer, "POST /pocs/4/invitations/5/resend"), ==, 1);
  g_assert_cmpuint (answer->status, ==, 429);
  g_assert_cmpstr (answer->type, ==, "resend_throttled");
  g_assert_cmpint (answer->retry_after, ==, 90 * G_USEC_PER_SEC);
  g_assert_cmpint (answer->sync_seq, ==, 77);
  g_assert_true (answer->replayed);
  g_assert_cmpint (answer->date, ==, G_GINT64_CONSTANT (1795341600) * G_USEC_PER_SEC);
  g_assert_error (answer->error, PM_ERROR, PM_ERROR_TOO_MANY);
}

/* The 22nd of November 2037, 10:00: a year that this machine's clock does not show. */
#define AWAY      (G_GINT64_CONSTANT (2142496800) * G_USEC_PER_SEC)
#define AWAY_DATE "Date: Sun, 22 Nov 2037 10:00:00 GMT\r\n"
#define HTML_TYPE "Content-Type: text/html\r\n"
#define JSON_TYPE "Content-Type: application/json\r\n"

static gboolean
is_about (PmRemote *remote, gint64 moment)
{
  return ABS (pm_remote_get_server_now (remote) - moment) < G_TIME_SPAN_MINUTE;
}

static void
count_up (PmRemote *remote, GParamSpec *pspec, gpointer number)
{
  (*(guint *) number)++;
}

static void
the_servers_clock_is_learnt_and_told_once (void)
{
  g_autofree char *reply = pm_test_reply (200, JSON_TYPE AWAY_DATE, "{\"version\":\"1.0.0\"}");
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (say, reply);
  g_autoptr (PmRemote) remote = remote_for (peer);
  guint told = 0;

  g_signal_connect (remote, "notify::server-now", G_CALLBACK (count_up), &told);
  g_assert_true (is_about (remote, g_get_real_time ()));
  for (guint i = 0; i < 2; i++) {
    g_autoptr (DexFuture) probe = pm_remote_probe (remote);

    pm_test_await (probe);
    g_assert_true (pm_remote_knows_server_now (remote));
    g_assert_true (is_about (remote, AWAY));
    g_assert_cmpuint (told, ==, 1);
  }
}

static void
what_is_remembered_of_the_clock_counts_until_the_server_tells (void)
{
  g_autofree char *reply = pm_test_reply (200, JSON_TYPE AWAY_DATE, "{\"version\":\"1.0.0\"}");
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (say, reply);
  g_autoptr (PmRemote) remote = remote_for (peer);
  g_autoptr (DexFuture) probe = NULL;

  pm_remote_assume_server_now (remote, AWAY - G_TIME_SPAN_DAY);
  g_assert_true (is_about (remote, AWAY - G_TIME_SPAN_DAY));
  g_assert_false (pm_remote_knows_server_now (remote));
  probe = pm_remote_probe (remote);
  pm_test_await (probe);
  g_assert_true (is_about (remote, AWAY));
  pm_remote_assume_server_now (remote, AWAY - G_TIME_SPAN_DAY);
  g_assert_true (is_about (remote, AWAY));
}

static void
the_clock_is_learnt_of_every_call_that_comes_back (void)
{
  g_autofree char *reply =
      pm_test_reply (200, JSON_TYPE AWAY_DATE, "{\"id\":1,\"email\":\"a@b.com\",\"tenants\":[]}");
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (say, reply);
  g_autoptr (PmRemote) remote = remote_for (peer);
  g_autoptr (DexFuture) me = pm_remote_get_me (remote);

  pm_test_await (me);
  g_assert_true (is_about (remote, AWAY));
}

/* Whoever sits on the way, has a clock of its own, and answers in the server's place. */
static void
no_clock_but_the_servers_is_believed (void)
{
  static const struct {
    DexFuture *(*ask) (PmRemote *remote);
    guint status;
    const char *headers;
    const char *body;
  } others[] = {
    { pm_remote_probe, 200, HTML_TYPE AWAY_DATE, "<html>Welcome to the hotel</html>" },
    { pm_remote_get_me, 200, HTML_TYPE AWAY_DATE, "<html>Welcome to the hotel</html>" },
    { pm_remote_probe, 200, JSON_TYPE AWAY_DATE, "{\"portal\":\"sign in\"}" },
    { pm_remote_get_me, 302, "Location: http://portal.example/\r\n" AWAY_DATE, "" },
    { pm_remote_get_me, 502, JSON_TYPE AWAY_DATE, "{\"detail\":\"Bad gateway\"}" },
    { pm_remote_get_me, 200, JSON_TYPE "Age: 300\r\n" AWAY_DATE, "{\"tenants\":[]}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autofree char *reply = pm_test_reply (others[i].status, others[i].headers, others[i].body);
    g_autoptr (PmTestPeer) peer = pm_test_peer_new (say, reply);
    g_autoptr (PmRemote) remote = remote_for (peer);
    g_autoptr (DexFuture) future = others[i].ask (remote);

    pm_test_await (future);
    g_assert_false (pm_remote_knows_server_now (remote));
    g_assert_true (is_about (remote, g_get_real_time ()));
  }
}

static void
an_endless_answer_is_given_up (void)
{
  g_autofree char *flood = g_strnfill (65 * 1024 * 1024, ' ');
  g_autofree char *reply = pm_test_reply_json (200, flood);
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (say, reply);
  g_autoptr (PmRemote) remote = remote_for (peer);

  assert_rejected (pm_remote_probe (remote), PM_ERROR_NOT_JSON);
}

static void
an_invitations_history_is_read (void)
{
  g_autofree char *reply = pm_test_reply_json (
      200,
      "{\"id\":5,\"events\":[{\"at\":\"2026-11-22T10:00:00Z\",\"kind\":\"created\",\"by\":\"Ann\"},"
      "{\"at\":\"2026-11-22T10:00:01Z\",\"kind\":\"sent\"}]}");
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (say, reply);
  g_autoptr (PmRemote) remote = remote_for (peer);
  g_autoptr (DexFuture) future = pm_remote_get_invitation_events (remote, 4, 5);
  g_autoptr (PmEvent) first = NULL;
  GListModel *events;

  pm_test_await (future);
  events = g_value_get_object (dex_future_get_value (future, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (events), ==, 2);
  first = g_list_model_get_item (events, 0);
  g_assert_cmpstr (pm_event_get_by (first), ==, "Ann");
}

static char *
park (const PmTestRequest *request, gpointer data)
{
  if (g_str_has_prefix (request->line, "POST /auth/refresh"))
    return pm_test_reply_json (200, TOKENS);
  if (strstr (request->line, "wait=25") != NULL)
    g_usleep (20 * G_USEC_PER_SEC);
  return pm_test_reply_json (200, "{\"id\":1,\"email\":\"a@b.com\",\"tenants\":[]}");
}

static void
a_parked_request_can_be_given_up_and_holds_up_nobody (void)
{
  PmTestPeer *peer = pm_test_peer_new (park, NULL); /* its thread sleeps on, so it stays */
  g_autoptr (PmRemote) remote = remote_for (peer);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DexFuture) parked = pm_remote_get_changes (remote, "s", 10, 25, cancellable);
  g_autoptr (DexFuture) me = pm_remote_get_me (remote);

  pm_test_await (me);
  g_assert_true (dex_future_is_resolved (me));
  g_assert_true (dex_future_is_pending (parked));
  g_cancellable_cancel (cancellable);
  assert_rejected (dex_ref (parked), PM_ERROR_CANCELLED);
}

/* Two connections are kept; the first one that is used again turns out to be gone. */
static char *
hang_up_later (const PmTestRequest *request, gpointer data)
{
  static const char kept[] = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 19\r\n"
                             "Content-Type: application/json\r\n\r\n{\"version\":\"1.0.0\"}";

  return request->number == 2 ? NULL : g_strdup (kept);
}

static void
a_kept_connection_that_is_gone_holds_up_nobody (void)
{
  g_autoptr (PmTestPeer) peer = pm_test_peer_new (hang_up_later, NULL);
  g_autoptr (PmRemote) remote = remote_for (peer);
  g_autoptr (DexFuture) both =
      dex_future_all (pm_remote_probe (remote), pm_remote_probe (remote), NULL);

  pm_test_await (both);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (DexFuture) next = pm_remote_probe (remote);

    pm_test_await (next);
    g_assert_true (i == 0 || dex_future_is_resolved (next));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/remote/a-redirect-is-never-followed", a_redirect_is_never_followed);
  g_test_add_func ("/remote/a-web-page-is-no-server", a_web_page_is_no_server);
  g_test_add_func ("/remote/a-probe-tells-servers-apart", a_probe_tells_servers_apart);
  g_test_add_func ("/remote/a-request-that-never-left-is-told-from-a-lost-answer",
                   a_request_that_never_left_is_told_from_a_lost_answer);
  g_test_add_func ("/remote/an-answer-may-end-with-its-connection",
                   an_answer_may_end_with_its_connection);
  g_test_add_func ("/remote/a-write-carries-its-key-and-brings-what-the-server-says",
                   a_write_carries_its_key_and_brings_what_the_server_says);
  g_test_add_func ("/remote/the-servers-clock-is-learnt-and-told-once",
                   the_servers_clock_is_learnt_and_told_once);
  g_test_add_func ("/remote/what-is-remembered-of-the-clock-counts-until-the-server-tells",
                   what_is_remembered_of_the_clock_counts_until_the_server_tells);
  g_test_add_func ("/remote/the-clock-is-learnt-of-every-call-that-comes-back",
                   the_clock_is_learnt_of_every_call_that_comes_back);
  g_test_add_func ("/remote/no-clock-but-the-servers-is-believed",
                   no_clock_but_the_servers_is_believed);
  g_test_add_func ("/remote/an-endless-answer-is-given-up", an_endless_answer_is_given_up);
  g_test_add_func ("/remote/an-invitations-history-is-read", an_invitations_history_is_read);
  g_test_add_func ("/remote/a-kept-connection-that-is-gone-holds-up-nobody",
                   a_kept_connection_that_is_gone_holds_up_nobody);
  g_test_add_func ("/remote/a-parked-request-can-be-given-up-and-holds-up-nobody",
                   a_parked_request_can_be_given_up_and_holds_up_nobody);
  return g_test_run ();
}
