/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/pm-application.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <locale.h>
#include <pm-config.h>

int
main (int argc, char *argv[])
{
  g_autoptr (PmApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PM_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  dex_init ();

  application = pm_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
