/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/demo/pm-demo-private.h"

#include "domain/pm-error.h"
#include "domain/pm-text.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-organization-store.h"
#include "server/accounts/pm-password.h"
#include "server/changes/pm-changes.h"
#include "wire/pm-wire.h"

#include <gio/gio.h>

#define DATA_SET "/io/github/poc_manager/PocManager/demo/northwind.json"
#define SEED     20260914

/* The organization is a year older than its oldest POC. */
#define FOUNDED_DAYS 700

/**
 * pm_demo_get_colleague:
 * @self: the demo
 * @key: as the data set calls them
 *
 * Returns: the colleague's account
 */
gint64
pm_demo_get_colleague (PmDemo *self, const char *key)
{
  gint64 *id = g_hash_table_lookup (self->colleagues, key);

  g_assert (id != NULL);
  return *id;
}

/**
 * pm_demo_ago:
 * @self: the demo
 * @days: how many days ago; negative: ahead
 *
 * Returns: a moment on that day, in working hours' random order
 */
gint64
pm_demo_ago (PmDemo *self, gint64 days)
{
  return self->now - days * G_TIME_SPAN_DAY -
         g_rand_int_range (self->random, 5, 300) * G_TIME_SPAN_MINUTE;
}

/**
 * pm_demo_day:
 * @self: the demo
 * @days: how many days ahead; negative: ago
 *
 * Returns: (transfer full): that day
 */
char *
pm_demo_day (PmDemo *self, gint64 days)
{
  g_autoptr (GDateTime) date =
      g_date_time_new_from_unix_utc_usec (self->now + days * G_TIME_SPAN_DAY);

  return g_date_time_format (date, "%Y-%m-%d");
}

/**
 * pm_demo_address:
 * @name: a person's name
 * @domain: where they work
 *
 * Returns: (transfer full): an address as companies make them
 */
char *
pm_demo_address (const char *name, const char *domain)
{
  g_autofree char *ascii = g_str_to_ascii (name, "C");
  g_autoptr (GString) local = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0'; p++) {
    if (g_ascii_isalnum (*p))
      g_string_append_c (local, g_ascii_tolower (*p));
    else if (*p == ' ' && local->len > 0)
      g_string_append_c (local, '.');
  }
  return g_strdup_printf ("%s@%s", local->str, domain);
}

static gint64
create_account (PmDemo *self, PmUser *user, PmRole role, GError **error)
{
  gint64 id = pm_account_create (self->db, user, self->password_hash, error);

  if (id < 0 ||
      !pm_account_join (self->db, id, self->tenant_id, role, pm_user_get_created_at (user), error))
    return -1;
  return id;
}

/**
 * pm_demo_add_person:
 * @self: the demo
 * @name: their name
 * @address: their address; whoever has it already is taken
 * @title: what they do
 * @role: their role in the organization
 * @since: since when they have an account
 * @error: return location
 *
 * Returns: the person's account, or -1
 */
gint64
pm_demo_add_person (PmDemo *self,
                    const char *name,
                    const char *address,
                    const char *title,
                    PmRole role,
                    gint64 since,
                    GError **error)
{
  g_autoptr (PmUser) user = pm_user_new ();
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  gint64 id;

  if (!pm_account_find (self->db, address, &id, error))
    return -1;
  if (id > 0)
    return id;
  pm_text_split_name (name, &first, &last);
  pm_user_set_email (user, address);
  pm_user_set_full_name (user, name);
  pm_user_set_first_name (user, first);
  pm_user_set_last_name (user, last);
  pm_user_set_title (user, title);
  pm_user_set_created_at (user, since);
  return create_account (self, user, role, error);
}

/**
 * pm_demo_add_row:
 * @self: the demo
 * @table: a table, which is a type of the feed as well
 * @record: what is added; its id is ignored
 * @error: return location
 *
 * Returns: the id it got, or -1
 */
gint64
pm_demo_add_row (PmDemo *self, const char *table, PmRecord *record, GError **error)
{
  gint64 id = pm_db_insert_record (self->db, table, record, error);

  return id >= 0 && pm_changes_note (self->db, self->tenant_id, table, id, error) ? id : -1;
}

static JsonObject *
load_data_set (GError **error)
{
  g_autoptr (GBytes) bytes =
      g_resources_lookup_data (DATA_SET, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  gsize length;
  const char *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  return pm_wire_parse_object (text, (gssize) length, error);
}

static gboolean
add_organization (PmDemo *self, GError **error)
{
  JsonObject *data = pm_wire_get_object (self->data, "organization");
  g_autoptr (PmOrganization) organization = pm_organization_new ();

  pm_organization_set_name (organization, pm_wire_get_string (data, "name"));
  pm_organization_set_slug (organization, pm_wire_get_string (data, "slug"));
  pm_organization_set_created_at (organization, pm_demo_ago (self, FOUNDED_DAYS));
  pm_organization_set_invitation_days (organization, 7);
  self->tenant_id = pm_organization_create (self->db, organization, error);
  return self->tenant_id >= 0;
}

static gboolean
add_colleague (PmDemo *self, JsonObject *data, GError **error)
{
  int role;
  gint64 id;

  if (!pm_enum_from_nick (PM_TYPE_ROLE, pm_wire_get_string (data, "role"), &role))
    g_assert_not_reached ();
  id = pm_demo_add_person (self, pm_wire_get_string (data, "name"),
                           pm_wire_get_string (data, "email"), pm_wire_get_string (data, "title"),
                           (PmRole) role, pm_demo_ago (self, FOUNDED_DAYS), error);
  g_hash_table_insert (self->colleagues, g_strdup (pm_wire_get_string (data, "key")),
                       g_memdup2 (&id, sizeof id));
  return id >= 0;
}

static gboolean
add_colleagues (PmDemo *self, GError **error)
{
  JsonArray *colleagues = pm_wire_get_array (self->data, "colleagues");

  for (guint i = 0; i < json_array_get_length (colleagues); i++)
    if (!add_colleague (self, json_array_get_object_element (colleagues, i), error))
      return FALSE;
  return TRUE;
}

static void
pm_demo_clear (PmDemo *self)
{
  g_clear_pointer (&self->random, g_rand_free);
  g_clear_pointer (&self->data, json_object_unref);
  g_clear_pointer (&self->colleagues, g_hash_table_unref);
  g_clear_pointer (&self->password_hash, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PmDemo, pm_demo_clear)

/**
 * pm_demo_fill:
 * @db: the connection, in a transaction
 * @n_pocs: how many POCs
 * @now: the moment around which everything is to have happened
 * @error: return location
 *
 * Fills an empty database with the organization "Northwind Systems" and its POCs, the same ones
 * each time. One that has an organization already is left alone. Nothing is mailed. Takes a
 * moment: a password is hashed.
 */
gboolean
pm_demo_fill (PmDb *db, guint n_pocs, gint64 now, GError **error)
{
  g_auto (PmDemo) self = { .db = db, .now = now };
  gint64 is_filled = 0;

  if (!pm_db_query_int64 (db, &is_filled, error, "SELECT 1 FROM organization LIMIT 1", ""))
    return FALSE;
  if (is_filled)
    return TRUE;

  self.random = g_rand_new_with_seed (SEED);
  self.colleagues = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.data = load_data_set (error);
  self.password_hash = pm_password_hash (PM_DEMO_PASSWORD, error);
  return self.data != NULL && self.password_hash != NULL && add_organization (&self, error) &&
         add_colleagues (&self, error) &&
         pm_demo_tell_stories (&self, MIN (n_pocs, PM_DEMO_STORIES), error) &&
         (n_pocs <= PM_DEMO_STORIES || pm_demo_make_crowd (&self, n_pocs - PM_DEMO_STORIES, error));
}
