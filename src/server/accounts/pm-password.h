/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* The fewest characters that a new password has. */
#define PM_PASSWORD_MIN 10

/**
 * PmPasswordPool:
 *
 * The threads that hash and check passwords, so that many sign-ins exhaust no memory and hold up
 * nobody else. Any thread.
 */
typedef struct _PmPasswordPool PmPasswordPool;

gboolean pm_password_check_rule (const char *field, const char *password, GError **error);
char *pm_password_hash (const char *password, GError **error);

PmPasswordPool *pm_password_pool_new (void);
DexFuture *pm_password_pool_hash (PmPasswordPool *self, const char *password);
DexFuture *pm_password_pool_verify (PmPasswordPool *self, const char *hash, const char *password);
void pm_password_pool_free (PmPasswordPool *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmPasswordPool, pm_password_pool_free)

G_END_DECLS
