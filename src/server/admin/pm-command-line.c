/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-command-line.h"

#include "domain/pm-error.h"
#include "pm-config.h"
#include "server/accounts/pm-password.h"
#include "server/admin/pm-admin-client.h"
#include "server/admin/pm-rights.h"
#include "server/admin/pm-secret-prompt.h"
#include "server/admin/pm-serve.h"
#include "server/demo/pm-demo.h"

#include <gio/gio.h>
#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>

#define DEMO_POCS_MAX 200000

#define SUMMARY \
  "Commands:\n" \
  "  serve                                   runs the server\n" \
  "  tenant add NAME [--slug SLUG] [--invitation-days N]\n" \
  "  tenant list\n" \
  "  user add EMAIL --tenant SLUG --role ROLE --name \"Full Name\"\n" \
  "                                          the password comes from standard input\n" \
  "  user list [--tenant SLUG]\n" \
  "  check                                   looks for damage\n" \
  "  backup FILE                             writes a copy\n" \
  "  routes                                  prints who may do what"

/* Everything that can stand on the command line. */
typedef struct {
  char *config;
  char *data_dir;
  char *listen;
  char *public_url;
  char *mail;
  guint demo_pocs;
  gboolean trust_proxy;
  char *slug;
  char *tenant;
  char *role;
  char *name;
  int invitation_days;
  gboolean version;
  char **words;
} Options;

typedef struct {
  const char *words;
  guint n_arguments;
  gboolean (*func) (Options *options, const char *argument, PmServerConfig *config, GError **error);
} Command;

static gboolean
on_demo (const char *name, const char *value, gpointer data, GError **error)
{
  Options *options = data;
  guint64 n_pocs = PM_DEMO_STORIES;

  if (value != NULL && !g_ascii_string_to_unsigned (value, 10, 1, DEMO_POCS_MAX, &n_pocs, error))
    return FALSE;
  options->demo_pocs = (guint) n_pocs;
  return TRUE;
}

static void
options_clear (Options *self)
{
  g_free (self->config);
  g_free (self->data_dir);
  g_free (self->listen);
  g_free (self->public_url);
  g_free (self->mail);
  g_free (self->slug);
  g_free (self->tenant);
  g_free (self->role);
  g_free (self->name);
  g_strfreev (self->words);
}

static gboolean
parse (Options *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &self->config, "Read this key file", "FILE" },
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->data_dir, "Keep everything here", "DIR" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &self->listen, "Listen here", "127.0.0.1:8420" },
    { "public-url", 0, 0, G_OPTION_ARG_STRING, &self->public_url, "Links begin so", "URL" },
    { "mail", 0, 0, G_OPTION_ARG_STRING, &self->mail, "Send mails there",
      "smtp://user@host:587 | smtps://… | file:DIR" },
    { "demo", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, on_demo,
      "Fill an empty database with so many POCs", "N" },
    { "trust-proxy", 0, 0, G_OPTION_ARG_NONE, &self->trust_proxy, "Believe forwarded headers",
      NULL },
    { "slug", 0, 0, G_OPTION_ARG_STRING, &self->slug, "The organization's short name", "SLUG" },
    { "tenant", 0, 0, G_OPTION_ARG_STRING, &self->tenant, "An organization", "SLUG" },
    { "role", 0, 0, G_OPTION_ARG_STRING, &self->role, "A role", "ROLE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name, "A person's name", "NAME" },
    { "invitation-days", 0, 0, G_OPTION_ARG_INT, &self->invitation_days,
      "How long invitations live", "N" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Print the version", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->words, NULL, "COMMAND" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  GOptionGroup *group = g_option_group_new ("main", "", "", self, NULL);

  g_option_group_add_entries (group, entries);
  g_option_context_set_main_group (context, group);
  g_option_context_set_summary (context, SUMMARY);
  return g_option_context_parse (context, argc, argv, error);
}

static PmServerConfig *
make_config (Options *options, GError **error)
{
  g_autoptr (PmServerConfig) config = pm_server_config_new ();

  if (options->config != NULL && !pm_server_config_load (config, options->config, error))
    return NULL;
  if (options->data_dir != NULL)
    g_set_str (&config->data_dir, options->data_dir);
  if (options->listen != NULL)
    g_set_str (&config->listen, options->listen);
  if (options->public_url != NULL)
    g_set_str (&config->public_url, options->public_url);
  if (options->mail != NULL)
    g_set_str (&config->mail, options->mail);
  config->demo_pocs = options->demo_pocs;
  config->trust_proxy |= options->trust_proxy;
  return pm_server_config_check (config, error) ? g_steal_pointer (&config) : NULL;
}

static gboolean
do_and_print (PmServerConfig *config, const char *task, JsonObject *arguments, GError **error)
{
  g_autofree char *output = pm_admin_client_do (config, task, arguments, error);

  if (output == NULL)
    return FALSE;
  fputs (output, stdout);
  return TRUE;
}

static void
set_text (JsonObject *arguments, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (arguments, name, text);
}

static gboolean
run_serve (Options *options, const char *argument, PmServerConfig *config, GError **error)
{
  return pm_serve (config, error);
}

static gboolean
run_tenant_add (Options *options, const char *argument, PmServerConfig *config, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();

  set_text (arguments, "name", argument);
  set_text (arguments, "slug", options->slug);
  if (options->invitation_days != 0)
    json_object_set_int_member (arguments, "invitation_days", options->invitation_days);
  return do_and_print (config, "tenant add", arguments, error);
}

static gboolean
run_tenant_list (Options *options, const char *argument, PmServerConfig *config, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();

  return do_and_print (config, "tenant list", arguments, error);
}

/* Only a new account needs a password. */
static gboolean
add_password (PmServerConfig *config, JsonObject *arguments, GError **error)
{
  g_autofree char *known = pm_admin_client_do (config, "user find", arguments, error);
  g_autofree char *password = NULL;
  g_autofree char *hash = NULL;

  if (known == NULL)
    return FALSE;
  if (g_str_equal (known, "known"))
    return TRUE;
  password = pm_secret_prompt ("Password", error);
  if (password == NULL || !pm_password_check_rule ("password", password, error))
    return FALSE;
  hash = pm_password_hash (password, error);
  set_text (arguments, "password_hash", hash);
  return hash != NULL;
}

static gboolean
run_user_add (Options *options, const char *argument, PmServerConfig *config, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();

  set_text (arguments, "email", argument);
  set_text (arguments, "tenant", options->tenant);
  set_text (arguments, "role", options->role);
  set_text (arguments, "name", options->name);
  return add_password (config, arguments, error) &&
         do_and_print (config, "user add", arguments, error);
}

static gboolean
run_user_list (Options *options, const char *argument, PmServerConfig *config, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();

  set_text (arguments, "tenant", options->tenant);
  return do_and_print (config, "user list", arguments, error);
}

static gboolean
run_check (Options *options, const char *argument, PmServerConfig *config, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();

  return do_and_print (config, "check", arguments, error);
}

static gboolean
run_backup (Options *options, const char *argument, PmServerConfig *config, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autofree char *path = g_canonicalize_filename (argument, NULL);

  set_text (arguments, "file", path);
  return do_and_print (config, "backup", arguments, error);
}

static gboolean
run_routes (Options *options, const char *argument, PmServerConfig *config, GError **error)
{
  pm_rights_print ();
  return TRUE;
}

static const Command commands[] = {
  { "serve", 0, run_serve },
  { "tenant add", 1, run_tenant_add },
  { "tenant list", 0, run_tenant_list },
  { "user add", 1, run_user_add },
  { "user list", 0, run_user_list },
  { "check", 0, run_check },
  { "backup", 1, run_backup },
  { "routes", 0, run_routes },
};

static const Command *
find_command (char **words)
{
  for (guint i = 0; words != NULL && i < G_N_ELEMENTS (commands); i++) {
    g_auto (GStrv) names = g_strsplit (commands[i].words, " ", -1);
    guint n_names = g_strv_length (names);

    if (g_strv_length (words) != n_names + commands[i].n_arguments)
      continue;
    for (guint j = 0; j < n_names && g_str_equal (names[j], words[j]); j++)
      if (j + 1 == n_names)
        return &commands[i];
  }
  return NULL;
}

static gboolean
run (Options *options, GError **error)
{
  const Command *command = find_command (options->words);
  g_autoptr (PmServerConfig) config = NULL;
  const char *argument = NULL;

  if (options->version) {
    puts ("poc-manager-server " PM_VERSION);
    return TRUE;
  }
  if (command == NULL) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                 "There is no such command. “poc-manager-server --help” lists them.");
    return FALSE;
  }
  config = make_config (options, error);
  if (config == NULL)
    return FALSE;
  if (command->n_arguments > 0)
    argument = options->words[g_strv_length (options->words) - 1];
  return command->func (options, argument, config, error);
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
  Options options = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean done;

  setlocale (LC_ALL, "");
  g_set_prgname ("poc-manager-server");
  /* What is kept here is nobody else's. */
  umask (077);
  /* Standard output is for what a command has to say. */
  g_log_writer_default_set_use_stderr (TRUE);
  if (sodium_init () < 0)
    return 1;
  dex_init ();
  done = parse (&options, &argc, &argv, &error) && run (&options, &error);
  if (!done)
    fprintf (stderr, "poc-manager-server: %s\n", error->message);
  options_clear (&options);
  return done ? 0 : 1;
}
