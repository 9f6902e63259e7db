/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

/* How long a link mailed for a forgotten password lives. */
#define PM_PASSWORD_RESET_SPAN G_TIME_SPAN_HOUR

/**
 * PmPasswordResetState:
 * @PM_PASSWORD_RESET_UNKNOWN: there is no such link
 * @PM_PASSWORD_RESET_OPEN: it can be followed
 * @PM_PASSWORD_RESET_EXPIRED: its life is over, or something ended it
 * @PM_PASSWORD_RESET_USED: it has been followed
 *
 * What can be done with a link.
 */
typedef enum {
  PM_PASSWORD_RESET_UNKNOWN,
  PM_PASSWORD_RESET_OPEN,
  PM_PASSWORD_RESET_EXPIRED,
  PM_PASSWORD_RESET_USED,
} PmPasswordResetState;

char *pm_password_reset_make (PmDb *db, gint64 user_id, gint64 now, GError **error);
gboolean pm_password_reset_find (PmDb *db,
                                 const char *token,
                                 gint64 now,
                                 PmPasswordResetState *state,
                                 gint64 *user_id,
                                 GError **error);
gboolean pm_password_reset_use (PmDb *db, const char *token, gint64 now, GError **error);
gboolean pm_password_reset_kill (PmDb *db, gint64 user_id, gint64 now, GError **error);
gboolean pm_password_reset_prune (PmDb *db, gint64 now, GError **error);

G_END_DECLS
