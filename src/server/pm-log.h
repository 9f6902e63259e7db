/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmLogLevel:
 * @PM_LOG_ERROR: something could not be done that must be done
 * @PM_LOG_WARNING: something needs an administrator's eye
 * @PM_LOG_INFO: what happens: one line for every request
 * @PM_LOG_DEBUG: what helps to look for an error
 *
 * How much a line of the log matters.
 */
typedef enum {
  PM_LOG_ERROR,
  PM_LOG_WARNING,
  PM_LOG_INFO,
  PM_LOG_DEBUG,
} PmLogLevel;

gboolean pm_log_level_from_name (const char *name, PmLogLevel *level);

void pm_log_start (PmLogLevel level);
gboolean pm_log_has (PmLogLevel level);
void pm_log (PmLogLevel level, const char *event, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
