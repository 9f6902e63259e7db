/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-world.h"

/* What is due is due by the server's clock. */

/* One invitation, whose life ends within the hour by this machine's clock. */
static char *
give_invitation (int seconds_left)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) end = g_date_time_add_seconds (now, seconds_left);
  g_autofree char *text = g_date_time_format (end, "%FT%TZ");

  return g_strdup_printf ("{\"new_state\":\"s1\",\"has_more\":false,\"seq\":1,\"list\":[{\"type\":"
                          "\"invitation\",\"id\":1,\"rev\":1,\"poc_id\":7,\"status\":\"pending\","
                          "\"email\":\"jane@acme.com\",\"created_at\":\"2026-01-01T00:00:00Z\","
                          "\"expires_at\":\"%s\"}]}",
                          text);
}

static char *
date_it (int hours_ahead, const char *body)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) there = g_date_time_add_hours (now, hours_ahead);
  g_autofree char *date = g_date_time_format (there, "%a, %d %b %Y %T GMT");
  g_autofree char *headers =
      g_strdup_printf ("Content-Type: application/json\r\nDate: %s\r\n", date);

  return pm_test_reply (200, headers, body);
}

static char *
be_two_hours_ahead (const PmTestRequest *request, gpointer data)
{
  g_autofree char *body = give_invitation (3600);

  if (world_asks_from (request, "s1"))
    world_park (data);
  return date_it (2, body);
}

/* Its first answer is right, as far as its clock then is; with the second that has been set back. */
static char *
be_set_back (const PmTestRequest *request, gpointer data)
{
  World *world = data;
  g_autofree char *body = give_invitation (3600);

  if (world_asks_from (request, ""))
    return date_it (2, body);
  if (world_asks_from (request, "s2"))
    world_park (world);
  while (!world->closing && pm_test_peer_count (world->peer, "POST /pocs/") == 0)
    g_usleep (1000);
  return date_it (0, "{\"new_state\":\"s2\",\"has_more\":false,\"seq\":2,\"list\":[]}");
}

static gboolean
janes_is (World *world, gint64 status)
{
  g_autoptr (PmPerson) jane =
      dex_await_object (pm_cache_find_person (world->cache, 7, "jane@acme.com"), NULL);

  return jane != NULL && (gint64) pm_person_get_status (jane) == status;
}

static DexFuture *
what_is_due_by_the_servers_clock_turns_at_once (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world->changes = be_two_hours_ahead;
  world_start (world);
  world_wait (world, janes_is, PM_PERSON_STATUS_EXPIRED);
  return dex_future_new_true ();
}

static DexFuture *
a_servers_clock_that_was_wrong_turns_back_what_it_turned (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world->changes = be_set_back;
  world_start (world);
  world_wait (world, janes_is, PM_PERSON_STATUS_EXPIRED);
  world_invite (world, "bob@acme.com", 0);
  world_wait (world, janes_is, PM_PERSON_STATUS_PENDING);
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_data_func ("/clock/what-is-due-by-the-servers-clock-turns-at-once",
                        what_is_due_by_the_servers_clock_turns_at_once, pm_test_fiber);
  g_test_add_data_func ("/clock/a-servers-clock-that-was-wrong-turns-back-what-it-turned",
                        a_servers_clock_that_was_wrong_turns_back_what_it_turned, pm_test_fiber);
  return g_test_run ();
}
