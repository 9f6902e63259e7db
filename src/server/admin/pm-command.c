/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-command.h"

#include "domain/pm-error.h"
#include "server/accounts/pm-password.h"
#include "server/admin/pm-admin-client.h"
#include "server/admin/pm-rights.h"
#include "server/admin/pm-secret-prompt.h"
#include "server/admin/pm-serve.h"
#include "wire/pm-wire.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

static gboolean
do_and_print (PmServerConfig *config, const char *task, JsonObject *arguments, GError **error)
{
  g_autofree char *output = pm_admin_client_do (config, task, arguments, error);

  if (output == NULL)
    return FALSE;
  fputs (output, stdout);
  return TRUE;
}

static gboolean
serve (const PmCommand *command, PmServerConfig *config, JsonObject *arguments, GError **error)
{
  return pm_serve (config, error);
}

static gboolean
print_routes (const PmCommand *command,
              PmServerConfig *config,
              JsonObject *arguments,
              GError **error)
{
  pm_rights_print ();
  return TRUE;
}

/* Only its hash leaves this process. */
static gboolean
ask_password (JsonObject *arguments, GError **error)
{
  g_autofree char *password = pm_secret_prompt_twice ("Password", error);
  g_autofree char *hash = NULL;

  if (password == NULL || !pm_password_check_rule ("password", password, error))
    return FALSE;
  hash = pm_password_hash (password, error);
  if (hash != NULL)
    json_object_set_string_member (arguments, "password_hash", hash);
  return hash != NULL;
}

/* Only a new account needs a password. */
static gboolean
add_user (const PmCommand *command, PmServerConfig *config, JsonObject *arguments, GError **error)
{
  g_autofree char *known = pm_admin_client_do (config, "user find", arguments, error);

  if (known == NULL || (!g_str_equal (known, "known") && !ask_password (arguments, error)))
    return FALSE;
  return do_and_print (config, command->name, arguments, error);
}

static gboolean
set_password (const PmCommand *command,
              PmServerConfig *config,
              JsonObject *arguments,
              GError **error)
{
  g_autofree char *known = pm_admin_client_do (config, "user find", arguments, error);

  if (known == NULL)
    return FALSE;
  if (!g_str_equal (known, "known")) {
    g_set_error (error, PM_ERROR, PM_ERROR_NOT_FOUND, "There is no account with the address “%s”.",
                 pm_wire_get_string (arguments, "email"));
    return FALSE;
  }
  return ask_password (arguments, error) && do_and_print (config, command->name, arguments, error);
}

/* What the template is made of stands in files that only this process can be sure to reach. */
static gboolean
read_part (JsonObject *arguments, const char *name, GError **error)
{
  const char *path = pm_wire_get_string (arguments, name);
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (path == NULL)
    return TRUE;
  if (!g_file_get_contents (g_str_equal (path, "-") ? "/dev/stdin" : path, &text, &length, &local))
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” cannot be read: %s.", path,
                 local->message);
  else if (!g_utf8_validate (text, (gssize) length, NULL))
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” is not valid text.", path);
  else
    json_object_set_string_member (arguments, name, text);
  return error == NULL || *error == NULL;
}

static gboolean
set_template (const PmCommand *command,
              PmServerConfig *config,
              JsonObject *arguments,
              GError **error)
{
  return read_part (arguments, "text", error) && read_part (arguments, "html", error) &&
         do_and_print (config, command->name, arguments, error);
}

/* A way that has a user has a password. */
static gboolean
set_mail (const PmCommand *command, PmServerConfig *config, JsonObject *arguments, GError **error)
{
  const char *url = pm_wire_get_string (arguments, "url");
  g_autofree char *password = NULL;

  if (strchr (url, '@') != NULL) {
    password = pm_secret_prompt ("Password of the mail account", error);
    if (password == NULL)
      return FALSE;
    json_object_set_string_member (arguments, "password", password);
  }
  return do_and_print (config, command->name, arguments, error);
}

/* The server may stand in another folder than its administrator. */
static gboolean
back_up (const PmCommand *command, PmServerConfig *config, JsonObject *arguments, GError **error)
{
  g_autofree char *path = g_canonicalize_filename (pm_wire_get_string (arguments, "file"), NULL);

  json_object_set_string_member (arguments, "file", path);
  return do_and_print (config, command->name, arguments, error);
}

#define SERVE_OPTIONS "listen public-url tls-cert tls-key trust-proxy mail log-level quiet demo"

static const PmCommand commands[] = {
  { "serve", "", SERVE_OPTIONS, "Runs the server until SIGTERM; SIGHUP reads the certificate again",
    serve },
  { "tenant add", "NAME", "slug invitation-days", "Makes an organization", NULL },
  { "tenant set", "SLUG", "name invitation-days reminders", "Changes an organization", NULL },
  { "tenant list", "", "",
    "Lists: id, slug, name, days that invitations live, active or inactive, reminders on or off",
    NULL },
  { "user add", "EMAIL", "!tenant !role name",
    "Takes somebody into an organization; a new account's password comes from standard input",
    add_user },
  { "user list", "", "tenant", "Lists: id, address, name, slug, role, active or inactive", NULL },
  { "user set-email", "OLD NEW", "", "Changes somebody's address at once, and signs them out",
    NULL },
  { "user set-password", "EMAIL", "",
    "Changes somebody's password, read from standard input, and signs them out", set_password },
  { "user deactivate", "EMAIL", "", "Keeps somebody out, from now on and everywhere", NULL },
  { "user reactivate", "EMAIL", "", "Lets somebody in again", NULL },
  { "devices", "EMAIL", "", "Lists where somebody is signed in: id, kind, device, since, last used",
    NULL },
  { "template show", "SLUG", "part", "Prints an organization's invitation mail", NULL },
  { "template set", "SLUG", "subject text html default",
    "Changes an organization's invitation mail; what is not given stays", set_template },
  { "mail set", "SLUG URL", "from",
    "Gives an organization a mail server of its own; the password comes from standard input",
    set_mail },
  { "mail unset", "SLUG", "", "Sends an organization's mails by the server's own way again", NULL },
  { "mail test", "SLUG ADDRESS", "", "Sends a mail to see whether that works", NULL },
  { "audit", "", "tenant days",
    "Lists who did what, newest last: when, slug, who, from where, what, to whom or what", NULL },
  { "check", "", "", "Looks for damage in the database", NULL },
  { "backup", "FILE", "", "Writes a copy of the database while the server runs", back_up },
  { "routes", "", "", "Lists the API: method, path, role needed, objects reached", print_routes },
};

/**
 * pm_command_list:
 * @n_commands: (out): how many
 *
 * Returns: (transfer none): all that can be said to the program
 */
const PmCommand *
pm_command_list (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

/**
 * pm_command_run:
 * @command: a command
 * @config: how the server runs
 * @arguments: what was said besides, all of it text
 * @error: return location
 *
 * Does it, and prints what there is to say. Waits.
 *
 * Returns: %FALSE with a sentence if it could not be done
 */
gboolean
pm_command_run (const PmCommand *command,
                PmServerConfig *config,
                JsonObject *arguments,
                GError **error)
{
  if (command->func != NULL)
    return command->func (command, config, arguments, error);
  return do_and_print (config, command->name, arguments, error);
}
