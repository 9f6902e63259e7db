/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-record-input.h"

#include "domain/pm-error.h"
#include "domain/pm-time.h"
#include "server/http/pm-body.h"

/* One member of a body on its way into its field. */
typedef struct {
  PmRecord *record;
  const PmInput *input;
  const PmField *field;
  JsonObject *body;
  PmBodyNeed need;
} Member;

static gboolean
read_text (Member *member, GError **error)
{
  const char *name = member->field->name;
  PmTextShape shape = member->input->flags & PM_INPUT_LINES ? PM_TEXT_LINES : PM_TEXT_LINE;
  const char *text;

  if (!pm_body_get_text (member->body, name, member->need, shape, (gsize) member->input->max, &text,
                         error))
    return FALSE;
  if (member->need == PM_BODY_REQUIRED && pm_text_is_blank (text)) {
    pm_error_refuse_field (error, name, "string_too_short", "This must not be empty.");
    return FALSE;
  }
  pm_record_set_string (member->record, member->input->field, text);
  return TRUE;
}

static gboolean
read_word (Member *member, const char **word, GError **error)
{
  return pm_body_get_text (member->body, member->field->name, member->need, PM_TEXT_LINE,
                           PM_TEXT_NAME_MAX, word, error);
}

static gboolean
read_date (Member *member, GError **error)
{
  const char *date;

  if (!read_word (member, &date, error))
    return FALSE;
  if (date != NULL && !pm_date_is_valid (date)) {
    pm_error_refuse_field (error, member->field->name, "date_from_datetime_parsing",
                           "A date is written YYYY-MM-DD.");
    return FALSE;
  }
  pm_record_set_string (member->record, member->input->field, date);
  return TRUE;
}

static gboolean
read_choice (Member *member, GError **error)
{
  const char *word;
  g_autofree char *folded = NULL;
  int value;

  if (!read_word (member, &word, error))
    return FALSE;
  if (word != NULL && member->input->flags & PM_INPUT_ANY_CASE)
    word = folded = g_ascii_strdown (word, -1);
  if (!pm_input_parse_choice (member->field->get_type (), member->field->name, word, &value, error))
    return FALSE;
  pm_record_set_enum (member->record, member->input->field, value);
  return TRUE;
}

static gboolean
read_integer (Member *member, GError **error)
{
  const PmInput *input = member->input;
  const char *name = member->field->name;
  gint64 value = input->min;

  if (!pm_body_get_integer (member->body, name, member->need, &value, error))
    return FALSE;
  if (value < input->min || value > input->max) {
    pm_error_refuse_field (error, name, NULL,
                           "Input should be a whole number from %" G_GINT64_FORMAT
                           " to %" G_GINT64_FORMAT,
                           input->min, input->max);
    return FALSE;
  }
  if (json_object_get_null_member (member->body, name))
    pm_record_unset (member->record, input->field);
  else
    pm_record_set_integer (member->record, input->field, value);
  return TRUE;
}

static gboolean
read_flag (Member *member, GError **error)
{
  gboolean value;

  if (!pm_body_get_boolean (member->body, member->field->name, PM_BODY_REQUIRED, &value, error))
    return FALSE;
  pm_record_set_boolean (member->record, member->input->field, value);
  return TRUE;
}

static gboolean
read_member (Member *member, GError **error)
{
  switch (member->field->kind) {
  case PM_KIND_INTEGER:
    return read_integer (member, error);
  case PM_KIND_BOOLEAN:
    return read_flag (member, error);
  case PM_KIND_STRING:
    return read_text (member, error);
  case PM_KIND_DATE:
    return read_date (member, error);
  case PM_KIND_ENUM:
    return read_choice (member, error);
  case PM_KIND_TIME:
  case PM_KIND_JSON:
  default:
    g_assert_not_reached ();
  }
}

/**
 * pm_record_input_read:
 * @record: a record; what @body does not mention keeps its value
 * @inputs: what may be said of it
 * @n_inputs: how many
 * @body: (nullable): a request's body
 * @error: return location
 *
 * Reads members into the fields of their names. Members that are not among @inputs are ignored.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE, naming the member, if something cannot be; @record
 *   may be half changed then
 */
gboolean
pm_record_input_read (PmRecord *record,
                      const PmInput *inputs,
                      guint n_inputs,
                      JsonObject *body,
                      GError **error)
{
  guint n_fields;
  const PmField *fields = pm_record_get_fields (record, &n_fields);

  if (body == NULL) {
    pm_error_refuse_field (error, NULL, "missing", "Field required");
    return FALSE;
  }
  for (guint i = 0; i < n_inputs; i++) {
    const PmInput *input = &inputs[i];
    gboolean is_needed = (input->flags & PM_INPUT_NEEDED) != 0;
    Member member = { record, input, &fields[input->field], body,
                      is_needed ? PM_BODY_REQUIRED : PM_BODY_OPTIONAL };

    if (!json_object_has_member (body, member.field->name) &&
        (!is_needed || pm_record_is_set (record, input->field)))
      continue;
    if (!read_member (&member, error))
      return FALSE;
  }
  return TRUE;
}

/* "Input should be 'a', 'b' or 'c'" */
static char *
list_choices (GType type)
{
  g_autoptr (GEnumClass) choices = g_type_class_ref (type);
  GString *list = g_string_new ("Input should be ");

  for (guint i = 0; i < choices->n_values; i++) {
    if (i > 0)
      g_string_append (list, i + 1 < choices->n_values ? ", " : " or ");
    g_string_append_printf (list, "'%s'", choices->values[i].value_nick);
  }
  return g_string_free (list, FALSE);
}

/**
 * pm_input_parse_choice:
 * @type: an enumeration
 * @name: where the word stands, a member of the body or `query.…`
 * @word: (nullable): a word from outside
 * @value: (out): what it means
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE, naming the words that are known, if it is none
 */
gboolean
pm_input_parse_choice (GType type, const char *name, const char *word, int *value, GError **error)
{
  g_autofree char *words = NULL;

  if (word != NULL && pm_enum_from_nick (type, word, value))
    return TRUE;
  words = list_choices (type);
  pm_error_refuse_field (error, name, "enum", "%s", words);
  return FALSE;
}
