/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pm-log.h"

#include <string.h>
#include <unistd.h>

/*
 * A line is `event key=value key=value`. Behind it stands whoever reads standard error: the journal
 * gets the level as it wants it and knows the time itself, others get both in words.
 */

static const char *const level_names[] = {
  [PM_LOG_ERROR] = "error",
  [PM_LOG_WARNING] = "warning",
  [PM_LOG_INFO] = "info",
  [PM_LOG_DEBUG] = "debug",
};

/* As syslog numbers them. */
static const int level_numbers[] = {
  [PM_LOG_ERROR] = 3,
  [PM_LOG_WARNING] = 4,
  [PM_LOG_INFO] = 6,
  [PM_LOG_DEBUG] = 7,
};

static PmLogLevel wanted = PM_LOG_WARNING;
static gboolean to_journal;

/**
 * pm_log_level_from_name:
 * @name: a level's name
 * @level: (out): the level
 *
 * Returns: %FALSE if there is none of that name
 */
gboolean
pm_log_level_from_name (const char *name, PmLogLevel *level)
{
  for (guint i = 0; i < G_N_ELEMENTS (level_names); i++)
    if (g_str_equal (name, level_names[i])) {
      *level = (PmLogLevel) i;
      return TRUE;
    }
  return FALSE;
}

static void
append_head (GString *line, PmLogLevel level)
{
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *time = NULL;

  if (to_journal) {
    g_string_append_printf (line, "<%d>", level_numbers[level]);
    return;
  }
  now = g_date_time_new_now_utc ();
  time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  g_string_append_printf (line, "%s.%03dZ %s ", time, g_date_time_get_microsecond (now) / 1000,
                          level_names[level]);
}

/* Whatever it holds, it stays one word, or one pair of quotes, on one line. */
static void
append_value (GString *line, const char *value)
{
  gboolean plain = *value != '\0';

  for (const char *p = value; *p != '\0'; p++)
    plain = plain && *p > ' ' && *p != '"' && *p != '=' && *p != '\\' && *p != 0x7f;
  if (plain) {
    g_string_append (line, value);
    return;
  }
  g_string_append_c (line, '"');
  for (const char *p = value; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c (line, '\\');
    g_string_append_c (line, g_ascii_iscntrl (*p) ? ' ' : *p);
  }
  g_string_append_c (line, '"');
}

/* In one call, so that the lines of several threads do not mix. Nobody can be told of a failure. */
static void
write_line (GString *line)
{
  g_string_append_c (line, '\n');
  for (gsize done = 0; done < line->len;) {
    gssize written = write (STDERR_FILENO, line->str + done, line->len - done);

    if (written <= 0)
      return;
    done += (gsize) written;
  }
}

static PmLogLevel
level_of (GLogLevelFlags flags)
{
  if (flags & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return PM_LOG_ERROR;
  if (flags & (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE))
    return PM_LOG_WARNING;
  return flags & G_LOG_LEVEL_INFO ? PM_LOG_INFO : PM_LOG_DEBUG;
}

/* What the libraries and the rooms have to say comes in the same form. */
static GLogWriterOutput
write_message (GLogLevelFlags flags, const GLogField *fields, gsize n_fields, gpointer data)
{
  const char *message = NULL;
  const char *domain = NULL;

  for (gsize i = 0; i < n_fields; i++) {
    if (fields[i].length >= 0)
      continue;
    if (g_str_equal (fields[i].key, "MESSAGE"))
      message = fields[i].value;
    else if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
      domain = fields[i].value;
  }
  pm_log (level_of (flags), "message", "from", domain != NULL ? domain : "-", "text",
          message != NULL ? message : "", NULL);
  return G_LOG_WRITER_HANDLED;
}

/**
 * pm_log_start:
 * @level: what is written, and all that matters more
 *
 * Takes over everything that is logged in this process. To be called once, before there are
 * threads.
 */
void
pm_log_start (PmLogLevel level)
{
  wanted = level;
  to_journal = g_log_writer_is_journald (STDERR_FILENO);
  g_log_set_writer_func (write_message, NULL, NULL);
}

/**
 * pm_log_has:
 * @level: a level
 *
 * Returns: whether lines of it are written. Any thread
 */
gboolean
pm_log_has (PmLogLevel level)
{
  return level <= wanted;
}

/**
 * pm_log:
 * @level: how much it matters
 * @event: what happened, a word
 * @...: names and values, both text, %NULL at the end; a value that is %NULL is left out. Never a
 *   secret: no password, no token, no link, nothing of a body
 *
 * Writes a line to the log. Any thread.
 */
void
pm_log (PmLogLevel level, const char *event, ...)
{
  g_autoptr (GString) line = NULL;
  const char *name;
  va_list args;

  if (!pm_log_has (level))
    return;
  line = g_string_sized_new (200);
  append_head (line, level);
  g_string_append (line, event);
  va_start (args, event);
  while ((name = va_arg (args, const char *)) != NULL) {
    const char *value = va_arg (args, const char *);

    if (value == NULL)
      continue;
    g_string_append_printf (line, " %s=", name);
    append_value (line, value);
  }
  va_end (args);
  write_line (line);
}
