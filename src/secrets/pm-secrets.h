/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/**
 * PmSecretKind:
 * @PM_SECRET_REFRESH_TOKEN: what renews a session of our own server
 * @PM_SECRET_PASSWORD: what renews a session of a plain server, kept only when the user says so
 */
typedef enum {
  PM_SECRET_REFRESH_TOKEN,
  PM_SECRET_PASSWORD,
} PmSecretKind;

/*
 * The user's keyring. Main thread. Every future comes to an end within five seconds, and none is
 * a reason not to start: a keyring that is missing, locked or silent rejects with PM_ERROR and a
 * sentence to show, and the caller goes on with what it holds in memory.
 */

DexFuture *pm_secrets_store (const char *workspace_id,
                             PmSecretKind kind,
                             const char *label,
                             const char *secret);
DexFuture *pm_secrets_lookup (const char *workspace_id, PmSecretKind kind);
DexFuture *pm_secrets_clear (const char *workspace_id);

G_END_DECLS
