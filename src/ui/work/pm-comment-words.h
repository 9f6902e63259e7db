/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * How the composer says who reads a comment, when there is a choice and when there is none. Its
 * template binds to them by these names:
 *
 *   string $notice (bool may choose, bool internal, string missing)   who will be able to read it
 *   string $placeholder (bool may choose, bool internal)
 *   string $post_words (bool may choose, bool internal)   $post_tip (bool may choose, bool internal)
 */
void pm_comment_words_bind (GtkWidgetClass *widget_class);

const char *pm_comment_words_posted (gboolean may_choose, gboolean is_internal);

G_END_DECLS
