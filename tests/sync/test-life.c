/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-person-list.h"
#include "cache/pm-poc-list.h"
#include "sync-world.h"

#include <errno.h>
#include <malloc.h>
#include <unistd.h>

/*
 * A desktop that runs for weeks: the server changes something, the long poll brings it, a list
 * shows it, again and again, with an invitation now and then and a new mirror now and then.
 */

#define N_POCS        40
#define N_OPEN        10  /* invitations that are open at a time, in POC 1 */
#define CYCLES_AT_ONE 50  /* go, before somebody is invited */
#define FORGET_EVERY  250 /* the server does not know the state any more */
#define WARM_UP       400 /* until there has been one of everything */
#define LONG_WARM_UP  2500
#define N_CYCLES      800
#define N_LONG_CYCLES 10000
#define N_SAMPLES     25
#define MAX_CHANGE    0.02

typedef struct {
  World *world;
  PmPocList *pocs;
  PmPersonList *people;
  PmPoc *shown; /* a view holds what it shows */
  int cycle;
  gint64 n_mirrors;
  guint n_items; /* that were told as changed */

  /* the server's, under the world's lock */
  gboolean forgets;
} Life;

/* --- The server --- */

static void
add_poc (GString *json, int id, int cycle)
{
  g_string_append_printf (json,
                          "%s{\"type\":\"poc\",\"id\":%d,\"rev\":%d,\"title\":\"Pilot %d\","
                          "\"customer_company_name\":\"Globex\",\"status\":\"active\","
                          "\"created_at\":\"2026-09-01T00:00:%02dZ\"}",
                          json->str[json->len - 1] == '[' ? "" : ",", id, cycle, cycle, id);
}

static void
add_invitation (GString *json, int cycle)
{
  g_string_append_printf (json,
                          ",{\"type\":\"invitation\",\"id\":%d,\"rev\":%d,\"poc_id\":1,"
                          "\"email\":\"person%d@globex.example\",\"full_name\":\"Person %d\","
                          "\"status\":\"pending\",\"created_at\":\"2026-09-01T00:00:00Z\","
                          "\"expires_at\":\"2099-09-01T00:00:00Z\"}",
                          cycle, cycle, cycle, cycle);
}

static int
poc_of (int cycle)
{
  return cycle % N_POCS + 1;
}

static void
add_everything (GString *json, int cycle)
{
  for (int id = 1; id <= N_POCS; id++)
    add_poc (json, id, cycle);
  for (int i = MAX (cycle - N_OPEN + 1, 1); i <= cycle; i++)
    add_invitation (json, i);
}

static char *
page (int cycle, gboolean is_first)
{
  g_autoptr (GString) json = g_string_new (NULL);

  g_string_append_printf (json, "{\"new_state\":\"s%d\",\"has_more\":false,\"seq\":%d,\"list\":[",
                          cycle, cycle);
  if (is_first) {
    add_everything (json, cycle);
  } else {
    add_poc (json, poc_of (cycle), cycle);
    add_invitation (json, cycle);
  }
  g_string_append (json, "],\"destroyed\":[");
  if (!is_first && cycle > N_OPEN)
    g_string_append_printf (json, "{\"type\":\"invitation\",\"id\":%d}", cycle - N_OPEN);
  g_string_append (json, "]}");
  return pm_test_reply_json (200, json->str);
}

static char *
answer_changes (const PmTestRequest *request, gpointer data)
{
  World *world = data;
  Life *life = world->data;
  gboolean is_first = strstr (request->line, "since=&") != NULL;
  gboolean waits = strstr (request->line, "wait=25") != NULL;
  gboolean forgets;
  int since = is_first ? -1 : atoi (strstr (request->line, "since=s") + strlen ("since=s"));
  int newest;

  g_mutex_lock (&world->lock);
  while (waits && since == world->newest && !life->forgets && !world->closing)
    g_cond_wait (&world->news, &world->lock);
  newest = world->newest;
  forgets = life->forgets && !is_first;
  life->forgets &= !is_first;
  g_mutex_unlock (&world->lock);
  if (forgets)
    return pm_test_reply_json (410, "{\"detail\":\"x\",\"type\":\"cannot_calculate_changes\"}");
  return page (newest, is_first);
}

static char *
answer_invitation (const PmTestRequest *request, gpointer data)
{
  World *world = data;
  g_autofree char *headers = NULL;

  g_mutex_lock (&world->lock);
  headers = g_strdup_printf ("Content-Type: application/json\r\nSync-Seq: %d\r\n", world->newest);
  g_mutex_unlock (&world->lock);
  return pm_test_reply (201, headers, "{\"id\":1}");
}

/* --- The desktop --- */

static void
count_items (Life *life, guint position, guint removed, guint added)
{
  life->n_items += removed + added;
}

static gboolean
shows_cycle (World *world, gint64 cycle)
{
  Life *life = world->data;
  g_autofree char *title = g_strdup_printf ("Pilot %" G_GINT64_FORMAT, cycle);
  GListModel *pocs = G_LIST_MODEL (life->pocs);
  g_autoptr (PmPoc) poc = NULL;

  if (g_list_model_get_n_items (pocs) != N_POCS ||
      g_list_model_get_n_items (G_LIST_MODEL (life->people)) != (guint) MIN (cycle, N_OPEN))
    return FALSE;
  /* The newest first, by which they were made in the order of their ids. */
  poc = g_list_model_get_item (pocs, (guint) (N_POCS - poc_of ((int) cycle)));
  g_set_object (&life->shown, poc);
  return g_strcmp0 (pm_poc_get_title (poc), title) == 0;
}

static void
invite (Life *life)
{
  gint64 id = world_invite (life->world, "invitee@globex.example", 0);

  world_wait (life->world, world_has_unsent, 0);
  world_move_feed (life->world);
  life->cycle++;
  world_wait (life->world, shows_cycle, life->cycle);
  g_assert_null (world_find (life->world, id));
}

static gboolean
has_mirror (World *world, gint64 number)
{
  g_autofree char *path =
      g_strdup_printf ("%s/cache-%" G_GINT64_FORMAT ".db", world->folder, number);
  g_autofree char *old =
      g_strdup_printf ("%s/cache-%" G_GINT64_FORMAT ".db", world->folder, number - 1);

  return g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (old, G_FILE_TEST_EXISTS);
}

static DexFuture *
forget (gpointer data)
{
  Life *life = data;

  g_mutex_lock (&life->world->lock);
  life->forgets = TRUE;
  g_cond_broadcast (&life->world->news);
  g_mutex_unlock (&life->world->lock);
  world_wait (life->world, has_mirror, ++life->n_mirrors);
  world_wait (life->world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  return dex_future_new_true ();
}

static DexFuture *
live_a_while (gpointer data)
{
  Life *life = data;

  for (guint i = 0; i < CYCLES_AT_ONE; i++) {
    world_move_feed (life->world);
    life->cycle++;
    world_wait (life->world, shows_cycle, life->cycle);
  }
  invite (life);
  return dex_future_new_true ();
}

static DexFuture *
begin (gpointer data)
{
  Life *life = data;

  life->world = world_new ();
  life->world->data = life;
  life->world->changes = answer_changes;
  life->world->post = answer_invitation;
  life->world->newest = life->cycle = 1;
  life->n_mirrors = 1;
  pm_test_peer_forget (life->world->peer);
  life->pocs = pm_poc_list_new (life->world->cache);
  life->people = pm_person_list_new (life->world->cache, 1);
  g_object_set (life->pocs, "scope", PM_POC_SCOPE_ALL, "sort", PM_POC_SORT_NEWEST, NULL);
  g_signal_connect_swapped (life->people, "items-changed", G_CALLBACK (count_items), life);
  world_start (life->world);
  world_wait (life->world, shows_cycle, 1);
  return dex_future_new_true ();
}

static DexFuture *
end (gpointer data)
{
  Life *life = data;

  g_clear_object (&life->shown);
  g_assert_finalize_object (life->pocs);
  g_assert_finalize_object (life->people);
  world_free (life->world);
  return dex_future_new_true ();
}

/* --- What it costs --- */

static gsize
count_memory (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* What is in use at its quietest, because something is always under way. */
static DexFuture *
measure (gpointer data)
{
  gsize *least = data;

  *least = G_MAXSIZE;
  for (guint i = 0; i < N_SAMPLES; i++) {
    dex_await (dex_timeout_new_msec (4), NULL);
    *least = MIN (*least, count_memory ());
  }
  return dex_future_new_true ();
}

static void
live (Life *life, int until)
{
  while (life->cycle < until) {
    if (life->cycle > life->n_mirrors * FORGET_EVERY) /* a new mirror has less in its caches */
      pm_test_run_fiber (forget, life);
    pm_test_run_fiber (live_a_while, life);
  }
}

static void
memory_stays_flat_through_thousands_of_cycles (void)
{
  int n_cycles = g_test_slow () ? N_LONG_CYCLES : N_CYCLES;
  int warm_up = g_test_slow () ? LONG_WARM_UP : WARM_UP;
  Life life = { 0 };
  gsize before, after;

  pm_test_run_fiber (begin, &life);
  live (&life, warm_up);
  pm_test_run_fiber (measure, &before);
  live (&life, n_cycles);
  pm_test_run_fiber (measure, &after);
  g_test_message ("%d cycles: %zu bytes in use after %d, %zu at the end (%+.2f %%)", life.cycle,
                  before, warm_up, after, 100.0 * ((double) after / (double) before - 1));
  g_assert_cmpuint (life.n_items, >=, (guint) n_cycles);
  g_assert_cmpint (life.n_mirrors, >=, n_cycles / FORGET_EVERY);
  g_assert_cmpfloat (ABS ((double) after - (double) before), <=, MAX_CHANGE * (double) before);
  pm_test_run_fiber (end, &life);
}

/* What malloc() keeps at hand for each thread would count as in use; it can only be told so at the
 * start of a program. */
static void
begin_without_caches (char *argv[])
{
  if (g_getenv ("GLIBC_TUNABLES") != NULL)
    return;
  g_setenv ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0:glibc.malloc.mxfast=0", TRUE);
  execv ("/proc/self/exe", argv);
  g_error ("The program cannot be started again: %s", g_strerror (errno));
}

int
main (int argc, char *argv[])
{
  begin_without_caches (argv);
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/life/memory-stays-flat-through-thousands-of-cycles",
                   memory_stays_flat_through_thousands_of_cycles);
  return g_test_run ();
}
