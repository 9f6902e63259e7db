/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invitation-template.h"

#include "domain/pm-mail-template.h"
#include "domain/pm-text.h"
#include "server/audit/pm-audit.h"
#include "server/changes/pm-changes.h"
#include "server/pm-rows.h"
#include "wire/pm-wire.h"

static void
fill_in_default (PmTemplate *template)
{
  g_autoptr (PmTemplate) standard = pm_mail_template_default ();

  if (pm_template_get_subject (template) != NULL)
    return;
  pm_template_set_subject (template, pm_template_get_subject (standard));
  pm_template_set_text (template, pm_template_get_text (standard));
  pm_template_set_html (template, pm_template_get_html (standard));
}

/**
 * pm_invitation_template_find:
 * @db: a connection
 * @tenant_id: an organization
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what its invitation mails look like: its own template, or
 *   the default
 */
PmTemplate *
pm_invitation_template_find (PmDb *db, gint64 tenant_id, GError **error)
{
  PmTemplate *template = pm_rows_take_record (
      pm_db_query (db, error, PM_INVITATION_TEMPLATE_SQL, "ii", tenant_id, tenant_id),
      PM_TYPE_TEMPLATE, error);

  if (template != NULL)
    fill_in_default (template);
  return template;
}

static gboolean
is_default (PmTemplate *mail_template)
{
  g_autoptr (PmTemplate) standard = pm_mail_template_default ();

  return g_strcmp0 (pm_template_get_subject (mail_template), pm_template_get_subject (standard)) ==
             0 &&
         g_strcmp0 (pm_template_get_text (mail_template), pm_template_get_text (standard)) == 0 &&
         pm_text_is_blank (pm_template_get_html (mail_template));
}

static gboolean
put (PmDb *db, gint64 tenant_id, PmTemplate *mail_template, gint64 now, GError **error)
{
  const char *html = pm_template_get_html (mail_template);

  return pm_db_run (db, error,
                    "INSERT INTO template (id, subject, text, html, updated_at)"
                    " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE SET"
                    " subject = excluded.subject, text = excluded.text, html = excluded.html,"
                    " updated_at = excluded.updated_at",
                    "isssi", tenant_id, pm_template_get_subject (mail_template),
                    pm_template_get_text (mail_template), pm_text_is_blank (html) ? NULL : html,
                    now);
}

/**
 * pm_invitation_template_store:
 * @db: the connection, in a transaction
 * @tenant_id: an organization
 * @mail_template: (nullable): what its invitation mails look like from now on; %NULL or what is
 *   the same as the default: as by default, also when that is worded anew one day
 * @now: the moment
 * @error: return location
 *
 * Checks and keeps an organization's template.
 *
 * Returns: %FALSE with %PM_ERROR_INVALID, naming the field, if no mail can be made of it
 */
gboolean
pm_invitation_template_store (PmDb *db,
                              gint64 tenant_id,
                              PmTemplate *mail_template,
                              gint64 now,
                              GError **error)
{
  gboolean done;

  if (mail_template == NULL || is_default (mail_template))
    done = pm_db_run (db, error, "DELETE FROM template WHERE id = ?1", "i", tenant_id);
  else
    done = pm_mail_template_check (mail_template, error) &&
           put (db, tenant_id, mail_template, now, error);
  return done && pm_changes_note (db, tenant_id, "template", tenant_id, error) &&
         pm_audit_note (db, tenant_id, PM_AUDIT_TEMPLATE_CHANGED, NULL, error);
}

static void
add_placeholders (JsonObject *object)
{
  const char *const *names = pm_mail_template_placeholders ();
  JsonArray *placeholders = json_array_new ();

  for (; *names != NULL; names++)
    json_array_add_string_element (placeholders, *names);
  json_object_set_array_member (object, "placeholders", placeholders);
}

/**
 * pm_invitation_template_encode:
 * @template: a template
 *
 * Returns: (transfer full): it as the API writes it, with the placeholders that may stand in it
 */
JsonObject *
pm_invitation_template_encode (PmTemplate *template)
{
  JsonObject *object = pm_wire_encode (PM_RECORD (template));

  add_placeholders (object);
  return object;
}

/**
 * pm_invitation_template_amend:
 * @db: a connection
 * @tenant_id: the organization
 * @record: a template as %PM_INVITATION_TEMPLATE_SQL reads it
 * @object: it as the feed carries it
 * @error: return location
 *
 * Fills in what the row does not say.
 */
gboolean
pm_invitation_template_amend (PmDb *db,
                              gint64 tenant_id,
                              PmRecord *record,
                              JsonObject *object,
                              GError **error)
{
  fill_in_default (PM_TEMPLATE (record));
  for (guint field = 0; field < PM_TEMPLATE_N_FIELDS; field++)
    pm_wire_encode_field (record, field, object);
  add_placeholders (object);
  return TRUE;
}
