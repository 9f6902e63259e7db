/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-message-template.h"

#include "domain/pm-text.h"

#include <string.h>

static const char built_in[] =
    "Hi {first_name},\n"
    "\n"
    "I've set up {poc} for you, so that we can work through it together. There you can see our "
    "progress, follow the tasks and give feedback whenever you like.\n"
    "\n"
    "The link in this mail takes you straight there. If anything is unclear, just reply.\n"
    "\n"
    "Best regards,\n"
    "{inviter}";

typedef struct {
  const char *name;
  PmMessageGaps gap;
  gsize offset;
} Placeholder;

static const Placeholder placeholders[] = {
  { "first_name", PM_MESSAGE_LACKS_FIRST_NAME, G_STRUCT_OFFSET (PmMessageValues, first_name) },
  { "poc", PM_MESSAGE_LACKS_POC, G_STRUCT_OFFSET (PmMessageValues, poc) },
  { "company", PM_MESSAGE_LACKS_COMPANY, G_STRUCT_OFFSET (PmMessageValues, company) },
  { "inviter", PM_MESSAGE_LACKS_INVITER, G_STRUCT_OFFSET (PmMessageValues, inviter) },
};

static const Placeholder *
find_placeholder (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (placeholders); i++)
    if (strlen (placeholders[i].name) == length &&
        strncmp (placeholders[i].name, name, length) == 0)
      return &placeholders[i];
  return NULL;
}

/* "Hi {first_name}," without a name is "Hi,": an unknown name takes its space along. */
static void
drop_space (GString *result)
{
  if (result->len > 0 && result->str[result->len - 1] == ' ')
    g_string_truncate (result, result->len - 1);
}

static PmMessageGaps
append_value (GString *result, const Placeholder *placeholder, const PmMessageValues *values)
{
  const char *value = G_STRUCT_MEMBER (const char *, values, placeholder->offset);
  g_autofree char *line = NULL;

  if (!pm_text_is_blank (value)) {
    line = pm_text_single_line (value);
    g_string_append (result, line);
    return PM_MESSAGE_COMPLETE;
  }
  if (placeholder->gap == PM_MESSAGE_LACKS_FIRST_NAME)
    drop_space (result);
  else
    g_string_append_printf (result, "{%s}", placeholder->name);
  return placeholder->gap;
}

/**
 * pm_message_template_built_in:
 *
 * Returns: (transfer none): the friendly note that is there from the start. Any thread.
 */
const char *
pm_message_template_built_in (void)
{
  return built_in;
}

/**
 * pm_message_expand:
 * @message: a personal message or a template of one, valid UTF-8
 * @values: what is known
 * @gaps: (out) (optional): what needs a second look
 *
 * Fills in `{first_name}`, `{poc}`, `{company}` and `{inviter}`. Braces are ordinary characters
 * otherwise. An unknown first name leaves no gap in the text; anything else that is unknown keeps
 * its placeholder, so that it is seen. Values are inserted as they are: a placeholder inside a
 * value is not filled in. Any thread.
 *
 * Returns: (transfer full): the message
 */
char *
pm_message_expand (const char *message, const PmMessageValues *values, PmMessageGaps *gaps)
{
  GString *result = g_string_new (NULL);
  PmMessageGaps found = PM_MESSAGE_COMPLETE;
  const char *rest = message;

  for (const char *brace; (brace = strchr (rest, '{')) != NULL;) {
    gsize length = strspn (brace + 1, "abcdefghijklmnopqrstuvwxyz_");
    gboolean closed = length > 0 && brace[1 + length] == '}';
    const Placeholder *placeholder = closed ? find_placeholder (brace + 1, length) : NULL;

    g_string_append_len (result, rest, brace - rest);
    rest = brace + (closed ? length + 2 : 1);
    if (placeholder != NULL) {
      found |= append_value (result, placeholder, values);
      continue;
    }
    g_string_append_len (result, brace, rest - brace);
    if (closed)
      found |= PM_MESSAGE_HAS_UNKNOWN;
  }
  g_string_append (result, rest);
  if (gaps != NULL)
    *gaps = found;
  return g_string_free (result, FALSE);
}
