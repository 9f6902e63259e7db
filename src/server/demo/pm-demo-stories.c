/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/demo/pm-demo-private.h"
#include "server/pocs/pm-poc-store.h"
#include "wire/pm-wire.h"

static PmPoc *
make_poc (PmDemo *self, JsonObject *story, JsonObject *playbook)
{
  PmPoc *poc = pm_poc_new ();
  gint64 start = pm_wire_get_integer (story, "start", 0);
  g_autofree char *start_date = pm_demo_day (self, start);
  g_autofree char *end_date = pm_demo_day (self, pm_wire_get_integer (story, "end", 0));
  int status;

  if (!pm_enum_from_nick (PM_TYPE_POC_STATUS, pm_wire_get_string (story, "status"), &status))
    g_assert_not_reached ();
  pm_poc_set_tenant_id (poc, self->tenant_id);
  pm_poc_set_title (poc, pm_wire_get_string (story, "title"));
  pm_poc_set_customer_company_name (poc, pm_wire_get_string (story, "company"));
  pm_poc_set_description (poc, pm_wire_get_string (playbook, "description"));
  pm_poc_set_objectives (poc, pm_wire_get_string (playbook, "objectives"));
  pm_poc_set_start_date (poc, start_date);
  pm_poc_set_end_date (poc, end_date);
  pm_poc_set_status (poc, status);
  pm_poc_set_created_by (poc, pm_demo_get_colleague (self, pm_wire_get_string (story, "owner")));
  pm_poc_set_created_at (poc, pm_demo_ago (self, MAX (-start, 0) + 3));
  return poc;
}

static gboolean
add_colleagues (PmDemo *self, PmPoc *poc, JsonObject *story, GError **error)
{
  JsonArray *keys = pm_wire_get_array (story, "with");

  for (guint i = 0; keys != NULL && i < json_array_get_length (keys); i++)
    if (!pm_poc_store_add_participant (
            self->db, poc, pm_demo_get_colleague (self, json_array_get_string_element (keys, i)),
            FALSE, 0, pm_poc_get_created_at (poc), error))
      return FALSE;
  return TRUE;
}

static gboolean
invite_people (PmDemo *self, PmPoc *poc, JsonObject *story, GError **error)
{
  JsonArray *people = pm_wire_get_array (story, "people");

  for (guint i = 0; i < json_array_get_length (people); i++) {
    JsonArray *person = json_array_get_array_element (people, i);
    g_autofree char *address = pm_demo_address (json_array_get_string_element (person, 0),
                                                pm_wire_get_string (story, "domain"));

    if (!pm_demo_invite (self, poc, address, person, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
tell_story (PmDemo *self, JsonObject *story, GError **error)
{
  JsonObject *playbooks = pm_wire_get_object (self->data, "playbooks");
  JsonObject *playbook = pm_wire_get_object (playbooks, pm_wire_get_string (story, "playbook"));
  g_autoptr (PmPoc) poc = make_poc (self, story, playbook);

  return pm_poc_store_add (self->db, poc, error) && add_colleagues (self, poc, story, error) &&
         invite_people (self, poc, story, error) &&
         pm_demo_add_work (self, poc, story, playbook, error);
}

/**
 * pm_demo_tell_stories:
 * @self: the demo
 * @n_pocs: how many, at most %PM_DEMO_STORIES
 * @error: return location
 *
 * Adds the POCs that are told one by one.
 */
gboolean
pm_demo_tell_stories (PmDemo *self, guint n_pocs, GError **error)
{
  JsonArray *stories = pm_wire_get_array (self->data, "pocs");

  g_assert (n_pocs <= json_array_get_length (stories));

  for (guint i = 0; i < n_pocs; i++)
    if (!tell_story (self, json_array_get_object_element (stories, i), error))
      return FALSE;
  return TRUE;
}
