/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

/* How long tokens live. */
#define PM_ACCESS_TOKEN_SPAN  G_TIME_SPAN_HOUR
#define PM_REFRESH_TOKEN_SPAN (90 * G_TIME_SPAN_DAY)
#define PM_WEB_SESSION_SPAN   (14 * G_TIME_SPAN_DAY)

/**
 * PmTokens:
 * @access: what requests carry
 * @refresh: (nullable): what the next tokens are got for; a web session has none
 *
 * Clear tokens on their way to the one who signed in. Only their hashes are stored.
 */
typedef struct {
  char *access;
  char *refresh;
} PmTokens;

void pm_tokens_clear (PmTokens *self);

gboolean pm_sign_in_start (PmDb *db,
                           gint64 user_id,
                           gint64 tenant_id,
                           const char *device,
                           gint64 now,
                           PmTokens *tokens,
                           GError **error);
gboolean pm_sign_in_start_web (PmDb *db,
                               gint64 user_id,
                               const char *device,
                               gint64 now,
                               PmTokens *tokens,
                               GError **error);
gboolean
pm_sign_in_renew (PmDb *db, gint64 session_id, gint64 now, PmTokens *tokens, GError **error);
gboolean pm_sign_in_rotate (PmDb *db,
                            const char *refresh_token,
                            gint64 now,
                            gint64 *session_id,
                            PmTokens *tokens,
                            GError **error);
gboolean pm_sign_in_end (PmDb *db, gint64 session_id, gint64 now, GError **error);
gboolean
pm_sign_in_end_others (PmDb *db, gint64 user_id, gint64 kept_session, gint64 now, GError **error);
gboolean pm_sign_in_shut_out (PmDb *db, gint64 user_id, gint64 now, GError **error);
gboolean pm_sign_in_prune (PmDb *db, gint64 now, GError **error);

G_END_DECLS
