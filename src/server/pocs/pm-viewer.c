/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-viewer.h"

#include "domain/pm-text.h"
#include "server/pocs/pm-poc-store.h"

#include <string.h>

static gboolean
find_inviter (PmDb *db, gint64 poc_id, PmViewer *self, GError **error)
{
  return pm_db_query_int64 (db, &self->inviter_id, error,
                            "SELECT invited_by FROM invitation"
                            " WHERE poc_id = ?1 AND accepted_by = ?2 ORDER BY id DESC LIMIT 1",
                            "ii", poc_id, self->user_id);
}

/**
 * pm_viewer_init:
 * @self: (out caller-allocates): who looks
 * @db: a connection
 * @request: a request for a POC, or for something of it
 * @error: return location
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_viewer_init (PmViewer *self, PmDb *db, PmRequest *request, GError **error)
{
  g_autoptr (PmPoc) poc = pm_poc_store_get (db, pm_request_get_id (request, "poc"), error);

  *self = (PmViewer) {
    .user_id = pm_request_get_user_id (request),
    .is_internal = pm_role_is_internal (pm_request_get_role (request)),
  };
  if (poc == NULL)
    return FALSE;
  self->company = g_strdup (pm_poc_get_customer_company_name (poc));
  return self->is_internal || find_inviter (db, pm_poc_get_id (poc), self, error);
}

void
pm_viewer_clear (PmViewer *self)
{
  g_clear_pointer (&self->company, g_free);
}

/**
 * pm_person_is_named:
 * @full_name: a person's name
 * @email: the person's address
 *
 * Returns: whether the name tells more than the address. One that was only guessed from it would
 *   give half of the address away
 */
gboolean
pm_person_is_named (const char *full_name, const char *email)
{
  g_autofree char *guess = pm_text_full_name (NULL, NULL, email);

  return !pm_text_is_blank (full_name) && strcmp (full_name, guess) != 0;
}

/**
 * pm_viewer_may_see_address:
 * @self: who looks
 * @user_id: another person, or the same
 *
 * Returns: whether they see that person's address
 */
gboolean
pm_viewer_may_see_address (const PmViewer *self, gint64 user_id)
{
  return self->is_internal || user_id == self->user_id || user_id == self->inviter_id;
}

/**
 * pm_viewer_get_name_of:
 * @self: who looks
 * @user_id: another person, or the same
 * @full_name: that person's name
 * @email: that person's address
 * @is_customer: on which side they take part
 *
 * Returns: (transfer full): how that person is called
 */
char *
pm_viewer_get_name_of (const PmViewer *self,
                       gint64 user_id,
                       const char *full_name,
                       const char *email,
                       gboolean is_customer)
{
  if (self->is_internal || user_id == self->user_id || pm_person_is_named (full_name, email))
    return g_strdup (full_name);
  if (!is_customer)
    return g_strdup ("Participant");
  return g_strdup_printf ("Participant from %s", self->company);
}
