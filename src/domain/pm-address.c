/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-address.h"

#include "domain/pm-error.h"

#include <string.h>

/* RFC 5321, in bytes. */
#define LOCAL_MAX   64
#define ADDRESS_MAX 254
#define LABEL_MAX   63

/* A domain that differs from a known one by so many slips of the finger is thought to be meant. */
#define TYPO_DISTANCE    2
#define TYPO_MAX_COMPARE 64

static const char *const free_mail_domains[] = {
  "aol.com",        "email.com",      "fastmail.com",
  "freenet.de",     "gmail.com",      "gmx.at",
  "gmx.ch",         "gmx.com",        "gmx.de",
  "gmx.net",        "googlemail.com", "hotmail.be",
  "hotmail.co.uk",  "hotmail.com",    "hotmail.de",
  "hotmail.es",     "hotmail.fr",     "hotmail.it",
  "icloud.com",     "laposte.net",    "libero.it",
  "live.co.uk",     "live.com",       "live.de",
  "live.fr",        "live.it",        "live.nl",
  "mac.com",        "mail.com",       "mail.de",
  "mail.ru",        "mailbox.org",    "me.com",
  "msn.com",        "orange.fr",      "outlook.at",
  "outlook.com",    "outlook.de",     "outlook.es",
  "outlook.fr",     "outlook.it",     "posteo.de",
  "proton.me",      "protonmail.com", "qq.com",
  "rocketmail.com", "t-online.de",    "tutanota.com",
  "web.de",         "wp.pl",          "yahoo.ca",
  "yahoo.co.in",    "yahoo.co.jp",    "yahoo.co.uk",
  "yahoo.com",      "yahoo.com.br",   "yahoo.de",
  "yahoo.es",       "yahoo.fr",       "yahoo.in",
  "yahoo.it",       "yandex.com",     "yandex.ru",
  "ymail.com",      "zoho.com",       NULL,
};

/* Those that people mean so often that a near miss is more likely than another domain. */
static const char *const typo_domains[] = {
  "gmail.com", "googlemail.com", "hotmail.com",    "icloud.com", "outlook.com",
  "yahoo.com", "t-online.de",    "protonmail.com", NULL,
};

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_INVALID, sentence);
  return FALSE;
}

/* RFC 5322's atext, and anything beyond ASCII (RFC 6532). */
static gboolean
is_atext (char c)
{
  return (c & 0x80) != 0 || g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~", c));
}

static gboolean
check_quoted (const char *local, gsize length, GError **error)
{
  for (gsize i = 1; i + 1 < length; i++) {
    if (local[i] == '"')
      return refuse (error, "The part before the @ has a quotation mark too many.");
    if (local[i] == '\\' && ++i + 1 >= length)
      return refuse (error, "The part before the @ ends in a backslash.");
  }
  return TRUE;
}

static gboolean
check_dots_and_characters (const char *local, gsize length, GError **error)
{
  for (gsize i = 0; i < length; i++) {
    gboolean dot = local[i] == '.';

    if (dot && (i == 0 || i + 1 == length || local[i + 1] == '.'))
      return refuse (error, "The part before the @ has a dot in the wrong place.");
    if (local[i] == ' ')
      return refuse (error, "The address contains a space.");
    if (!dot && !is_atext (local[i])) {
      g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                   "The part before the @ contains “%c”, which is not possible there.", local[i]);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_local (const char *local, gsize length, GError **error)
{
  if (length == 0)
    return refuse (error, "The part before the @ is missing.");
  if (length > LOCAL_MAX)
    return refuse (error, "The part before the @ is too long.");
  if (length >= 2 && local[0] == '"' && local[length - 1] == '"')
    return check_quoted (local, length, error);
  return check_dots_and_characters (local, length, error);
}

static gboolean
check_label (const char *label, GError **error)
{
  gsize length = strlen (label);

  if (length == 0)
    return refuse (error, "The domain has a dot in the wrong place.");
  if (length > LABEL_MAX)
    return refuse (error, "A part of the domain is too long.");
  if (label[0] == '-' || label[length - 1] == '-')
    return refuse (error, "The domain has a hyphen in the wrong place.");
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (label[i]) && label[i] != '-')
      return refuse (error, "The domain contains a character that is not possible there.");
  return TRUE;
}

static gboolean
check_ascii_domain (const char *domain, GError **error)
{
  g_auto (GStrv) labels = g_strsplit (domain, ".", -1);
  guint n = g_strv_length (labels);

  if (n < 2)
    return refuse (error, "The domain after the @ is incomplete, as in “example.com”.");
  for (guint i = 0; i < n; i++)
    if (!check_label (labels[i], error))
      return FALSE;
  if (strspn (labels[n - 1], "0123456789") == strlen (labels[n - 1]))
    return refuse (error, "The domain after the @ is a number, not a name.");
  return TRUE;
}

/* NULL if it cannot be written in ASCII; dots that are not "." (U+3002 and the like) become one. */
static char *
domain_to_ascii (const char *domain)
{
  g_autofree char *ascii = NULL;

  if (strlen (domain) > ADDRESS_MAX)
    return NULL;
  ascii = g_hostname_to_ascii (domain);
  return ascii == NULL || !g_str_is_ascii (ascii) ? NULL : g_steal_pointer (&ascii);
}

static const char *
find_at (const char *address)
{
  return strrchr (address, '@');
}

static gboolean
check_form (const char *address, GError **error)
{
  if (*address == '\0')
    return refuse (error, "An e-mail address is needed.");
  if (strlen (address) > ADDRESS_MAX)
    return refuse (error, "The address is too long: at most 254 characters are possible.");
  if (!g_utf8_validate (address, -1, NULL))
    return refuse (error, "The address is not valid text.");
  for (const char *p = address; *p != '\0'; p = g_utf8_next_char (p))
    if (*p != ' ' && !g_unichar_isgraph (g_utf8_get_char (p)))
      return refuse (error, "The address contains control characters or special spaces.");
  if (strchr (address, '<') != NULL || strchr (address, '>') != NULL)
    return refuse (error, "Only the address itself is needed, without a name and < >.");
  if (find_at (address) == NULL)
    return refuse (error, "The address has no @.");
  return TRUE;
}

/* Checks all of a trimmed address and gives its domain in ASCII. */
static char *
check_parts (const char *address, GError **error)
{
  g_autofree char *domain = NULL;
  const char *at;

  if (!check_form (address, error))
    return NULL;
  at = find_at (address);
  if (!check_local (address, (gsize) (at - address), error))
    return NULL;
  if (at[1] == '\0') {
    refuse (error, "The domain after the @ is missing.");
    return NULL;
  }
  domain = domain_to_ascii (at + 1);
  if (domain == NULL) {
    refuse (error, "The domain contains a character that is not possible there.");
    return NULL;
  }
  if (!check_ascii_domain (domain, error))
    return NULL;
  if ((gsize) (at - address) + 1 + strlen (domain) > ADDRESS_MAX) {
    refuse (error, "The address is too long: at most 254 characters are possible.");
    return NULL;
  }
  return g_steal_pointer (&domain);
}

/* What a paste drags along at the ends: spaces of all kinds, zero-width ones too. */
static gboolean
is_edge (const char *character)
{
  gunichar c = g_utf8_get_char (character);

  return g_unichar_isspace (c) || c == 0x200b || c == 0xfeff;
}

static char *
trim (const char *address)
{
  const char *start = address, *end = address + strlen (address);

  if (!g_utf8_validate (address, -1, NULL))
    return g_strdup (address);
  while (*start != '\0' && is_edge (start))
    start = g_utf8_next_char (start);
  while (end > start && is_edge (g_utf8_prev_char (end)))
    end = g_utf8_prev_char (end);
  return g_strndup (start, (gsize) (end - start));
}

/**
 * pm_address_normalize:
 * @address: an e-mail address as typed or pasted
 * @error: return location
 *
 * Checks an address and brings it into the form that is stored and sent: no spaces at the ends,
 * the domain in lower-case ASCII (IDNA), the local part as it is. Any thread.
 *
 * Returns: (transfer full) (nullable): the address, or %NULL with %PM_ERROR_INVALID and a sentence
 *   that says what is wrong with it
 */
char *
pm_address_normalize (const char *address, GError **error)
{
  g_autofree char *trimmed = trim (address);
  g_autofree char *domain = check_parts (trimmed, error);

  if (domain == NULL)
    return NULL;
  return g_strdup_printf ("%.*s@%s", (int) (find_at (trimmed) - trimmed), trimmed, domain);
}

/**
 * pm_address_check:
 * @address: an e-mail address as typed or pasted
 * @error: return location
 *
 * Any thread.
 *
 * Returns: whether it can be an address; %FALSE with %PM_ERROR_INVALID and a sentence that says
 *   what is wrong with it
 */
gboolean
pm_address_check (const char *address, GError **error)
{
  g_autofree char *normalized = pm_address_normalize (address, error);

  return normalized != NULL;
}

/**
 * pm_address_fold:
 * @address: (nullable): an e-mail address, good or not
 *
 * Makes the key by which addresses are compared: case-folded, the domain in ASCII. Any thread.
 *
 * Returns: (transfer full): the key, empty for %NULL
 */
char *
pm_address_fold (const char *address)
{
  g_autofree char *valid = g_utf8_make_valid (address == NULL ? "" : address, -1);
  g_autofree char *trimmed = trim (valid);
  const char *at = find_at (trimmed);
  g_autofree char *domain = at == NULL ? NULL : domain_to_ascii (at + 1);
  g_autofree char *composed = g_utf8_normalize (trimmed, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (composed, -1);

  if (domain == NULL)
    return g_steal_pointer (&folded);
  return g_strdup_printf ("%.*s@%s", (int) (find_at (folded) - folded), folded, domain);
}

/**
 * pm_address_get_domain:
 * @address: an e-mail address
 *
 * Any thread.
 *
 * Returns: (transfer none) (nullable): what stands behind the last @, inside @address
 */
const char *
pm_address_get_domain (const char *address)
{
  const char *at = find_at (address);

  return at == NULL || at[1] == '\0' ? NULL : at + 1;
}

/* The address's domain in ASCII, if it has one at all. */
static char *
ascii_domain_of (const char *address)
{
  g_autofree char *trimmed = trim (address);
  const char *domain = pm_address_get_domain (trimmed);

  return domain == NULL ? NULL : domain_to_ascii (domain);
}

/**
 * pm_address_is_free_mail:
 * @address: an e-mail address
 *
 * Any thread.
 *
 * Returns: whether it belongs to a provider where everybody can have one, which is worth a hint
 */
gboolean
pm_address_is_free_mail (const char *address)
{
  g_autofree char *domain = ascii_domain_of (address);

  return domain != NULL && g_strv_contains (free_mail_domains, domain);
}

/* Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. */
static guint
typing_distance (const char *a, const char *b)
{
  guint rows[3][TYPO_MAX_COMPARE + 1];
  gsize na = strlen (a), nb = strlen (b);

  g_assert (na <= TYPO_MAX_COMPARE && nb <= TYPO_MAX_COMPARE);

  for (gsize j = 0; j <= nb; j++)
    rows[0][j] = (guint) j;
  for (gsize i = 1; i <= na; i++) {
    guint *present = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];

    present[0] = (guint) i;
    for (gsize j = 1; j <= nb; j++) {
      guint best = MIN (above[j], present[j - 1]) + 1;

      best = MIN (best, above[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = MIN (best, before[j - 2] + 1);
      present[j] = best;
    }
  }
  return rows[na % 3][nb];
}

/* Short names have many honest neighbours: one slip is all that is believed of them. */
static guint
believed_distance (const char *known)
{
  return strcspn (known, ".") <= 4 ? 1 : TYPO_DISTANCE;
}

static const char *
nearest_domain (const char *domain, const char *const *known_domains, guint *distance)
{
  const char *nearest = NULL;

  for (guint i = 0; known_domains != NULL && known_domains[i] != NULL; i++) {
    const char *known = known_domains[i];
    guint steps;

    if (strlen (known) > TYPO_MAX_COMPARE)
      continue;
    steps = typing_distance (domain, known);
    if (steps <= believed_distance (known) && steps < *distance) {
      *distance = steps;
      nearest = known;
    }
  }
  return nearest;
}

static gboolean
is_known (const char *domain, const char *const *known_domains)
{
  for (guint i = 0; known_domains != NULL && known_domains[i] != NULL; i++)
    if (g_ascii_strcasecmp (domain, known_domains[i]) == 0)
      return TRUE;
  return g_strv_contains (free_mail_domains, domain);
}

/**
 * pm_address_suggest:
 * @address: an e-mail address
 * @known_domains: (nullable) (array zero-terminated=1): domains in lower-case ASCII that are
 *   already in use, the likeliest first
 *
 * Looks for a typing error in the domain: one of @known_domains or of the common providers that
 * is one or two slips away. A known domain is never doubted. Any thread.
 *
 * Returns: (transfer full) (nullable): the address that was probably meant, or %NULL
 */
char *
pm_address_suggest (const char *address, const char *const *known_domains)
{
  g_autofree char *trimmed = trim (address);
  g_autofree char *domain = ascii_domain_of (trimmed);
  const char *nearest, *provider;
  guint distance = TYPO_DISTANCE + 1;

  if (domain == NULL || strlen (domain) > TYPO_MAX_COMPARE || is_known (domain, known_domains))
    return NULL;
  nearest = nearest_domain (domain, known_domains, &distance);
  provider = nearest_domain (domain, typo_domains, &distance);
  if (provider != NULL)
    nearest = provider;
  if (nearest == NULL)
    return NULL;
  return g_strdup_printf ("%.*s@%s", (int) (find_at (trimmed) - trimmed), trimmed, nearest);
}

/**
 * pm_address_mask:
 * @address: an e-mail address
 *
 * Writes an address so that its owner knows it and nobody else learns it: `j•••@globex.example`.
 * Any thread.
 *
 * Returns: (transfer full): the masked address
 */
char *
pm_address_mask (const char *address)
{
  g_autofree char *valid = g_utf8_make_valid (address, -1);
  const char *at = find_at (valid);
  const char *start = *valid == '"' ? valid + 1 : valid;
  gsize first = at == NULL || start >= at ? 0 : (gsize) (g_utf8_next_char (start) - start);

  return g_strdup_printf ("%.*s•••%s", (int) first, start, at == NULL ? "" : at);
}
