/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-command-line.h"

int
main (int argc, char **argv)
{
  return pm_command_line_run (argc, argv);
}
