/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-command-line.h"

#include "domain/pm-error.h"
#include "pm-config.h"
#include "server/admin/pm-command.h"
#include "server/demo/pm-demo.h"
#include "wire/pm-wire.h"

#include <libdex.h>
#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define DEMO_POCS_MAX 200000
#define PROGRAM       "poc-manager-server"

/* How the program ends. */
#define DONE    0
#define FAILED  1
#define MISUSED 2
#define DAMAGED 3

typedef enum {
  PLACE_COMMAND, /* goes to the commands that name it */
  PLACE_CONFIG,  /* is a key of the configuration, too */
} Place;

typedef struct {
  const char *name;
  const char *value; /* NULL: it has none */
  Place place;
  const char *summary;
} Option;

static const Option options[] = {
  { "config", "FILE", PLACE_COMMAND, "Read this configuration" },
  { "data-dir", "DIR", PLACE_CONFIG, "Keep everything here" },
  { "help", NULL, PLACE_COMMAND, "Explain" },
  { "version", NULL, PLACE_COMMAND, "Print the version" },
  { "listen", "ADDRESS:PORT", PLACE_CONFIG, "Listen here, 127.0.0.1:8420 by default" },
  { "public-url", "URL", PLACE_CONFIG, "What links in mails begin with" },
  { "tls-cert", "FILE", PLACE_CONFIG, "Speak TLS with this certificate (PEM)" },
  { "tls-key", "FILE", PLACE_CONFIG, "The certificate's key (PEM)" },
  { "trust-proxy", NULL, PLACE_CONFIG, "Believe X-Forwarded-For: only with a proxy before it" },
  { "mail", "URL", PLACE_CONFIG, "smtp://user@host:587, smtps://user@host or file:DIR" },
  { "log-level", "LEVEL", PLACE_CONFIG,
    "error, warning, info (a line for every request) or debug" },
  { "quiet", NULL, PLACE_COMMAND, "The same as --log-level warning" },
  { "demo", "N", PLACE_COMMAND, "Fill an empty database with N POCs (--demo=N or --demo)" },
  { "slug", "SLUG", PLACE_COMMAND, "The organization's short name" },
  { "tenant", "SLUG", PLACE_COMMAND, "An organization" },
  { "role", "ROLE", PLACE_COMMAND,
    "tenant_admin, administrator, sales_engineer, account_executive or customer" },
  { "name", "NAME", PLACE_COMMAND, "A name" },
  { "invitation-days", "N", PLACE_COMMAND, "How long invitations live, 1 to 30" },
  { "reminders", "on|off", PLACE_COMMAND, "Whether pending invitations are reminded of" },
  { "part", "PART", PLACE_COMMAND, "Nothing but its subject, text or html" },
  { "subject", "TEXT", PLACE_COMMAND, "The subject" },
  { "text", "FILE", PLACE_COMMAND, "The text, from a file; - is standard input" },
  { "html", "FILE", PLACE_COMMAND, "The HTML, from a file; - is standard input" },
  { "default", NULL, PLACE_COMMAND, "As it was at first" },
  { "from", "ADDRESS", PLACE_COMMAND, "Whom mails come from" },
  { "days", "N", PLACE_COMMAND, "So far back, 30 by default" },
};

typedef struct {
  GHashTable *values; /* option → value, "" if it has none */
  char **words;
} Line;

static void
line_clear (Line *self)
{
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_strfreev (self->words);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

static gboolean
on_option (const char *name, const char *value, gpointer data, GError **error)
{
  Line *line = data;

  name += strspn (name, "-");
  if (g_str_equal (name, "h"))
    name = "help";
  if (g_hash_table_insert (line->values, g_strdup (name), g_strdup (value != NULL ? value : "")))
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "--%s is given twice.", name);
  return FALSE;
}

static void
describe_option (const Option *option, GOptionEntry *entry)
{
  *entry = (GOptionEntry) {
    .long_name = option->name,
    .short_name = g_str_equal (option->name, "help") ? 'h' : 0,
    .arg = G_OPTION_ARG_CALLBACK,
    .arg_data = on_option,
    .description = option->summary,
    .arg_description = option->value,
  };
  if (option->value == NULL)
    entry->flags = G_OPTION_FLAG_NO_ARG;
  else if (g_str_equal (option->name, "demo"))
    entry->flags = G_OPTION_FLAG_OPTIONAL_ARG;
  else if (g_str_equal (option->value, "FILE") || g_str_equal (option->value, "DIR"))
    entry->flags = G_OPTION_FLAG_FILENAME;
}

static gboolean
parse (Line *self, int *argc, char ***argv, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GOptionGroup *group = g_option_group_new ("main", "", "", self, NULL);
  GOptionEntry entries[G_N_ELEMENTS (options) + 2] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    describe_option (&options[i], &entries[i]);
  entries[G_N_ELEMENTS (options)] = (GOptionEntry) {
    .long_name = G_OPTION_REMAINING,
    .arg = G_OPTION_ARG_STRING_ARRAY,
    .arg_data = &self->words,
  };
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_option_group_add_entries (group, entries);
  g_option_context_set_main_group (context, group);
  g_option_context_set_help_enabled (context, FALSE);
  return g_option_context_parse (context, argc, argv, error);
}

/* How many of @words are @command's name; 0: it is another. */
static guint
match_name (const PmCommand *command, char **words)
{
  g_auto (GStrv) names = g_strsplit (command->name, " ", -1);
  guint n_names = g_strv_length (names);

  for (guint i = 0; i < n_names; i++)
    if (words[i] == NULL || !g_str_equal (words[i], names[i]))
      return 0;
  return n_names;
}

static const PmCommand *
find_command (char **words, guint *n_names, GError **error)
{
  guint n_commands;
  const PmCommand *commands = pm_command_list (&n_commands);
  g_autofree char *said = g_strjoinv (" ", words);

  for (guint i = 0; i < n_commands; i++) {
    *n_names = match_name (&commands[i], words);
    if (*n_names > 0)
      return &commands[i];
  }
  g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
               "There is no such command as “%s”. “" PROGRAM " --help” lists them.", said);
  return NULL;
}

static gboolean
goes_with (const PmCommand *command, const char *option)
{
  g_auto (GStrv) names = g_strsplit (command->options, " ", -1);

  if (g_str_equal (option, "config") || g_str_equal (option, "data-dir"))
    return TRUE;
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i] + (names[i][0] == '!'), option))
      return TRUE;
  return FALSE;
}

static gboolean
check_options (Line *self, const PmCommand *command, GError **error)
{
  g_auto (GStrv) names = g_strsplit (command->options, " ", -1);
  GHashTableIter iter;
  gpointer given;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &given, NULL))
    if (!goes_with (command, given)) {
      g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "--%s does not go with “%s”.",
                   (const char *) given, command->name);
      return FALSE;
    }
  for (guint i = 0; names[i] != NULL; i++)
    if (names[i][0] == '!' && !g_hash_table_contains (self->values, names[i] + 1)) {
      g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” needs --%s.", command->name,
                   names[i] + 1);
      return FALSE;
    }
  return TRUE;
}

/* Words and options that are the command's own, by name. */
static JsonObject *
collect (Line *self, const PmCommand *command, char **words, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_auto (GStrv) names = g_strsplit (command->arguments, " ", -1);
  guint n_words = g_strv_length (words);
  GHashTableIter iter;
  gpointer name, value;

  if (n_words < g_strv_length (names)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” needs %s.", command->name,
                 command->arguments);
    return NULL;
  }
  if (n_words > g_strv_length (names)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” is one word too many for “%s”.",
                 words[g_strv_length (names)], command->name);
    return NULL;
  }
  for (guint i = 0; i < n_words; i++) {
    g_autofree char *member = g_ascii_strdown (names[i], -1);

    json_object_set_string_member (arguments, member, words[i]);
  }
  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    json_object_set_string_member (arguments, name, value);
  return g_steal_pointer (&arguments);
}

static gboolean
read_demo (PmServerConfig *config, const char *text, GError **error)
{
  guint64 n_pocs = PM_DEMO_STORIES;

  if (text != NULL && *text != '\0' &&
      !g_ascii_string_to_unsigned (text, 10, 1, DEMO_POCS_MAX, &n_pocs, NULL)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "--demo: “%s” is no number from 1 to %d.", text,
                 DEMO_POCS_MAX);
    return FALSE;
  }
  config->demo_pocs = text != NULL ? (guint) n_pocs : 0;
  return TRUE;
}

static PmServerConfig *
make_config (Line *self, GError **error)
{
  g_autoptr (PmServerConfig) config = pm_server_config_new ();
  const char *path = g_hash_table_lookup (self->values, "config");

  if (path != NULL && !pm_server_config_load (config, path, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (options); i++) {
    const char *value = g_hash_table_lookup (self->values, options[i].name);

    if (value == NULL || options[i].place != PLACE_CONFIG)
      continue;
    if (!pm_server_config_set (config, options[i].name, options[i].value != NULL ? value : "true",
                               error))
      return NULL;
  }
  if (g_hash_table_contains (self->values, "quiet"))
    config->log_level = PM_LOG_WARNING;
  if (!read_demo (config, g_hash_table_lookup (self->values, "demo"), error) ||
      !pm_server_config_check (config, error))
    return NULL;
  return g_steal_pointer (&config);
}

static void
print_option (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++) {
    g_autofree char *left = NULL;

    if (!g_str_equal (options[i].name, name))
      continue;
    left = g_strjoin (" ", options[i].name, options[i].value, NULL);
    printf ("  --%-24s %s\n", left, options[i].summary);
  }
}

static void
print_help_for (const PmCommand *command)
{
  g_auto (GStrv) names = g_strsplit (command->options, " ", -1);

  printf ("Usage: " PROGRAM " %s%s%s%s\n\n%s.\n\n", command->name,
          *command->arguments != '\0' ? " " : "", command->arguments,
          *command->options != '\0' ? " [OPTION…]" : "", command->summary);
  for (guint i = 0; names[i] != NULL && *names[i] != '\0'; i++)
    print_option (names[i] + (names[i][0] == '!'));
  print_option ("config");
  print_option ("data-dir");
}

static void
print_help (void)
{
  guint n_commands;
  const PmCommand *commands = pm_command_list (&n_commands);

  puts ("Usage: " PROGRAM " COMMAND [OPTION…]\n");
  for (guint i = 0; i < n_commands; i++) {
    g_autofree char *left = g_strjoin (
        " ", commands[i].name, *commands[i].arguments != '\0' ? commands[i].arguments : NULL, NULL);

    printf ("  %-26s %s\n", left, commands[i].summary);
  }
  puts ("\nWith every command go --data-dir DIR, --config FILE and --help, which explains it. A\n"
        "command is done by the running server if there is one. Lists have a line for each thing\n"
        "and a tab between its parts. The status is 0 when all was done, 1 when it could not be\n"
        "done, 2 when it was not understood, and 3 when the database is damaged or too new.");
}

static int
complain (const GError *error, int status)
{
  gsize length = strlen (error->message);

  fprintf (stderr, PROGRAM ": %s%s\n", error->message,
           length > 0 && strchr (".?!", error->message[length - 1]) != NULL ? "" : ".");
  return status;
}

static int
status_of (const GError *error)
{
  return g_error_matches (error, PM_ERROR, PM_ERROR_DAMAGED) ||
                 g_error_matches (error, PM_ERROR, PM_ERROR_NEWER)
             ? DAMAGED
             : FAILED;
}

static int
run_command (Line *self, const PmCommand *command, char **words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) arguments = NULL;
  g_autoptr (PmServerConfig) config = NULL;

  if (!check_options (self, command, &error))
    return complain (error, MISUSED);
  arguments = collect (self, command, words, &error);
  if (arguments == NULL)
    return complain (error, MISUSED);
  config = make_config (self, &error);
  if (config == NULL)
    return complain (error, MISUSED);
  if (!pm_command_run (command, config, arguments, &error))
    return complain (error, status_of (error));
  return DONE;
}

static int
run (Line *self)
{
  char **words = self->words;
  gboolean help = g_hash_table_remove (self->values, "help");
  const PmCommand *command;
  g_autoptr (GError) error = NULL;
  guint n_names;

  if (g_hash_table_contains (self->values, "version")) {
    puts (PROGRAM " " PM_VERSION);
    return DONE;
  }
  if (words != NULL && g_str_equal (words[0], "help")) {
    help = TRUE;
    words++;
  }
  if (words == NULL || words[0] == NULL) {
    print_help ();
    return help ? DONE : MISUSED;
  }
  command = find_command (words, &n_names, &error);
  if (command == NULL)
    return complain (error, MISUSED);
  if (!help)
    return run_command (self, command, words + n_names);
  print_help_for (command);
  return DONE;
}

/**
 * pm_command_line_run:
 * @argc: how many words
 * @argv: the command line
 *
 * The whole program.
 *
 * Returns: its exit status
 */
int
pm_command_line_run (int argc, char **argv)
{
  g_auto (Line) line = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_set_prgname (PROGRAM);
  /* What is kept here is nobody else's. */
  umask (077);
  /* Standard output is for what a command has to say. */
  g_log_writer_default_set_use_stderr (TRUE);
  if (sodium_init () < 0)
    return FAILED;
  dex_init ();
  if (!parse (&line, &argc, &argv, &error))
    return complain (error, MISUSED);
  return run (&line);
}
