/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean pm_address_check (const char *address, GError **error);
char *pm_address_normalize (const char *address, GError **error);
char *pm_address_fold (const char *address);
const char *pm_address_get_domain (const char *address);
gboolean pm_address_is_free_mail (const char *address);
char *pm_address_suggest (const char *address, const char *const *known_domains);
char *pm_address_mask (const char *address);

G_END_DECLS
