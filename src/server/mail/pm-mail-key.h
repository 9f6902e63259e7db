/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmMailKey:
 *
 * The key under which links that are still to be mailed lie in the database. Does not change:
 * any thread.
 */
typedef struct _PmMailKey PmMailKey;

PmMailKey *pm_mail_key_load (const char *path, GError **error);
void pm_mail_key_free (PmMailKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmMailKey, pm_mail_key_free)

GBytes *pm_mail_key_seal (PmMailKey *self, const char *text);
char *pm_mail_key_open (PmMailKey *self, gconstpointer data, gsize length, GError **error);

G_END_DECLS
