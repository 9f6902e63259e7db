/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-poc.h"
#include "server/http/pm-page.h"
#include "server/http/pm-record-input.h"
#include "server/pocs/pm-poc-rules.h"
#include "server/pocs/pm-viewer.h"
#include "wire/pm-wire.h"

#include <string.h>

/* What a list of POCs is narrowed down to; NULL: not by that. Texts are found anywhere, without
 * regard to case: databases know the case of ASCII letters only, so they are compared here. */
typedef struct {
  const char *status;
  char *company;
  char *person;
  GHashTable *with_person; /* the POCs in which such a person takes part */
} Filter;

static void
filter_clear (Filter *self)
{
  g_clear_pointer (&self->company, g_free);
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->with_person, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filter, filter_clear)

static char *
fold (const char *text)
{
  g_autofree char *composed = text == NULL ? NULL : g_utf8_normalize (text, -1, G_NORMALIZE_ALL);

  return composed == NULL ? NULL : g_utf8_casefold (composed, -1);
}

static gboolean
contains (const char *text, const char *folded_part)
{
  g_autofree char *folded = fold (text);

  return folded != NULL && strstr (folded, folded_part) != NULL;
}

/* A name that a customer does not see is not found by them either. */
static gboolean
is_person (PmStatement *row, const char *folded_part, gboolean is_internal)
{
  const char *full_name = pm_statement_get_text (row, 1);

  return (is_internal || pm_person_is_named (full_name, pm_statement_get_text (row, 2))) &&
         contains (full_name, folded_part);
}

static gboolean
find_person (Filter *self, PmDb *db, PmRequest *request, GError **error)
{
  gboolean is_internal = pm_role_is_internal (pm_request_get_role (request));
  PmStatement *rows = pm_db_query (db, error,
                                   "SELECT poc_id, full_name, email FROM participant"
                                   " JOIN poc ON poc.id = poc_id"
                                   " JOIN account ON account.id = user_id WHERE tenant_id = ?1",
                                   "i", pm_request_get_tenant_id (request));
  g_autoptr (GError) local = NULL;

  self->with_person = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (rows == NULL)
    return FALSE;
  while (pm_statement_step (rows, &local)) {
    gint64 poc_id = pm_statement_get_int64 (rows, 0);

    if (is_person (rows, self->person, is_internal))
      g_hash_table_add (self->with_person, g_memdup2 (&poc_id, sizeof poc_id));
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
filter_read (Filter *self, PmDb *db, PmRequest *request, GError **error)
{
  int ignored;

  self->status = pm_request_get_query (request, "status");
  self->company = fold (pm_request_get_query (request, "customer_name"));
  self->person = fold (pm_request_get_query (request, "user_name"));
  if (self->status != NULL &&
      !pm_input_parse_choice (PM_TYPE_POC_STATUS, "query.status", self->status, &ignored, error))
    return FALSE;
  return self->person == NULL || find_person (self, db, request, error);
}

static gboolean
filter_takes (Filter *self, const char *company, gint64 poc_id)
{
  return (self->company == NULL || contains (company, self->company)) &&
         (self->with_person == NULL || g_hash_table_contains (self->with_person, &poc_id));
}

/* Such a list may be long: it is written without a tree in between. */
static PmReply *
take_page (PmStatement *rows, Filter *filter, PmPageBounds bounds, GError **error)
{
  g_autoptr (GString) json = g_string_new ("[");
  g_autoptr (GError) local = NULL;

  while (bounds.limit > 0 && pm_statement_step (rows, &local)) {
    g_autoptr (PmRecord) poc = NULL;

    if (!filter_takes (filter, pm_statement_get_text (rows, 0), pm_statement_get_int64 (rows, 1)) ||
        bounds.skip-- > 0)
      continue;
    poc = pm_statement_new_record (rows, PM_TYPE_POC);
    pm_wire_write_record (json, poc);
    bounds.limit--;
  }
  pm_statement_reset (rows);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  g_string_append_c (json, ']');
  return pm_reply_new_bytes (200, "application/json",
                             g_string_free_to_bytes (g_steal_pointer (&json)));
}

/**
 * pm_poc_rule_list:
 * @db: a connection
 * @request: the request: `skip`, `limit`, `status`, `customer_name`, `user_name`
 * @data: unused
 * @error: return location
 *
 * The organization's POCs, the oldest first; for a customer those that they take part in.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 participant =
      pm_role_is_internal (pm_request_get_role (request)) ? 0 : pm_request_get_user_id (request);
  g_auto (Filter) filter = { 0 };
  PmPageBounds bounds;
  PmStatement *rows;

  if (!pm_page_bounds_read (request, &bounds, error) || !filter_read (&filter, db, request, error))
    return NULL;
  rows = pm_db_query (db, error,
                      "SELECT customer_company_name, id, poc.* FROM poc WHERE tenant_id = ?1"
                      " AND (?2 = 0 OR EXISTS (SELECT 1 FROM participant"
                      "   WHERE participant.poc_id = poc.id AND user_id = ?2))"
                      " AND (?3 IS NULL OR status = ?3) ORDER BY id",
                      "iis", pm_request_get_tenant_id (request), participant, filter.status);
  if (rows == NULL)
    return NULL;
  return take_page (rows, &filter, bounds, error);
}
