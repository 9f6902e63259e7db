/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmSegment:
 * @text: where it starts in the template; not terminated
 * @length: its length in bytes
 * @placeholder: the number of the placeholder in the list of names, or -1 for literal text
 *
 * A piece of a template: literal text, or a placeholder such as `{poc}`.
 */
typedef struct {
  const char *text;
  gsize length;
  int placeholder;
} PmSegment;

GArray *pm_placeholder_split (const char *text, const char *const *names, GError **error);

G_END_DECLS
