/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-template-rules.h"

#include "domain/pm-error.h"
#include "domain/pm-mail-template.h"
#include "domain/pm-time.h"
#include "server/http/pm-body.h"
#include "server/invitations/pm-invitation-template.h"

static PmReply *
reply_template (PmDb *db, PmRequest *request, GError **error)
{
  g_autoptr (PmTemplate) mail_template =
      pm_invitation_template_find (db, pm_request_get_tenant_id (request), error);

  if (mail_template == NULL)
    return NULL;
  return pm_reply_new_object (200, pm_invitation_template_encode (mail_template));
}

/* A part that is not there stays as it is; null is the default's. */
static gboolean
read_part (JsonObject *body,
           PmTemplate *mail_template,
           guint field,
           PmTextShape shape,
           GError **error)
{
  guint n_fields;
  const char *name = pm_record_type_get_fields (PM_TYPE_TEMPLATE, &n_fields)[field].name;
  g_autoptr (PmTemplate) standard = NULL;
  const char *text;

  if (body == NULL || !json_object_has_member (body, name))
    return TRUE;
  if (!pm_body_get_text (body, name, PM_BODY_OPTIONAL, shape, G_MAXINT, &text, error))
    return FALSE;
  if (text == NULL) {
    standard = pm_mail_template_default ();
    text = pm_record_get_string (PM_RECORD (standard), field);
  }
  pm_record_set_string (PM_RECORD (mail_template), field, text);
  return TRUE;
}

static PmTemplate *
read_template (PmDb *db, PmRequest *request, GError **error)
{
  JsonObject *body = pm_request_get_body (request);
  g_autoptr (PmTemplate) mail_template =
      pm_invitation_template_find (db, pm_request_get_tenant_id (request), error);

  if (mail_template == NULL ||
      !read_part (body, mail_template, PM_TEMPLATE_SUBJECT, PM_TEXT_LINE, error) ||
      !read_part (body, mail_template, PM_TEMPLATE_TEXT, PM_TEXT_LINES, error) ||
      !read_part (body, mail_template, PM_TEMPLATE_HTML, PM_TEXT_LINES, error))
    return NULL;
  return g_steal_pointer (&mail_template);
}

/**
 * pm_template_rule_show:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * What an organization's invitation mails look like.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_template_rule_show (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  return reply_template (db, request, error);
}

/**
 * pm_template_rule_change:
 * @db: the connection, in a transaction
 * @request: the request: `subject`, `text`, `html`
 * @data: unused
 * @error: return location
 *
 * Changes what mails look like that are sent from now on.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_template_rule_change (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmTemplate) mail_template = read_template (db, request, error);

  if (mail_template == NULL ||
      !pm_invitation_template_store (db, pm_request_get_tenant_id (request), mail_template,
                                     pm_request_get_now (request), error))
    return NULL;
  return reply_template (db, request, error);
}

/**
 * pm_template_rule_reset:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Goes back to the default.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_template_rule_reset (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  if (!pm_invitation_template_store (db, pm_request_get_tenant_id (request), NULL,
                                     pm_request_get_now (request), error))
    return NULL;
  return reply_template (db, request, error);
}

/* What a preview is filled with where the request says nothing; the link is nobody's. */
static const struct {
  const char *name;
  gsize offset;
  PmTextShape shape;
  gsize max_chars;
  const char *standard;
} samples[] = {
  { "poc", G_STRUCT_OFFSET (PmMailValues, poc), PM_TEXT_LINE, PM_TEXT_TITLE_MAX,
    "Data Platform Evaluation" },
  { "company", G_STRUCT_OFFSET (PmMailValues, company), PM_TEXT_LINE, PM_TEXT_TITLE_MAX, "Globex" },
  { "customer_name", G_STRUCT_OFFSET (PmMailValues, customer_name), PM_TEXT_LINE,
    2 * PM_TEXT_NAME_MAX, "John Doe" },
  { "first_name", G_STRUCT_OFFSET (PmMailValues, first_name), PM_TEXT_LINE, PM_TEXT_NAME_MAX,
    "John" },
  { "inviter", G_STRUCT_OFFSET (PmMailValues, inviter), PM_TEXT_LINE, PM_TEXT_TITLE_MAX, NULL },
  { "organization", G_STRUCT_OFFSET (PmMailValues, organization), PM_TEXT_LINE, PM_TEXT_TITLE_MAX,
    NULL },
  { "message", G_STRUCT_OFFSET (PmMailValues, message), PM_TEXT_LINES, PM_TEXT_MESSAGE_MAX,
    "Welcome! Everything is set up for you. I answer questions within a day." },
  { "starts", G_STRUCT_OFFSET (PmMailValues, start_date), PM_TEXT_LINE, 10, "2026-11-02" },
  { "ends", G_STRUCT_OFFSET (PmMailValues, end_date), PM_TEXT_LINE, 10, "2026-12-11" },
  { "description", G_STRUCT_OFFSET (PmMailValues, description), PM_TEXT_LINES,
    PM_TEXT_DESCRIPTION_MAX, "Six weeks with your own data." },
};

static gboolean
read_sample_object (JsonObject *body, JsonObject **sample, GError **error)
{
  JsonNode *node = body == NULL ? NULL : json_object_get_member (body, "sample");

  *sample = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    *sample = json_node_get_object (node);
    return TRUE;
  }
  pm_error_refuse_field (error, "sample", "model_attributes_type",
                         "Input should be a valid dictionary or object to extract fields from");
  return FALSE;
}

static gboolean
check_day (const char *name, const char *day, GError **error)
{
  if (day == NULL || pm_date_is_valid (day))
    return TRUE;
  pm_error_refuse_field (error, name, "date_from_datetime_parsing", "Input should be a valid date");
  return FALSE;
}

/* Null empties a value, so that it can be seen how the mail looks without. */
static gboolean
read_samples (JsonObject *body, PmMailValues *values, GError **error)
{
  JsonObject *sample;

  if (!read_sample_object (body, &sample, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    const char **value = (const char **) G_STRUCT_MEMBER_P (values, samples[i].offset);

    if (samples[i].standard != NULL)
      *value = samples[i].standard;
    if (sample != NULL && json_object_has_member (sample, samples[i].name) &&
        !pm_body_get_text (sample, samples[i].name, PM_BODY_OPTIONAL, samples[i].shape,
                           samples[i].max_chars, value, error))
      return FALSE;
  }
  return check_day ("starts", values->start_date, error) &&
         check_day ("ends", values->end_date, error);
}

static PmReply *
reply_mail (PmTemplate *mail_template, const PmMailValues *values, GError **error)
{
  g_autoptr (PmRenderedMail) mail = pm_mail_render (mail_template, values, error);
  JsonObject *object;

  if (mail == NULL)
    return NULL;
  object = json_object_new ();
  json_object_set_string_member (object, "subject", mail->subject);
  json_object_set_string_member (object, "text", mail->text);
  json_object_set_string_member (object, "html", mail->html);
  return pm_reply_new_object (200, object);
}

/**
 * pm_template_rule_preview:
 * @db: a connection
 * @request: the request: `subject`, `text`, `html`, and `sample` with values of placeholders
 * @data: unused
 * @error: return location
 *
 * Shows the mail that a template would make, without keeping it.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_template_rule_preview (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmTemplate) mail_template = read_template (db, request, error);
  PmMailValues values = { .link = PM_MAIL_LINK_IN_PREVIEW };
  PmReply *reply = NULL;
  PmStatement *row;

  if (mail_template == NULL)
    return NULL;
  row = pm_db_query (db, error,
                     "SELECT full_name, organization.name, invitation_days FROM account"
                     " JOIN organization ON organization.id = ?2 WHERE account.id = ?1",
                     "ii", pm_request_get_user_id (request), pm_request_get_tenant_id (request));
  if (row == NULL || !pm_statement_step (row, error))
    return NULL;
  values.inviter = pm_statement_get_text (row, 0);
  values.organization = pm_statement_get_text (row, 1);
  values.expires_at =
      pm_request_get_now (request) + pm_statement_get_int64 (row, 2) * G_TIME_SPAN_DAY;
  if (read_samples (pm_request_get_body (request), &values, error))
    reply = reply_mail (mail_template, &values, error);
  pm_statement_reset (row);
  return reply;
}
