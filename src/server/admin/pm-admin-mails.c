/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-admin-task.h"

#include "domain/pm-template.h"
#include "server/invitations/pm-invitation-template.h"
#include "server/mail/pm-mail-servers.h"

static gboolean
show_part (PmTemplate *template, const char *part, GString *output, GError **error)
{
  const char *text;

  if (g_str_equal (part, "subject"))
    text = pm_template_get_subject (template);
  else if (g_str_equal (part, "text"))
    text = pm_template_get_text (template);
  else if (g_str_equal (part, "html"))
    text = pm_template_get_html (template);
  else
    return pm_admin_refuse (error, "Its parts are subject, text and html.");
  if (text == NULL)
    return pm_admin_refuse (error, "It has no HTML of its own: that is made of the text.");
  g_string_append_printf (output, "%s\n", text);
  return TRUE;
}

static gboolean
show_template (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  const char *part = pm_admin_call_get (call, "part");
  g_autoptr (PmTemplate) template = NULL;
  gint64 tenant_id;

  if (!pm_admin_call_find_tenant (call, "slug", db, &tenant_id, error))
    return FALSE;
  template = pm_invitation_template_find (db, tenant_id, error);
  if (template == NULL)
    return FALSE;
  if (part != NULL)
    return show_part (template, part, output, error);
  g_string_append_printf (output, "Subject: %s\n\n%s\n", pm_template_get_subject (template),
                          pm_template_get_text (template));
  return TRUE;
}

static void
take_over (const PmAdminCall *call, PmTemplate *template)
{
  const char *subject = pm_admin_call_get (call, "subject");
  const char *text = pm_admin_call_get (call, "text");
  const char *html = pm_admin_call_get (call, "html");

  if (subject != NULL)
    pm_template_set_subject (template, subject);
  if (text != NULL)
    pm_template_set_text (template, text);
  if (html != NULL)
    pm_template_set_html (template, html);
}

static gboolean
set_template (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  gboolean standard = pm_admin_call_get (call, "default") != NULL;
  gboolean parts = pm_admin_call_get (call, "subject") != NULL ||
                   pm_admin_call_get (call, "text") != NULL ||
                   pm_admin_call_get (call, "html") != NULL;
  g_autoptr (PmTemplate) template = NULL;
  gint64 tenant_id;

  if (!pm_admin_call_find_tenant (call, "slug", db, &tenant_id, error))
    return FALSE;
  if (standard == parts)
    return pm_admin_refuse (error,
                            "Say what it is to be: --subject, --text, --html, or --default.");
  if (parts) {
    template = pm_invitation_template_find (db, tenant_id, error);
    if (template == NULL)
      return FALSE;
    take_over (call, template);
  }
  if (!pm_invitation_template_store (db, tenant_id, template, call->now, error))
    return FALSE;
  g_string_append (output, parts ? "The invitation mail is changed.\n"
                                 : "The invitation mail is as it was at first.\n");
  return TRUE;
}

static gboolean
set_mail (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  PmMailServer server = {
    .url = (char *) pm_admin_call_get (call, "url"),
    .password = (char *) pm_admin_call_get (call, "password"),
    .sender = (char *) pm_admin_call_get (call, "from"),
  };
  gint64 tenant_id;

  if (!pm_admin_call_find_tenant (call, "slug", db, &tenant_id, error) ||
      !pm_mail_servers_put (db, call->key, tenant_id, &server, call->now, error))
    return FALSE;
  g_string_append (output, "Its mails go there now. “mail test” shows whether that works.\n");
  return TRUE;
}

static gboolean
unset_mail (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  gint64 tenant_id;

  if (!pm_admin_call_find_tenant (call, "slug", db, &tenant_id, error) ||
      !pm_mail_servers_remove (db, tenant_id, error))
    return FALSE;
  g_string_append (output, "Its mails go the server's own way now.\n");
  return TRUE;
}

static const PmAdminTask tasks[] = {
  { "template show", PM_ADMIN_READS, show_template },
  { "template set", PM_ADMIN_WRITES, set_template },
  { "mail set", PM_ADMIN_WRITES, set_mail },
  { "mail unset", PM_ADMIN_WRITES, unset_mail },
};

/**
 * pm_admin_mail_tasks:
 * @n_tasks: (out): how many
 *
 * Returns: (transfer none): what is done about mails
 */
const PmAdminTask *
pm_admin_mail_tasks (guint *n_tasks)
{
  *n_tasks = G_N_ELEMENTS (tasks);
  return tasks;
}
