/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-id-set.h"
#include "cache/pm-key-patch.h"
#include "cache/pm-keys.h"

#define N_RANKED 60
#define N_RANKS  40

static PmKeys *
keys_of (GArray *keys)
{
  return pm_keys_new_take (g_array_copy (keys));
}

static PmKeys *
keys_from (const char *letters)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (const char *p = letters; *p != '\0'; p++) {
    gint64 key = *p;

    g_array_append_val (keys, key);
  }
  return keys_of (keys);
}

/* Does the steps on a copy of @before, as a view would. */
static void
replay (PmKeys *before, PmKeys *after, GArray *splices)
{
  g_autoptr (GArray) view = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (view, before->keys, before->n);
  for (guint i = 0; i < splices->len; i++) {
    PmSplice *splice = &g_array_index (splices, PmSplice, i);

    g_assert_cmpuint (splice->position + splice->removed, <=, view->len);
    g_assert_true (splice->removed > 0 || splice->added > 0);
    g_array_remove_range (view, splice->position, splice->removed);
    g_array_insert_vals (view, splice->position, after->keys + splice->position, splice->added);
  }
  g_assert_cmpmem (view->data, view->len * sizeof (gint64), after->keys,
                   after->n * sizeof (gint64));
}

static guint
count_moved (GArray *splices)
{
  guint n = 0;

  for (guint i = 0; i < splices->len; i++)
    n += g_array_index (splices, PmSplice, i).removed + g_array_index (splices, PmSplice, i).added;
  return n;
}

static void
check (const char *before, const char *after, guint n_splices, guint n_moved)
{
  g_autoptr (PmKeys) a = keys_from (before);
  g_autoptr (PmKeys) b = keys_from (after);
  g_autoptr (GArray) splices = pm_keys_diff (a, b);

  replay (a, b, splices);
  g_assert_cmpuint (splices->len, ==, n_splices);
  g_assert_cmpuint (count_moved (splices), ==, n_moved);
}

static void
steps_are_the_fewest (void)
{
  check ("", "", 0, 0);
  check ("abc", "abc", 0, 0);
  check ("", "abc", 1, 3);
  check ("abc", "", 1, 3);
  check ("abc", "abxc", 1, 1);
  check ("abxc", "abc", 1, 1);
  check ("abc", "axc", 1, 2);
  check ("abcdef", "bcdefa", 2, 2);
  check ("abcdef", "fabcde", 2, 2);
  check ("abcdef", "aecdbf", 2, 4);
  check ("abcdef", "ace", 3, 3);
  check ("ace", "abcdef", 3, 3);
  check ("abc", "xyz", 1, 6);
}

static GArray *
shuffled (guint n, gint64 spread)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n; i++) {
    gint64 key = (gint64) (i + 1) * spread;

    g_array_append_val (keys, key);
    if (i > 0) {
      guint other = (guint) g_test_rand_int_range (0, (gint32) i + 1);

      g_array_index (keys, gint64, i) = g_array_index (keys, gint64, other);
      g_array_index (keys, gint64, other) = key;
    }
  }
  return keys;
}

static void
disturb (GArray *keys, guint n_times)
{
  for (guint i = 0; i < n_times && keys->len > 1; i++) {
    guint from = (guint) g_test_rand_int_range (0, (gint32) keys->len);
    guint to = (guint) g_test_rand_int_range (0, (gint32) keys->len - 1);
    gint64 key = g_array_index (keys, gint64, from);

    g_array_remove_index (keys, from);
    if (g_test_rand_bit ())
      g_array_insert_val (keys, to, key);
  }
}

static void
any_two_lists_are_bridged (void)
{
  for (guint round = 0; round < 300; round++) {
    gint64 spread = round % 3 == 0 ? G_GINT64_CONSTANT (1) << 40 : 1;
    g_autoptr (GArray) from = shuffled ((guint) g_test_rand_int_range (0, 200), spread);
    g_autoptr (GArray) to = g_array_copy (from);
    g_autoptr (PmKeys) a = NULL;
    g_autoptr (PmKeys) b = NULL;
    g_autoptr (GArray) splices = NULL;

    disturb (to, (guint) g_test_rand_int_range (0, 40));
    if (round % 2 == 0)
      disturb (from, 10);
    a = keys_of (from);
    b = keys_of (to);
    splices = pm_keys_diff (a, b);
    replay (a, b, splices);
  }
}

static void
very_many_steps_are_one (void)
{
  g_autoptr (GArray) from = shuffled (1000, 1);
  g_autoptr (GArray) to = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (PmKeys) a = NULL;
  g_autoptr (PmKeys) b = NULL;
  g_autoptr (GArray) splices = NULL;

  for (guint i = 1; i < from->len; i += 2)
    g_array_append_val (to, g_array_index (from, gint64, i));
  a = keys_of (from);
  b = keys_of (to);
  splices = pm_keys_diff (a, b);
  g_assert_cmpuint (splices->len, ==, 1);
  replay (a, b, splices);
}

/* Rows by number, and what they are sorted by; those without a rank do not belong to the list. */
static int ranks[N_RANKED];

static gboolean
has_rank (PmDb *mirror, const PmKeyQuery *query, gint64 key, gboolean *contained, GError **error)
{
  *contained = ranks[key] >= 0;
  return TRUE;
}

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return ranks[left] != ranks[right] ? ranks[left] - ranks[right] : (int) (left - right);
}

static gboolean
ranks_before (PmDb *mirror,
              const PmKeyQuery *query,
              gint64 key,
              gint64 other,
              gboolean *before,
              GError **error)
{
  *before = compare_ranked (&key, &other) < 0;
  return TRUE;
}

static PmKeys *
sort_ranked (void)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 key = 0; key < N_RANKED; key++)
    if (ranks[key] >= 0)
      g_array_append_val (keys, key);
  g_array_sort (keys, compare_ranked);
  return keys_of (keys);
}

static GArray *
patch (PmKeys *order, GArray *changed)
{
  static const PmKeyPlacing placing = { has_rank, ranks_before };
  PmKeyQuery query = { NULL };
  GArray *splices = NULL;
  g_autoptr (PmKeys) expected = sort_ranked ();
  g_autoptr (PmKeys) patched =
      pm_key_patch (NULL, &placing, &query, order, changed, &splices, NULL);

  g_assert_cmpmem (patched->keys, patched->n * sizeof (gint64), expected->keys,
                   expected->n * sizeof (gint64));
  replay (order, patched, splices);
  return splices;
}

/* What is named as changed may stand where it stood, be named twice, or not belong to the list. */
static void
patched_order_is_the_sorted_one (void)
{
  for (guint round = 0; round < 2000; round++) {
    guint n_changed = (guint) g_test_rand_int_range (0, round % 2 == 0 ? 4 : N_RANKED);
    g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_autoptr (PmKeys) order = NULL;
    g_autoptr (GArray) splices = NULL;

    for (guint i = 0; i < N_RANKED; i++)
      ranks[i] = g_test_rand_int_range (-8, N_RANKS);
    order = sort_ranked ();
    for (guint i = 0; i < n_changed; i++) {
      gint64 key = g_test_rand_int_range (0, N_RANKED);

      g_array_append_val (changed, key);
      if (g_test_rand_bit ())
        ranks[key] = g_test_rand_int_range (-8, N_RANKS);
    }
    splices = patch (order, changed);
    g_assert_cmpuint (count_moved (splices), <=, 2 * n_changed);
  }
}

static void
check_patch (gint64 key, int rank, guint n_splices, guint n_moved)
{
  g_autoptr (PmKeys) order = NULL;
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) splices = NULL;

  for (int i = 0; i < N_RANKED; i++)
    ranks[i] = 2 * i;
  order = sort_ranked ();
  ranks[key] = rank;
  for (gint64 i = 10; i < 20; i++) /* the others stay */
    g_array_append_val (changed, i);
  splices = patch (order, changed);
  g_assert_cmpuint (splices->len, ==, n_splices);
  g_assert_cmpuint (count_moved (splices), ==, n_moved);
}

static void
patch_tells_no_more_than_has_moved (void)
{
  check_patch (15, 30, 0, 0);
  check_patch (15, 31, 0, 0);
  check_patch (15, -1, 1, 1);
  check_patch (15, 5, 2, 2);
  check_patch (15, 111, 2, 2);
  check_patch (10, 0, 2, 2);
}

static void
set_holds_what_was_added (void)
{
  static const gint64 ends[][2] = {
    { 0, 0 }, { 5, 900 }, { -70, 70 }, { 10, 3 }, { G_MININT64, G_MAXINT64 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autoptr (PmIdSet) set = pm_id_set_new (ends[i][0], ends[i][1]);
    static const gint64 keys[] = { 0, 1, -1, 63, 64, 65, 899, 900, 901, G_MAXINT64, G_MININT64 };

    for (guint k = 0; k < G_N_ELEMENTS (keys); k++) {
      g_assert_false (pm_id_set_contains (set, keys[k]));
      pm_id_set_add (set, keys[k]);
      g_assert_true (pm_id_set_contains (set, keys[k]));
    }
    g_assert_false (pm_id_set_contains (set, 2));
  }
}

static void
set_knows_the_range_that_it_was_made_for (void)
{
  static const gint64 keys[] = { 7, -2, 40 };
  g_autoptr (PmIdSet) set = pm_id_set_new_for_range (keys, G_N_ELEMENTS (keys));

  g_assert_true (pm_id_set_expects (set, -2));
  g_assert_true (pm_id_set_expects (set, 3));
  g_assert_true (pm_id_set_expects (set, 40));
  g_assert_false (pm_id_set_expects (set, -3));
  g_assert_false (pm_id_set_expects (set, 41));
}

static void
keys_that_stand_twice_are_told_apart (void)
{
  static const struct {
    const char *letters;
    gboolean distinct;
  } cases[] = { { "", TRUE }, { "a", TRUE }, { "zab", TRUE }, { "aa", FALSE }, { "xyzx", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PmKeys) keys = keys_from (cases[i].letters);

    g_assert_cmpint (pm_keys_are_distinct (keys), ==, cases[i].distinct);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/steps-are-the-fewest", steps_are_the_fewest);
  g_test_add_func ("/keys/any-two-lists-are-bridged", any_two_lists_are_bridged);
  g_test_add_func ("/keys/very-many-steps-are-one", very_many_steps_are_one);
  g_test_add_func ("/keys/patched-order-is-the-sorted-one", patched_order_is_the_sorted_one);
  g_test_add_func ("/keys/patch-tells-no-more-than-has-moved", patch_tells_no_more_than_has_moved);
  g_test_add_func ("/keys/set-holds-what-was-added", set_holds_what_was_added);
  g_test_add_func ("/keys/set-knows-its-range", set_knows_the_range_that_it_was_made_for);
  g_test_add_func ("/keys/that-stand-twice-are-told-apart", keys_that_stand_twice_are_told_apart);
  return g_test_run ();
}
