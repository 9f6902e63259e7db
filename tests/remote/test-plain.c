/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-invitation.h"
#include "domain/pm-participant.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "remote/pm-payload.h"
#include "remote/pm-plain-reader.h"
#include "remote/pm-token.h"
#include "wire/pm-wire.h"

/* 2026-04-01T10:04:44Z */
#define MOMENT (G_GINT64_CONSTANT (1775037884) * G_USEC_PER_SEC)

static GPtrArray *
read_rows (PmPlainList list, const char *json)
{
  g_autoptr (JsonNode) body = pm_wire_parse (json, -1, NULL);

  return pm_plain_read_rows (body, list, 7, NULL);
}

static void
times_come_in_two_spellings (void)
{
  static const char *const spellings[] = { "2026-04-01T10:04:44Z", "2026-04-01T10:04:44+00:00",
                                           "2026-04-01T10:04:44.000000Z",
                                           "2026-04-01T11:04:44+01:00" };

  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++) {
    g_autofree char *json = g_strdup_printf (
        "[{\"id\":1,\"user_id\":2,\"email\":\"a@b.com\",\"full_name\":\"A\",\"joined_at\":\"%s\","
        "\"status\":\"accepted\",\"invitation_id\":null}]",
        spellings[i]);
    g_autoptr (GPtrArray) rows = read_rows (PM_PLAIN_PEOPLE, json);

    g_assert_cmpuint (rows->len, ==, 1);
    g_assert_cmpint (pm_participant_get_joined_at (g_ptr_array_index (rows, 0)), ==, MOMENT);
    g_assert_cmpint (pm_participant_get_poc_id (g_ptr_array_index (rows, 0)), ==, 7);
  }
}

static void
open_invitations_stand_among_the_people (void)
{
  g_autoptr (GPtrArray) rows = read_rows (
      PM_PLAIN_PEOPLE,
      "[{\"id\":null,\"user_id\":null,\"email\":\"kim@globex.com\",\"full_name\":\"Kim\","
      "\"is_customer\":true,\"joined_at\":null,\"status\":\"expired\",\"invitation_id\":3,"
      "\"invited_at\":\"2026-04-01T10:04:44+00:00\",\"expires_at\":\"2026-04-02T10:04:44+00:00\","
      "\"resend_count\":2}]");
  PmInvitation *invitation = g_ptr_array_index (rows, 0);

  g_assert_true (PM_IS_INVITATION (invitation));
  g_assert_cmpint (pm_invitation_get_id (invitation), ==, 3);
  g_assert_cmpint (pm_invitation_get_status (invitation), ==, PM_INVITATION_STATUS_EXPIRED);
  g_assert_cmpint (pm_invitation_get_created_at (invitation), ==, MOMENT);
  g_assert_cmpint (pm_invitation_get_resend_count (invitation), ==, 2);
}

static void
groups_name_their_tasks (void)
{
  g_autoptr (GPtrArray) rows =
      read_rows (PM_PLAIN_GROUPS, "[{\"id\":4,\"title\":\"Setup\",\"status\":\"in_progress\","
                                  "\"tasks\":[{\"id\":9,\"title\":\"Install\","
                                  "\"status\":\"not_started\","
                                  "\"completed_at\":\"2026-04-01T10:04:44Z\"}]}]");
  PmTask *task = g_ptr_array_index (rows, 1);

  g_assert_true (PM_IS_TASK_GROUP (g_ptr_array_index (rows, 0)));
  g_assert_cmpint (pm_task_get_poc_task_group_id (task), ==, 4);
  g_assert_cmpint (pm_task_get_completed_at (task), ==, 0);
}

static void
what_is_no_list_is_none (void)
{
  static const char *const bodies[] = {
    "{}", "[1]", "[[]]", "null", "[{\"id\":\"x\"}]", "[{\"id\":1,\"email\":7}]"
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (JsonNode) body = pm_wire_parse (bodies[i], -1, NULL);
    g_autoptr (GError) error = NULL;

    g_assert_null (pm_plain_read_rows (body, PM_PLAIN_USERS, 0, &error));
    g_assert_true (error->domain == PM_ERROR);
  }
  g_assert_null (pm_plain_read_rows (NULL, PM_PLAIN_USERS, 0, NULL));
}

static void
assert_plain (const char *payload, const char *expected)
{
  g_autofree char *plain = pm_payload_for_plain_server (payload, NULL);

  g_assert_cmpstr (plain, ==, expected);
}

static void
an_invitation_has_one_name_there (void)
{
  assert_plain ("{\"email\":\"kim@globex.com\",\"first_name\":\"Kim\",\"last_name\":\"Lee\","
                "\"title\":\"CTO\",\"full_name\":\"x\"}",
                "{\"email\":\"kim@globex.com\",\"full_name\":\"Kim Lee\",\"is_customer\":true}");
  assert_plain ("{\"email\":\"kim@globex.com\",\"personal_message\":\"Hi\\nthere\"}",
                "{\"email\":\"kim@globex.com\",\"full_name\":\"kim\","
                "\"personal_message\":\"Hi\\nthere\",\"is_customer\":true}");
  assert_plain ("{\"email\":\"kim@globex.com\",\"first_name\":\"Kim\\nLee\"}",
                "{\"email\":\"kim@globex.com\",\"full_name\":\"Kim Lee\",\"is_customer\":true}");
}

static void
a_token_may_say_when_it_ends (void)
{
  static const char *const silent[] = { "", "opaque", "a.b", "a.!!.c", "a.e30.c", "..", "a.b.c.d" };

  /* {"sub":"sam@acme.com","exp":1775037884} */
  g_assert_cmpint (pm_token_get_end ("eyJhbGciOiJIUzI1NiJ9."
                                     "eyJzdWIiOiJzYW1AYWNtZS5jb20iLCJleHAiOjE3NzUwMzc4ODR9.x"),
                   ==, MOMENT);
  for (guint i = 0; i < G_N_ELEMENTS (silent); i++)
    g_assert_cmpint (pm_token_get_end (silent[i]), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plain/times-come-in-two-spellings", times_come_in_two_spellings);
  g_test_add_func ("/plain/open-invitations-stand-among-the-people",
                   open_invitations_stand_among_the_people);
  g_test_add_func ("/plain/groups-name-their-tasks", groups_name_their_tasks);
  g_test_add_func ("/plain/what-is-no-list-is-none", what_is_no_list_is_none);
  g_test_add_func ("/plain/an-invitation-has-one-name-there", an_invitation_has_one_name_there);
  g_test_add_func ("/plain/a-token-may-say-when-it-ends", a_token_may_say_when_it_ends);
  return g_test_run ();
}
