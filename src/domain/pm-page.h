/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmTombstone:
 * @type: the record type of what is gone
 * @id: its id
 */
typedef struct {
  GType type;
  gint64 id;
} PmTombstone;

/**
 * PmScope:
 * @type: a record type
 * @poc_id: the POC whose rows they are, or 0 for all rows of the type
 * @open_only: whether only open invitations count
 * @server_poc_id: the server's number of a POC that was made here, once its own is known; or 0
 *
 * What a page carries in full, so that what it does not carry may be gone.
 */
typedef struct {
  GType type;
  gint64 poc_id;
  gboolean open_only;
  gint64 server_poc_id;
} PmScope;

/**
 * PmSettled:
 * @key: the key of one of our own operations
 * @type: the record type of what it has changed; %G_TYPE_INVALID if this version does not know it
 * @id: its id
 *
 * An operation whose effect a page carries.
 */
typedef struct {
  char *key;
  GType type;
  gint64 id;
} PmSettled;

/**
 * PmPage:
 * @records: (element-type PmRecord): objects at their newest revision
 * @destroyed: (element-type PmTombstone): what is gone
 * @old_state: the sync state that this page starts from; empty at the start of a bootstrap
 * @new_state: the sync state after this page
 * @epoch: (nullable): which life of the server's database the page is from, if the server says
 *   so: another one once an earlier copy of it was put back
 * @seq: the server's sequence after this page
 * @total: how many objects a bootstrap will bring, or 0
 * @has_more: whether another page follows at once
 * @date: what time it was on the server when it gave the page, in microseconds
 * @read: the number of the read that this page was made by, when it was made by reading lists; 0
 *   for a page of changes
 * @scopes: (element-type PmScope): of such a page, the lists that were read to their end
 * @settled: (element-type PmSettled): our own operations whose effect this page carries
 *
 * A page of the server's truth, as the pull side hands it to the cache. Built by one thread;
 * once handed on it is not changed, and any thread may read it.
 */
typedef struct {
  GPtrArray *records;
  GArray *destroyed;
  char *old_state;
  char *new_state;
  char *epoch;
  gint64 seq;
  gint64 total;
  gboolean has_more;
  gint64 date;
  gint64 read;
  GArray *scopes;
  GArray *settled;
} PmPage;

#define PM_TYPE_PAGE (pm_page_get_type ())
GType pm_page_get_type (void);

PmPage *pm_page_new (void);
PmPage *pm_page_ref (PmPage *self);
void pm_page_unref (PmPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmPage, pm_page_unref)

PmPage *pm_page_copy_frame (PmPage *self);
gboolean pm_page_append (PmPage *self, PmPage *next);
void pm_page_add_settled (PmPage *self, const char *key, GType type, gint64 id);

G_END_DECLS
