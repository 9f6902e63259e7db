/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-link.h"

#include <string.h>

/* Links are written by one person and followed by another: what is not sure to lead to a page or
 * to a mail is none. */

/* Spaces would be escaped; whoever wrote them did not mean an address. */
static GUri *
parse (const char *link)
{
  return strpbrk (link, " \t\r\n") != NULL ? NULL : g_uri_parse (link, G_URI_FLAGS_NONE, NULL);
}

/**
 * pm_link_is_web:
 * @link: a text, valid UTF-8
 *
 * Returns: whether it is the whole address of a page
 */
gboolean
pm_link_is_web (const char *link)
{
  g_autoptr (GUri) uri = parse (link);
  const char *scheme = uri == NULL ? NULL : g_uri_get_scheme (uri);

  return uri != NULL && (g_str_equal (scheme, "https") || g_str_equal (scheme, "http")) &&
         g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';
}

static gboolean
is_mail (const char *link)
{
  g_autoptr (GUri) uri = parse (link);

  return uri != NULL && g_str_equal (g_uri_get_scheme (uri), "mailto") &&
         strchr (g_uri_get_path (uri), '@') != NULL;
}

/**
 * pm_link_can_be_followed:
 * @link: a text, valid UTF-8
 *
 * Returns: whether it leads to a page or to a mail, and to nothing else
 */
gboolean
pm_link_can_be_followed (const char *link)
{
  return pm_link_is_web (link) || is_mail (link);
}
