/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PM_ERROR (pm_error_quark ())

/**
 * PmError:
 * @PM_ERROR_FAILED: anything that has no better name
 * @PM_ERROR_INVALID: input was refused; the message names the field and says what to do
 * @PM_ERROR_OFFLINE: the server could not be reached
 * @PM_ERROR_TIMED_OUT: the server did not answer in time; whether it acted is unknown
 * @PM_ERROR_UNAUTHORIZED: credentials are missing, wrong or used up (HTTP 401)
 * @PM_ERROR_FORBIDDEN: the account may not do this (HTTP 403)
 * @PM_ERROR_NOT_FOUND: the object does not exist for this account (HTTP 404)
 * @PM_ERROR_REFUSED: a rule of the domain says no (HTTP 400); the message is the server's words
 * @PM_ERROR_CONFLICT: the object changed meanwhile (HTTP 409, 412)
 * @PM_ERROR_GONE: the sync state is too old or from another database (HTTP 410)
 * @PM_ERROR_UNPROCESSABLE: the request had the wrong form (HTTP 422)
 * @PM_ERROR_TOO_MANY: a limit was reached (HTTP 429)
 * @PM_ERROR_SERVER: the server failed (HTTP 5xx); whether it acted is unknown
 * @PM_ERROR_NOT_JSON: the answer was no JSON, as from a wrong address or a proxy
 * @PM_ERROR_DAMAGED: a file of ours is damaged
 * @PM_ERROR_NEWER: a file was written by a newer version of this program
 * @PM_ERROR_STORAGE: the disk is full, cannot be written to, or fails; nothing was saved
 * @PM_ERROR_BUSY: another process holds the folder
 * @PM_ERROR_CANCELLED: the caller gave up
 *
 * Every failure of this project that can reach a user. Messages are whole sentences without
 * secrets, ready to be shown.
 */
typedef enum {
  PM_ERROR_FAILED,
  PM_ERROR_INVALID,
  PM_ERROR_OFFLINE,
  PM_ERROR_TIMED_OUT,
  PM_ERROR_UNAUTHORIZED,
  PM_ERROR_FORBIDDEN,
  PM_ERROR_NOT_FOUND,
  PM_ERROR_REFUSED,
  PM_ERROR_CONFLICT,
  PM_ERROR_GONE,
  PM_ERROR_UNPROCESSABLE,
  PM_ERROR_TOO_MANY,
  PM_ERROR_SERVER,
  PM_ERROR_NOT_JSON,
  PM_ERROR_DAMAGED,
  PM_ERROR_NEWER,
  PM_ERROR_STORAGE,
  PM_ERROR_BUSY,
  PM_ERROR_CANCELLED,
} PmError;

GQuark pm_error_quark (void);

/* Errors may carry more than their message; copies carry it too. */
void
pm_error_refuse_field (GError **error, const char *field, const char *tag, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
void pm_error_set_tag (GError *self, const char *tag);
const char *pm_error_get_tag (const GError *self);
void pm_error_set_field (GError *self, const char *field);
const char *pm_error_get_field (const GError *self);
void pm_error_set_retry_after (GError *self, gint64 span);
gint64 pm_error_get_retry_after (const GError *self);

G_END_DECLS
