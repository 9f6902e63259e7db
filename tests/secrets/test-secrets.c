/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "pm-test-fiber.h"
#include "secrets/pm-secrets.h"

#include <gio/gio.h>

#define LIMIT     (6 * G_USEC_PER_SEC)
#define SERVICE   "org.freedesktop.secrets"
#define ONE_TOKEN "one \xE2\x82\xAC token"

static char *
lookup (const char *workspace)
{
  return dex_await_string (pm_secrets_lookup (workspace, PM_SECRET_REFRESH_TOKEN), NULL);
}

static DexFuture *
secrets_are_kept_and_forgotten (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *none = lookup ("a");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *other = NULL;
  g_autofree char *gone = NULL;

  g_assert_null (none);
  g_assert_true (
      dex_await (pm_secrets_store ("a", PM_SECRET_REFRESH_TOKEN, "A", ONE_TOKEN), &error));
  g_assert_no_error (error);
  g_assert_true (dex_await (pm_secrets_store ("a", PM_SECRET_PASSWORD, "A", "pw"), NULL));
  g_assert_true (dex_await (pm_secrets_store ("b", PM_SECRET_REFRESH_TOKEN, "B", "two"), NULL));
  first = lookup ("a");
  g_assert_cmpstr (first, ==, ONE_TOKEN);
  g_assert_true (dex_await (pm_secrets_store ("a", PM_SECRET_REFRESH_TOKEN, "A", "new"), NULL));
  second = lookup ("a");
  g_assert_cmpstr (second, ==, "new");
  g_assert_true (dex_await (pm_secrets_clear ("a"), &error));
  g_assert_no_error (error);
  gone = dex_await_string (pm_secrets_lookup ("a", PM_SECRET_PASSWORD), NULL);
  g_assert_null (gone);
  other = lookup ("b");
  g_assert_cmpstr (other, ==, "two");
  g_assert_true (dex_await (pm_secrets_clear ("nobody"), &error));
  g_assert_no_error (error);
  return dex_future_new_true ();
}

/* Both at once, so that their limits pass together. */
static void
expect_failure (gboolean may_look_empty)
{
  gint64 begin = g_get_monotonic_time ();
  DexFuture *stored = pm_secrets_store ("a", PM_SECRET_REFRESH_TOKEN, "A", "new");
  DexFuture *found = pm_secrets_lookup ("a", PM_SECRET_REFRESH_TOKEN);
  g_autoptr (GError) store_error = NULL;
  g_autoptr (GError) lookup_error = NULL;
  g_autofree char *secret = NULL;

  g_assert_false (dex_await (stored, &store_error));
  secret = dex_await_string (found, &lookup_error);
  g_assert_null (secret);
  g_assert_true (store_error != NULL && store_error->domain == PM_ERROR);
  g_assert_true (lookup_error == NULL ? may_look_empty : lookup_error->domain == PM_ERROR);
  g_assert_true (g_str_has_suffix (store_error->message, "."));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, LIMIT);
}

static DexFuture *
failure_is_told_in_time (gpointer data)
{
  expect_failure (FALSE);
  return dex_future_new_true ();
}

static DexFuture *
a_locked_keyring_is_given_up (gpointer data)
{
  static const char *const collections[] = { "/org/freedesktop/secrets/collection/login", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (dex_await (pm_secrets_store ("a", PM_SECRET_REFRESH_TOKEN, "A", "old"), NULL));
  bus = dex_await_object (dex_bus_get (G_BUS_TYPE_SESSION), &error);
  g_assert_no_error (error);
  answer = dex_await_variant (dex_dbus_connection_call (bus, SERVICE, "/org/freedesktop/secrets",
                                                        "org.freedesktop.Secret.Service", "Lock",
                                                        g_variant_new ("(^ao)", collections), NULL,
                                                        0, -1),
                              &error);
  g_assert_no_error (error);
  expect_failure (TRUE); /* a keyring that nobody opens looks as if it had nothing */
  return dex_future_new_true ();
}

static GDBusMessage *
swallow (GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer data)
{
  if (incoming && g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL) {
    g_object_unref (message);
    return NULL;
  }
  return message;
}

/* Owns the keyring's name and answers nothing. */
static DexFuture *
a_silent_keyring_is_given_up (gpointer data)
{
  g_autoptr (GDBusConnection) bus = dex_await_object (dex_bus_get (G_BUS_TYPE_SESSION), NULL);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = dex_await_variant (
      dex_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                "org.freedesktop.DBus", "RequestName",
                                g_variant_new ("(su)", SERVICE, 0), NULL, 0, -1),
      &error);
  g_assert_no_error (error);
  g_dbus_connection_add_filter (bus, swallow, NULL, NULL);
  expect_failure (FALSE);
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    DexFiberFunc func;
  } keyrings[] = {
    { "open", secrets_are_kept_and_forgotten }, { "locked", a_locked_keyring_is_given_up },
    { "silent", a_silent_keyring_is_given_up }, { "missing", failure_is_told_in_time },
    { "no-bus", failure_is_told_in_time },
  };
  const char *keyring = argv[argc - 1];

  if (g_str_equal (keyring, "no-bus"))
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all", TRUE);
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (guint i = 0; i < G_N_ELEMENTS (keyrings); i++) {
    g_autofree char *path = g_strconcat ("/secrets/", keyrings[i].name, NULL);

    if (g_str_equal (keyring, keyrings[i].name))
      g_test_add_data_func (path, keyrings[i].func, pm_test_fiber);
  }
  return g_test_run ();
}
