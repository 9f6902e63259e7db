/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-poc-input.h"

#include "domain/pm-error.h"
#include "domain/pm-time.h"
#include "server/http/pm-body.h"

#include <string.h>

#define SCORE_MAX 100

/* The texts that may be changed from outside. */
static const struct {
  int field;
  PmTextShape shape;
  gsize max_chars;
  gboolean is_needed;
} texts[] = {
  { PM_POC_TITLE, PM_TEXT_LINE, PM_TEXT_TITLE_MAX, TRUE },
  { PM_POC_CUSTOMER_COMPANY_NAME, PM_TEXT_LINE, PM_TEXT_TITLE_MAX, TRUE },
  { PM_POC_DESCRIPTION, PM_TEXT_LINES, PM_TEXT_DESCRIPTION_MAX, FALSE },
  { PM_POC_EXECUTIVE_SUMMARY, PM_TEXT_LINES, PM_TEXT_DESCRIPTION_MAX, FALSE },
  { PM_POC_OBJECTIVES, PM_TEXT_LINES, PM_TEXT_DESCRIPTION_MAX, FALSE },
};

static const int dates[] = { PM_POC_START_DATE, PM_POC_END_DATE };

static const char *
name_of (int field)
{
  guint n_fields;

  return pm_record_type_get_fields (PM_TYPE_POC, &n_fields)[field].name;
}

/* A member that is missing keeps its value; so a needed one must be there only where none is. */
static gboolean
read_text (PmPoc *poc, JsonObject *body, guint which, GError **error)
{
  int field = texts[which].field;
  const char *name = name_of (field);
  gboolean is_given = json_object_has_member (body, name);
  gboolean must =
      texts[which].is_needed && (is_given || !pm_record_is_set (PM_RECORD (poc), field));
  const char *text;

  if (!pm_body_get_text (body, name, must ? PM_BODY_REQUIRED : PM_BODY_OPTIONAL, texts[which].shape,
                         texts[which].max_chars, &text, error))
    return FALSE;
  if (must && pm_text_is_blank (text)) {
    pm_error_refuse_field (error, name, "string_too_short", "This must not be empty.");
    return FALSE;
  }
  if (is_given)
    pm_record_set_string (PM_RECORD (poc), field, text);
  return TRUE;
}

static gboolean
read_date (PmPoc *poc, JsonObject *body, int field, GError **error)
{
  const char *name = name_of (field);
  const char *date;

  if (!json_object_has_member (body, name))
    return TRUE;
  if (!pm_body_get_text (body, name, PM_BODY_OPTIONAL, PM_TEXT_LINE, PM_TEXT_NAME_MAX, &date,
                         error))
    return FALSE;
  if (date != NULL && !pm_date_is_valid (date)) {
    pm_error_refuse_field (error, name, "date_from_datetime_parsing",
                           "A date is written YYYY-MM-DD.");
    return FALSE;
  }
  pm_record_set_string (PM_RECORD (poc), field, date);
  return TRUE;
}

static gboolean
check_dates (PmPoc *poc, GError **error)
{
  const char *start = pm_poc_get_start_date (poc), *end = pm_poc_get_end_date (poc);

  if (start == NULL || end == NULL || strcmp (start, end) <= 0)
    return TRUE;
  pm_error_refuse_field (error, "end_date", NULL, "The end lies before the start.");
  return FALSE;
}

static gboolean
read_status (PmPoc *poc, JsonObject *body, GError **error)
{
  const char *nick;
  int status;

  if (!json_object_has_member (body, "status"))
    return TRUE;
  if (!pm_body_get_text (body, "status", PM_BODY_REQUIRED, PM_TEXT_LINE, PM_TEXT_NAME_MAX, &nick,
                         error))
    return FALSE;
  if (!pm_enum_from_nick (PM_TYPE_POC_STATUS, nick, &status)) {
    pm_error_refuse_field (error, "status", "enum",
                           "Input should be 'draft', 'active', 'completed' or 'archived'");
    return FALSE;
  }
  pm_poc_set_status (poc, status);
  return TRUE;
}

static gboolean
read_score (PmPoc *poc, JsonObject *body, GError **error)
{
  const char *name = "overall_success_score";
  gint64 score = -1;

  if (!json_object_has_member (body, name))
    return TRUE;
  if (!pm_body_get_integer (body, name, PM_BODY_OPTIONAL, &score, error))
    return FALSE;
  if (json_object_get_null_member (body, name)) {
    pm_record_unset (PM_RECORD (poc), PM_POC_OVERALL_SUCCESS_SCORE);
    return TRUE;
  }
  if (score < 0 || score > SCORE_MAX) {
    pm_error_refuse_field (error, name, NULL, "A score lies between 0 and 100.");
    return FALSE;
  }
  pm_poc_set_overall_success_score (poc, score);
  return TRUE;
}

/**
 * pm_poc_input_read:
 * @poc: a POC; what @body does not mention keeps its value
 * @body: (nullable): a request's body
 * @error: return location
 *
 * Reads what may be said of a POC from outside.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE, naming the member, if something cannot be; @poc
 *   may be half changed then
 */
gboolean
pm_poc_input_read (PmPoc *poc, JsonObject *body, GError **error)
{
  if (body == NULL) {
    pm_error_refuse_field (error, NULL, "missing", "Field required");
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!read_text (poc, body, i, error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    if (!read_date (poc, body, dates[i], error))
      return FALSE;
  return check_dates (poc, error) && read_status (poc, body, error) &&
         read_score (poc, body, error);
}
