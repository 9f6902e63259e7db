/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-admin-task.h"

#include "domain/pm-error.h"
#include "domain/pm-time.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-organization-store.h"
#include "server/changes/pm-change-log.h"
#include "wire/pm-wire.h"

#include <string.h>

/* What stands in the audit where others have their network address. */
#define CLIENT "command line"

typedef const PmAdminTask *(*Table) (guint *n_tasks);

static const Table tables[] = {
  pm_admin_tenant_tasks,
  pm_admin_user_tasks,
  pm_admin_mail_tasks,
  pm_admin_care_tasks,
};

/**
 * pm_admin_task_find:
 * @name: a task's name
 *
 * Returns: (transfer none) (nullable): the task
 */
const PmAdminTask *
pm_admin_task_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    guint n_tasks;
    const PmAdminTask *tasks = tables[i](&n_tasks);

    for (guint j = 0; j < n_tasks; j++)
      if (g_str_equal (tasks[j].name, name))
        return &tasks[j];
  }
  return NULL;
}

/**
 * pm_admin_task_run:
 * @self: a task
 * @db: the connection, on its thread; in a transaction with a #PmChangeLog where it writes
 * @call: what it has to do
 * @output: what there is to say
 * @error: return location
 *
 * Returns: %FALSE with a sentence if it could not be done
 */
gboolean
pm_admin_task_run (const PmAdminTask *self,
                   PmDb *db,
                   const PmAdminCall *call,
                   GString *output,
                   GError **error)
{
  PmChangeLog *log = pm_db_get_user_data (db);

  if (log != NULL)
    log->client = CLIENT;
  return self->func (db, call, output, error);
}

gboolean
pm_admin_refuse (GError **error, const char *words)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_INVALID, words);
  return FALSE;
}

/**
 * pm_admin_call_get:
 * @call: a call
 * @name: a word's or an option's name
 *
 * Returns: (transfer none) (nullable): what was said
 */
const char *
pm_admin_call_get (const PmAdminCall *call, const char *name)
{
  return pm_wire_get_string (call->arguments, name);
}

/**
 * pm_admin_call_get_number:
 * @call: a call
 * @name: an option's name
 * @number: (inout): what was said; unchanged if nothing was
 * @error: return location
 *
 * Returns: %FALSE if it is no whole number
 */
gboolean
pm_admin_call_get_number (const PmAdminCall *call, const char *name, gint64 *number, GError **error)
{
  const char *text = pm_admin_call_get (call, name);

  if (text == NULL || g_ascii_string_to_signed (text, 10, 0, G_MAXINT, number, NULL))
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "--%s: “%s” is no whole number.", name, text);
  return FALSE;
}

/**
 * pm_admin_call_find_tenant:
 * @call: a call
 * @name: the name of the word or option that is a slug
 * @db: the connection
 * @tenant_id: (out): the organization; 0 if none was named
 * @error: return location
 *
 * Returns: %FALSE if there is none
 */
gboolean
pm_admin_call_find_tenant (const PmAdminCall *call,
                           const char *name,
                           PmDb *db,
                           gint64 *tenant_id,
                           GError **error)
{
  const char *slug = pm_admin_call_get (call, name);

  *tenant_id = 0;
  return slug == NULL || pm_organization_find (db, slug, tenant_id, error);
}

/**
 * pm_admin_call_find_user:
 * @call: a call
 * @name: the name of the word that is an address
 * @db: the connection
 * @user_id: (out): whose it is
 * @error: return location
 *
 * Returns: %FALSE if it is nobody's
 */
gboolean
pm_admin_call_find_user (const PmAdminCall *call,
                         const char *name,
                         PmDb *db,
                         gint64 *user_id,
                         GError **error)
{
  const char *address = pm_admin_call_get (call, name);

  if (address == NULL)
    return pm_admin_refuse (error, "The address is missing.");
  if (!pm_account_find (db, address, user_id, error))
    return FALSE;
  if (*user_id > 0)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_NOT_FOUND, "There is no account with the address “%s”.",
               address);
  return FALSE;
}

/* What was typed by others must not look like columns and lines, nor talk to the terminal. */
static void
append_plain (GString *output, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar letter = g_utf8_get_char (p);

    g_string_append_unichar (output, g_unichar_iscntrl (letter) ? ' ' : letter);
  }
}

static void
append_column (GString *output, PmStatement *row, int column, char type)
{
  g_autofree char *moment = NULL;

  if (pm_statement_is_null (row, column)) {
    g_string_append_c (output, '-');
    return;
  }
  if (type == 't')
    moment = pm_time_format (pm_statement_get_int64 (row, column));
  append_plain (output, moment != NULL ? moment : pm_statement_get_text (row, column));
}

/**
 * pm_admin_print_rows:
 * @row: (nullable): a walk over what is listed
 * @types: a letter for each column: `s` as it is, `t` a moment
 * @output: gets a line for each row, with tabs between the columns
 * @error: return location
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_admin_print_rows (PmStatement *row, const char *types, GString *output, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (row == NULL)
    return FALSE;
  while (pm_statement_step (row, &local))
    for (int i = 0; types[i] != '\0'; i++) {
      append_column (output, row, i, types[i]);
      g_string_append_c (output, types[i + 1] != '\0' ? '\t' : '\n');
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
