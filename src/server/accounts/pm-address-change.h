/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

/* How long the link to a new address can be followed, and how long the old one can take it back. */
#define PM_ADDRESS_CONFIRM_SPAN (3 * G_TIME_SPAN_DAY)
#define PM_ADDRESS_UNDO_SPAN    (7 * G_TIME_SPAN_DAY)

/**
 * PmAddressLinkState:
 * @PM_ADDRESS_LINK_OPEN: it can be followed
 * @PM_ADDRESS_LINK_EXPIRED: its life is over, or something ended it
 * @PM_ADDRESS_LINK_USED: it has been followed
 *
 * What can be done with a link.
 */
typedef enum {
  PM_ADDRESS_LINK_OPEN,
  PM_ADDRESS_LINK_EXPIRED,
  PM_ADDRESS_LINK_USED,
} PmAddressLinkState;

/**
 * PmAddressLink:
 * @id: the change that it belongs to
 * @user_id: whose address changes
 * @requested_by: who wanted the change
 * @is_undo: whether it takes the change back; otherwise it makes it
 * @state: what can be done with it
 * @old_email: the address before the change
 * @new_email: the address after it
 * @full_name: what the person is called
 * @expires_at: when its life is over
 *
 * A link that somebody has followed.
 */
typedef struct {
  gint64 id;
  gint64 user_id;
  gint64 requested_by;
  gboolean is_undo;
  PmAddressLinkState state;
  char *old_email;
  char *new_email;
  char *full_name;
  gint64 expires_at;
} PmAddressLink;

void pm_address_link_free (PmAddressLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmAddressLink, pm_address_link_free)

char *pm_address_change_request (PmDb *db,
                                 gint64 user_id,
                                 const char *new_email,
                                 gint64 requested_by,
                                 gint64 now,
                                 GError **error);
PmAddressLink *pm_address_change_find (PmDb *db, const char *token, gint64 now, GError **error);
char *pm_address_change_confirm (PmDb *db, const PmAddressLink *link, gint64 now, GError **error);
gboolean pm_address_change_undo (PmDb *db, const PmAddressLink *link, gint64 now, GError **error);
gboolean pm_address_change_force (PmDb *db,
                                  gint64 user_id,
                                  const char *new_email,
                                  gint64 now,
                                  GError **error);
gboolean pm_address_change_kill (PmDb *db, gint64 user_id, gint64 now, GError **error);
gboolean pm_address_change_prune (PmDb *db, gint64 now, GError **error);

G_END_DECLS
