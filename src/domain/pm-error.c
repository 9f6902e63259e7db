/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"

/* What an error carries beyond its message; see the setters. */
typedef struct {
  const char *type;
  const char *field;
  gint64 retry_after;
} PmErrorPrivate;

static void
pm_error_private_init (PmErrorPrivate *priv)
{
}

static void
pm_error_private_copy (const PmErrorPrivate *from, PmErrorPrivate *to)
{
  *to = *from;
}

static void
pm_error_private_clear (PmErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (PmError, pm_error)

/**
 * pm_error_refuse_field:
 * @error: (out): return location
 * @field: (nullable): the member of the input that is wrong, or `query.…`, `path.…`
 * @tag: (nullable): in which way, as `missing`; %NULL for `value_error`
 * @format: a sentence that says what to do
 * @...: its parameters
 *
 * Sets %PM_ERROR_UNPROCESSABLE.
 */
void
pm_error_refuse_field (GError **error, const char *field, const char *tag, const char *format, ...)
{
  GError *local;
  va_list args;

  va_start (args, format);
  local = g_error_new_valist (PM_ERROR, PM_ERROR_UNPROCESSABLE, format, args);
  va_end (args);
  pm_error_set_field (local, field);
  pm_error_set_tag (local, tag);
  g_propagate_error (error, local);
}

/**
 * pm_error_set_tag:
 * @self: an error in %PM_ERROR
 * @tag: (nullable): the wire's `type`, as `resend_throttled`; interned
 *
 * Names the case more precisely than the code does.
 */
void
pm_error_set_tag (GError *self, const char *tag)
{
  pm_error_get_private (self)->type = g_intern_string (tag);
}

/**
 * pm_error_get_tag:
 * @self: an error in %PM_ERROR
 *
 * Returns: (transfer none) (nullable): its tag
 */
const char *
pm_error_get_tag (const GError *self)
{
  return pm_error_get_private (self)->type;
}

/**
 * pm_error_set_field:
 * @self: an error in %PM_ERROR
 * @field: (nullable): the member of the input that is wrong; interned
 */
void
pm_error_set_field (GError *self, const char *field)
{
  pm_error_get_private (self)->field = g_intern_string (field);
}

/**
 * pm_error_get_field:
 * @self: an error in %PM_ERROR
 *
 * Returns: (transfer none) (nullable): the member of the input that is wrong
 */
const char *
pm_error_get_field (const GError *self)
{
  return pm_error_get_private (self)->field;
}

/**
 * pm_error_set_retry_after:
 * @self: an error in %PM_ERROR
 * @span: microseconds until it is worth trying again; 0 when unknown
 */
void
pm_error_set_retry_after (GError *self, gint64 span)
{
  pm_error_get_private (self)->retry_after = span;
}

/**
 * pm_error_get_retry_after:
 * @self: an error in %PM_ERROR
 *
 * Returns: microseconds until it is worth trying again; 0 when unknown
 */
gint64
pm_error_get_retry_after (const GError *self)
{
  return pm_error_get_private (self)->retry_after;
}
