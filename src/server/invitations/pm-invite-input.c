/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invite-input.h"

#include "domain/pm-error.h"
#include "domain/pm-invitation-rules.h"
#include "domain/pm-role.h"
#include "server/http/pm-body.h"

static gboolean
read_text (PmInvitation *invitation,
           JsonObject *body,
           int field,
           PmTextShape shape,
           gsize max_chars,
           GError **error)
{
  guint n_fields;
  const char *name = pm_record_type_get_fields (PM_TYPE_INVITATION, &n_fields)[field].name;
  const char *text;

  if (!pm_body_get_text (body, name, PM_BODY_OPTIONAL, shape, max_chars, &text, error))
    return FALSE;
  if (!pm_text_is_blank (text))
    pm_record_set_string (PM_RECORD (invitation), field, text);
  return TRUE;
}

/* The base dialect knows one name; here it is two, of which one may be missing. */
static void
complete_names (PmInvitation *invitation)
{
  const char *full_name = pm_invitation_get_full_name (invitation);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *joined = NULL;

  if (full_name != NULL && pm_invitation_get_first_name (invitation) == NULL &&
      pm_invitation_get_last_name (invitation) == NULL) {
    pm_text_split_name (full_name, &first, &last);
    pm_invitation_set_first_name (invitation, first);
    pm_invitation_set_last_name (invitation, *last == '\0' ? NULL : last);
  }
  joined = pm_text_full_name (pm_invitation_get_first_name (invitation),
                              pm_invitation_get_last_name (invitation),
                              pm_invitation_get_email (invitation));
  pm_invitation_set_full_name (invitation, joined);
}

/* A colleague becomes a user of the organization, which is not for everybody to decide. */
static gboolean
read_side (PmInvitation *invitation, JsonObject *body, PmRole role, GError **error)
{
  gboolean is_customer = pm_invitation_get_is_customer (invitation);

  if (!pm_body_get_boolean (body, "is_customer", PM_BODY_OPTIONAL, &is_customer, error))
    return FALSE;
  if (!is_customer && !pm_role_can_invite_colleagues (role)) {
    pm_error_refuse_field (error, "is_customer", NULL,
                           "Only the organization's admins invite colleagues.");
    return FALSE;
  }
  pm_invitation_set_is_customer (invitation, is_customer);
  return TRUE;
}

/* What should have been sent already is sent at once. */
static gboolean
read_send_at (PmInvitation *invitation, JsonObject *body, gint64 now, GError **error)
{
  gint64 send_at;

  if (!pm_body_get_time (body, "send_at", &send_at, error))
    return FALSE;
  if (send_at > now + PM_SEND_LATER_MAX) {
    pm_error_refuse_field (error, "send_at", NULL,
                           "An invitation can be sent at most 90 days later.");
    return FALSE;
  }
  pm_invitation_set_send_at (invitation, send_at > now ? send_at : 0);
  return TRUE;
}

/**
 * pm_invite_input_read:
 * @invitation: a new invitation, to the side that holds when nothing is said
 * @body: (nullable): a request's body
 * @role: of the person who invites
 * @now: the moment
 * @error: return location
 *
 * Reads what may be said of an invitation from outside.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE, naming the member, if something cannot be
 */
gboolean
pm_invite_input_read (PmInvitation *invitation,
                      JsonObject *body,
                      PmRole role,
                      gint64 now,
                      GError **error)
{
  g_autofree char *address = NULL;

  if (!pm_body_get_address (body, "email", &address, error) ||
      !read_text (invitation, body, PM_INVITATION_FULL_NAME, PM_TEXT_LINE, 2 * PM_TEXT_NAME_MAX,
                  error) ||
      !read_text (invitation, body, PM_INVITATION_FIRST_NAME, PM_TEXT_LINE, PM_TEXT_NAME_MAX,
                  error) ||
      !read_text (invitation, body, PM_INVITATION_LAST_NAME, PM_TEXT_LINE, PM_TEXT_NAME_MAX,
                  error) ||
      !read_text (invitation, body, PM_INVITATION_TITLE, PM_TEXT_LINE, PM_TEXT_NAME_MAX, error) ||
      !read_text (invitation, body, PM_INVITATION_PERSONAL_MESSAGE, PM_TEXT_LINES,
                  PM_TEXT_MESSAGE_MAX, error) ||
      !read_side (invitation, body, role, error) || !read_send_at (invitation, body, now, error))
    return FALSE;
  pm_invitation_set_email (invitation, address);
  complete_names (invitation);
  return TRUE;
}
