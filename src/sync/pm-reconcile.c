/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-reconcile.h"

#include "domain/pm-address.h"
#include "domain/pm-comment.h"
#include "domain/pm-invitation.h"
#include "domain/pm-item.h"
#include "domain/pm-participant.h"
#include "domain/pm-poc.h"
#include "remote/pm-plain-payload.h"

/* Whether an operation whose answer never came has been done, told from what the server has. */

/* How far the server's clock may be from what it is taken for. */
#define MARGIN (5 * G_TIME_SPAN_SECOND)

static gboolean
is_address (const char *email, const char *folded)
{
  g_autofree char *other = email != NULL ? pm_address_fold (email) : NULL;

  return g_strcmp0 (other, folded) == 0;
}

/* One that was cancelled is older, unless it certainly is not: then it was cancelled since. */
static gboolean
is_our_invitation (PmInvitation *invitation, const char *folded, gint64 since)
{
  gint64 created = pm_invitation_get_created_at (invitation);

  if (!is_address (pm_invitation_get_email (invitation), folded))
    return FALSE;
  if (pm_invitation_get_status (invitation) == PM_INVITATION_STATUS_REVOKED)
    return created >= since + MARGIN;
  return created >= since - MARGIN;
}

/* Who takes part since then has accepted it. */
static gboolean
is_our_guest (PmParticipant *person, const char *folded, gint64 since)
{
  return is_address (pm_participant_get_email (person), folded) &&
         pm_participant_get_joined_at (person) >= since - MARGIN;
}

static gboolean
has_invited (PmOperation *operation, GPtrArray *rows, gint64 since)
{
  g_autofree char *folded = pm_address_fold (pm_operation_get_email (operation));

  for (guint i = 0; i < rows->len; i++) {
    gpointer row = g_ptr_array_index (rows, i);

    if (PM_IS_INVITATION (row) ? is_our_invitation (row, folded, since)
                               : is_our_guest (row, folded, since))
      return TRUE;
  }
  return FALSE;
}

static PmInvitation *
find_invitation (PmOperation *operation, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    gpointer row = g_ptr_array_index (rows, i);

    if (PM_IS_INVITATION (row) &&
        pm_invitation_get_id (row) == pm_operation_get_invitation_id (operation))
      return row;
  }
  return NULL;
}

/**
 * pm_reconcile_resend_count:
 * @operation: a resend
 * @rows: (element-type PmRecord): the POC's invitations
 *
 * Returns: how often its invitation was mailed again so far; what the operation says where the
 *   invitation is not among them
 */
gint64
pm_reconcile_resend_count (PmOperation *operation, GPtrArray *rows)
{
  PmInvitation *invitation = find_invitation (operation, rows);

  return invitation != NULL ? pm_invitation_get_resend_count (invitation)
                            : pm_operation_get_resend_count (operation);
}

/**
 * pm_reconcile_is_done:
 * @operation: one that was tried
 * @rows: (element-type PmRecord): the POC's invitations and, where those cannot be had, also who
 *   takes part
 *
 * Returns: whether the server has done it. One that cannot be told from what is there is refused
 *   by the server when it is tried again: cancelling
 */
gboolean
pm_reconcile_is_done (PmOperation *operation, GPtrArray *rows)
{
  gint64 since = pm_operation_get_first_tried_at (operation);
  PmInvitation *invitation;

  switch (pm_operation_get_kind (operation)) {
  case PM_OPERATION_KIND_INVITE:
    return has_invited (operation, rows, since);
  case PM_OPERATION_KIND_RESEND:
    return pm_reconcile_resend_count (operation, rows) > pm_operation_get_resend_count (operation);
  case PM_OPERATION_KIND_CANCEL:
    invitation = find_invitation (operation, rows);
    return invitation != NULL &&
           pm_invitation_get_status (invitation) == PM_INVITATION_STATUS_REVOKED;
  default:
    return FALSE;
  }
}

/* Only POCs and comments say whose they are. */
static gboolean
may_be_from (PmRecord *item, gint64 user_id)
{
  if (PM_IS_POC (item))
    return pm_poc_get_created_by (PM_POC (item)) == user_id;
  return !PM_IS_COMMENT (item) || pm_comment_get_user_id (PM_COMMENT (item)) == user_id;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 one = pm_record_get_integer (*(PmRecord *const *) a, 0);
  gint64 other = pm_record_get_integer (*(PmRecord *const *) b, 0);

  return (one > other) - (one < other);
}

/**
 * pm_reconcile_list_made:
 * @operation: one that makes an item, and that was tried
 * @payload: what is to be made, as the server was told
 * @rows: (element-type PmRecord): all of the place where it is made
 * @user_id: who makes it
 *
 * Returns: (transfer full) (element-type PmRecord): the items that it may have made, the oldest
 *   first; mostly none
 */
GPtrArray *
pm_reconcile_list_made (PmOperation *operation,
                        const char *payload,
                        GPtrArray *rows,
                        gint64 user_id)
{
  GPtrArray *made = g_ptr_array_new_with_free_func (g_object_unref);
  GType type = pm_item_type_get_record_type (pm_operation_get_item_type (operation));
  gint64 since = pm_operation_get_first_tried_at (operation) - MARGIN;

  for (guint i = 0; i < rows->len; i++) {
    PmRecord *row = g_ptr_array_index (rows, i);
    gint64 created_at = 0;

    if (G_OBJECT_TYPE (row) != type)
      continue;
    g_object_get (row, "created-at", &created_at, NULL);
    if (created_at >= since && may_be_from (row, user_id) &&
        pm_plain_payload_compare (payload, row) != PM_PLAIN_OTHER)
      g_ptr_array_add (made, g_object_ref (row));
  }
  g_ptr_array_sort (made, compare_numbers);
  return made;
}
