/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-server-config.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _PmCommand PmCommand;

/**
 * PmCommand:
 * @name: its words, as `user add`
 * @arguments: the words behind them, as `OLD NEW`; each becomes a member of the arguments, `old`
 * @options: the options that go with it, one space between; an exclamation mark stands before one
 *   that is needed
 * @summary: what it does
 * @func: (nullable): does it; %NULL: it is a task of the same name and needs nothing else
 *
 * What can be said to the program.
 */
struct _PmCommand {
  const char *name;
  const char *arguments;
  const char *options;
  const char *summary;
  gboolean (*func) (const PmCommand *command,
                    PmServerConfig *config,
                    JsonObject *arguments,
                    GError **error);
};

const PmCommand *pm_command_list (guint *n_commands);
gboolean pm_command_run (const PmCommand *command,
                         PmServerConfig *config,
                         JsonObject *arguments,
                         GError **error);

G_END_DECLS
