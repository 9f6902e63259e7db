/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-sweep-list.h"

#define PAGE_ROWS 1000
#define MAX_PAGES 1000 /* a server that never gives an empty page is not asked for ever */

/**
 * pm_sweep_read_pages:
 * @remote: a server
 * @list: %PM_PLAIN_POCS or %PM_PLAIN_USERS
 * @cancellable: (nullable): gives up
 * @page: gets the rows
 * @whole: (out): whether they are all there are. Rows that come twice show that the order has
 *   changed, and that others may be missing
 * @error: return location
 *
 * Reads a list that is given by the page. Awaits.
 *
 * Returns: whether it could be read
 */
gboolean
pm_sweep_read_pages (PmRemote *remote,
                     PmPlainList list,
                     GCancellable *cancellable,
                     PmPage *page,
                     gboolean *whole,
                     GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  *whole = TRUE;
  for (guint i = 0; i < MAX_PAGES; i++) {
    g_autoptr (GPtrArray) rows = NULL;

    rows = dex_await_boxed (
        pm_remote_read_page (remote, list, i * PAGE_ROWS, PAGE_ROWS, cancellable), error);
    if (rows == NULL || rows->len == 0)
      return rows != NULL;
    for (guint k = 0; k < rows->len; k++) {
      PmRecord *row = g_ptr_array_index (rows, k);
      gint64 id = pm_record_get_integer (row, 0);

      if (g_hash_table_add (seen, g_memdup2 (&id, sizeof id)))
        g_ptr_array_add (page->records, g_object_ref (row));
      else
        *whole = FALSE;
    }
  }
  *whole = FALSE;
  return TRUE;
}
