/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-invitees.h"
#include "cache/pm-local-ids.h"
#include "cache/pm-store.h"

G_BEGIN_DECLS

struct _PmStore {
  char *folder;
  PmLocalIds *ids;      /* of what was made here */
  PmInvitees *invitees; /* what only this desktop knows of people */
  gint64 n;             /* the present mirror is cache-<n>.db */
  PmDb *mirror;         /* what is shown */
  PmDb *next;           /* while rebuilding: n + 1, where pages go to */
  PmDb *old;            /* after the switch, until its readers are gone: n - 1 */
  gboolean ready;       /* next may take the mirror's place */
  gboolean lost;        /* the mirror failed */
  gboolean spoilt;      /* next failed */
  gboolean behind;      /* the mirror lacks what the outbox has */
  gboolean suspected;   /* a mirror was looked through because something failed */
  gint64 user_id;
  guint n_returned; /* operations that need attention again, so far */
};

void pm_store_remove_leftovers (PmStore *self);
PmDb *pm_store_open_mirror (PmStore *self, gint64 n, GError **error);
PmDb *pm_store_open_empty_mirror (PmStore *self, PmDb *drafts, gint64 n, GError **error);

gboolean pm_store_fail_damaged (GError **error);
gboolean
pm_store_transact (PmStore *self, PmDb *mirror, PmDbFunc func, gpointer data, GError **error);
gboolean pm_store_read_ids (PmStatement *statement, GArray *ids, GError **error);
gboolean
pm_store_read_records (PmStatement *statement, GType type, GPtrArray *records, GError **error);
gboolean pm_store_put_record (PmDb *mirror, PmRecord *record, PmChanges *changes, GError **error);
gboolean
pm_store_remove_record (PmDb *mirror, GType type, gint64 id, PmChanges *changes, GError **error);
gboolean pm_store_begin_epoch (PmStore *self, PmDb *next, GError **error);
gboolean pm_store_judge_epoch (PmStore *self,
                               PmDb *drafts,
                               PmDb *mirror,
                               PmChanges *changes,
                               GError **error);
gboolean pm_store_copy_outbox (PmDb *drafts, PmDb *mirror, PmChanges *changes, GError **error);
gboolean pm_store_fold (PmDb *mirror, PmRecord *record, GError **error);
gboolean pm_store_delete_operations (PmDb *drafts, GArray *ids, GError **error);
gboolean
pm_store_compare (PmStore *self, PmDb *mirror, PmRecord **record, gboolean *same, GError **error);
gboolean pm_store_find_gone (PmDb *mirror, PmPage *page, GArray *gone, GError **error);
gboolean pm_store_find_read (PmDb *mirror, PmPage *page, GArray *ids, GError **error);
gboolean
pm_store_keep_profile (PmDb *mirror, gint64 operation_id, gint64 *invitation_id, GError **error);
gboolean pm_store_find_settled (PmDb *mirror, GArray *settled, GArray *ids, GError **error);

G_END_DECLS
