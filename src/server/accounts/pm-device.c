/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-device.h"

#include "domain/pm-text.h"

#include <string.h>

#define NAME_MAX_CHARS 100

/* What a program says of itself, and what people call it. Many pretend to be others besides: the
 * first that fits is it. */
typedef struct {
  const char *mark;
  const char *name;
} Word;

static const Word programs[] = {
  { "poc-manager/", "POC Manager" },
  { "Edg", "Edge" },
  { "OPR/", "Opera" },
  { "SamsungBrowser/", "Samsung" },
  { "Firefox/", "Firefox" },
  { "FxiOS/", "Firefox" },
  { "CriOS/", "Chrome" },
  { "Chrome/", "Chrome" },
  { "Safari/", "Safari" },
};

static const Word systems[] = {
  { "iPhone", "iPhone" },   { "iPad", "iPad" },    { "Android", "Android" },
  { "Windows", "Windows" }, { "Mac OS X", "Mac" }, { "CrOS", "ChromeOS" },
  { "Linux", "Linux" },
};

static const char *
find_word (const Word *words, gsize n_words, const char *agent)
{
  for (gsize i = 0; i < n_words; i++)
    if (strstr (agent, words[i].mark) != NULL)
      return words[i].name;
  return NULL;
}

static char *
cut (const char *agent)
{
  g_autofree char *line = pm_text_single_line (agent);

  return g_utf8_substring (line, 0, MIN (NAME_MAX_CHARS, g_utf8_strlen (line, -1)));
}

/**
 * pm_device_name:
 * @request: a request that signs in
 *
 * Names what somebody signs in with, for their list of devices: as “Firefox on Windows”.
 *
 * Returns: (transfer full) (nullable): the name
 */
char *
pm_device_name (PmRequest *request)
{
  const char *agent = pm_request_get_header (request, "User-Agent");
  const char *program, *system;

  if (agent == NULL || !g_utf8_validate (agent, -1, NULL) || pm_text_is_blank (agent))
    return NULL;
  program = find_word (programs, G_N_ELEMENTS (programs), agent);
  system = find_word (systems, G_N_ELEMENTS (systems), agent);
  if (program == NULL)
    return cut (agent);
  return system == NULL ? g_strdup (program) : g_strdup_printf ("%s on %s", program, system);
}
