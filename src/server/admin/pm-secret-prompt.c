/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-secret-prompt.h"

#include "domain/pm-error.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define SECRET_MAX 1026

static gboolean
set_echo (gboolean echo)
{
  struct termios settings;

  if (tcgetattr (STDIN_FILENO, &settings) != 0)
    return FALSE;
  if (echo)
    settings.c_lflag |= ECHO;
  else
    settings.c_lflag &= ~(tcflag_t) ECHO;
  return tcsetattr (STDIN_FILENO, TCSAFLUSH, &settings) == 0;
}

static char *
check_line (const char *what, char *line, GError **error)
{
  gsize length = strcspn (line, "\r\n");

  if (line[length] == '\0' && length >= SECRET_MAX - 1) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "%s is too long.", what);
    return NULL;
  }
  line[length] = '\0';
  if (g_utf8_validate (line, -1, NULL))
    return g_strdup (line);
  g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "%s is not valid text.", what);
  return NULL;
}

/**
 * pm_secret_prompt:
 * @what: what is asked for
 * @error: return location
 *
 * Reads a line from standard input. If that is a terminal, it is asked for and not shown. Waits.
 *
 * Returns: (transfer full) (nullable): the line, valid UTF-8
 */
char *
pm_secret_prompt (const char *what, GError **error)
{
  gboolean asks = isatty (STDIN_FILENO);
  char line[SECRET_MAX];
  gboolean hidden = asks && set_echo (FALSE);
  char *got;

  if (asks)
    fprintf (stderr, "%s: ", what);
  got = fgets (line, sizeof line, stdin);
  if (hidden) {
    set_echo (TRUE);
    fputc ('\n', stderr);
  }
  if (got == NULL) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "%s is missing on standard input.", what);
    return NULL;
  }
  got = check_line (what, line, error);
  sodium_memzero (line, sizeof line);
  return got;
}

/**
 * pm_secret_prompt_twice:
 * @what: what is asked for
 * @error: return location
 *
 * As pm_secret_prompt(); at a terminal, where nobody sees what they type, it is asked for twice.
 *
 * Returns: (transfer full) (nullable): the line, valid UTF-8
 */
char *
pm_secret_prompt_twice (const char *what, GError **error)
{
  g_autofree char *first = pm_secret_prompt (what, error);
  g_autofree char *second = NULL;

  if (first == NULL || !isatty (STDIN_FILENO))
    return g_steal_pointer (&first);
  second = pm_secret_prompt ("Once more", error);
  if (second == NULL)
    return NULL;
  if (g_str_equal (first, second))
    return g_steal_pointer (&first);
  g_set_error_literal (error, PM_ERROR, PM_ERROR_INVALID, "The two are not the same.");
  return NULL;
}
