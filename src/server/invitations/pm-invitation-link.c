/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invitation-link.h"

#include "domain/pm-error.h"
#include "domain/pm-invitation-rules.h"
#include "server/http/pm-access.h"

/* On a database's thread, all of it. */

#define FIND_LINK \
  "SELECT dead_since IS NOT NULL, tenant_id, accepted_by," \
  " EXISTS (SELECT 1 FROM participant" \
  "   JOIN membership ON membership.user_id = participant.user_id" \
  "   WHERE poc_id = found.poc_id AND participant.user_id = found.accepted_by" \
  "   AND membership.tenant_id = found.tenant_id AND is_active = 1)," \
  " EXISTS (SELECT 1 FROM invitation newer WHERE newer.poc_id = found.poc_id" \
  "   AND newer.email_folded = found.email_folded AND newer.id > found.id" \
  "   AND newer.status = 'pending')," \
  " found.*" \
  " FROM invitation_token JOIN invitation found ON found.id = invitation_id WHERE hash = ?1"

/**
 * pm_link_make:
 * @db: the connection, in a transaction
 * @invitation_id: an invitation
 * @kind: `first`, `resend` or `reminder`
 * @now: the moment
 * @error: return location
 *
 * Makes a link; only its hash is stored.
 *
 * Returns: (transfer full) (nullable): its token
 */
char *
pm_link_make (PmDb *db, gint64 invitation_id, const char *kind, gint64 now, GError **error)
{
  g_autofree char *token = pm_access_make_token ();
  g_autofree char *hash = pm_access_hash_token (token);

  if (!pm_db_run (db, error,
                  "INSERT INTO invitation_token (hash, invitation_id, kind, created_at)"
                  " VALUES (?1, ?2, ?3, ?4)",
                  "sisi", hash, invitation_id, kind, now))
    return NULL;
  return g_steal_pointer (&token);
}

/**
 * pm_link_kill_all:
 * @db: the connection, in a transaction
 * @invitation_id: an invitation
 * @now: the moment
 * @error: return location
 *
 * From now on none of the invitation's links can be accepted.
 */
gboolean
pm_link_kill_all (PmDb *db, gint64 invitation_id, gint64 now, GError **error)
{
  return pm_db_run (db, error,
                    "UPDATE invitation_token SET dead_since = ?2"
                    " WHERE invitation_id = ?1 AND dead_since IS NULL",
                    "ii", invitation_id, now);
}

/* An invitation whose mail was refused can be accepted all the same: whoever has the link got it. */
static PmLinkState
judge (PmInvitation *invitation,
       gboolean is_dead,
       gboolean takes_part,
       gboolean has_newer,
       gint64 now)
{
  switch (pm_invitation_status_at (invitation, now)) {
  case PM_INVITATION_STATUS_ACCEPTED:
    if (takes_part)
      return PM_LINK_ACCEPTED;
    return has_newer ? PM_LINK_REPLACED : PM_LINK_REMOVED;
  case PM_INVITATION_STATUS_REVOKED:
    return has_newer ? PM_LINK_REPLACED : PM_LINK_REVOKED;
  case PM_INVITATION_STATUS_EXPIRED:
    return has_newer ? PM_LINK_REPLACED : PM_LINK_EXPIRED;
  case PM_INVITATION_STATUS_PENDING:
  case PM_INVITATION_STATUS_FAILED:
  default:
    if (is_dead || has_newer)
      return PM_LINK_REPLACED;
    return pm_invitation_get_expires_at (invitation) <= now ? PM_LINK_EXPIRED : PM_LINK_OPEN;
  }
}

/**
 * pm_link_find:
 * @db: a connection
 * @token: what came, from outside
 * @now: the moment
 * @error: return location
 *
 * Looks a link up. An unknown one is no failure.
 *
 * Returns: (transfer full) (nullable): the link
 */
PmLink *
pm_link_find (PmDb *db, const char *token, gint64 now, GError **error)
{
  g_autofree char *hash = pm_access_hash_token (token);
  PmStatement *row = pm_db_query (db, error, FIND_LINK, "s", hash);
  g_autoptr (PmLink) link = g_new0 (PmLink, 1);
  g_autoptr (GError) local = NULL;

  if (row == NULL)
    return NULL;
  if (pm_statement_step (row, &local)) {
    link->tenant_id = pm_statement_get_int64 (row, 1);
    link->accepted_by = pm_statement_get_int64 (row, 2);
    link->invitation = PM_INVITATION (pm_statement_new_record (row, PM_TYPE_INVITATION));
    link->state =
        judge (link->invitation, pm_statement_get_int64 (row, 0) != 0,
               pm_statement_get_int64 (row, 3) != 0, pm_statement_get_int64 (row, 4) != 0, now);
    pm_statement_reset (row);
  }
  if (local == NULL)
    return g_steal_pointer (&link);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* Words of the base dialect; the tag says what its words cannot. */
static const struct {
  PmError code;
  const char *words;
  const char *tag;
} refusals[] = {
  [PM_LINK_UNKNOWN] = { PM_ERROR_NOT_FOUND, "Invitation not found", "unknown" },
  [PM_LINK_EXPIRED] = { PM_ERROR_REFUSED, "Invitation has expired", "expired" },
  [PM_LINK_REVOKED] = { PM_ERROR_REFUSED, "Invitation is revoked", "revoked" },
  [PM_LINK_REPLACED] = { PM_ERROR_NOT_FOUND, "Invitation not found", "replaced" },
  [PM_LINK_ACCEPTED] = { PM_ERROR_REFUSED, "Invitation is accepted", "accepted" },
  [PM_LINK_REMOVED] = { PM_ERROR_REFUSED, "Invitation is accepted", "removed" },
};

/**
 * pm_link_check:
 * @link: a link
 * @error: return location
 *
 * Returns: whether it can be accepted; if not, the error's tag says why
 */
gboolean
pm_link_check (const PmLink *link, GError **error)
{
  GError *refusal;

  if (link->state == PM_LINK_OPEN)
    return TRUE;
  refusal = g_error_new_literal (PM_ERROR, refusals[link->state].code, refusals[link->state].words);
  pm_error_set_tag (refusal, refusals[link->state].tag);
  g_propagate_error (error, refusal);
  return FALSE;
}

/**
 * pm_link_free:
 * @link: (transfer full): a link
 */
void
pm_link_free (PmLink *link)
{
  g_clear_object (&link->invitation);
  g_free (link);
}
