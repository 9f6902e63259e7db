/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-page.h"

G_DEFINE_BOXED_TYPE (PmPage, pm_page, pm_page_ref, pm_page_unref)

static void
clear_page (gpointer data)
{
  PmPage *self = data;

  g_ptr_array_unref (self->records);
  g_array_unref (self->destroyed);
  g_array_unref (self->scopes);
  g_free (self->old_state);
  g_free (self->new_state);
  g_strfreev (self->settled_keys);
}

/**
 * pm_page_new:
 *
 * Returns: (transfer full): a page without objects and without states. Any thread.
 */
PmPage *
pm_page_new (void)
{
  PmPage *self = g_atomic_rc_box_new0 (PmPage);

  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->destroyed = g_array_new (FALSE, FALSE, sizeof (PmTombstone));
  self->scopes = g_array_new (FALSE, FALSE, sizeof (PmScope));
  return self;
}

/**
 * pm_page_ref:
 * @self: a page
 *
 * Returns: (transfer full): @self. Any thread.
 */
PmPage *
pm_page_ref (PmPage *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * pm_page_unref:
 * @self: (transfer full): a page
 *
 * Gives up a reference; the last one frees the page. Any thread.
 */
void
pm_page_unref (PmPage *self)
{
  g_atomic_rc_box_release_full (self, clear_page);
}
