/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-account.h"

#include "domain/pm-error.h"
#include "domain/pm-record.h"

#define GROUP        "Workspace"
#define DEFAULT_DAYS 7

PmAccount *
pm_account_new (void)
{
  PmAccount *self = g_new0 (PmAccount, 1);

  self->invitation_days = DEFAULT_DAYS;
  self->role = PM_ROLE_CUSTOMER;
  return self;
}

void
pm_account_free (PmAccount *self)
{
  g_free (self->id);
  g_free (self->server_url);
  g_free (self->email);
  g_free (self->full_name);
  g_free (self->organization);
  g_free (self);
}

/**
 * pm_account_from_bytes:
 * @id: the workspace's id
 * @bytes: a key file's contents
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the account; %PM_ERROR_DAMAGED if @bytes does not say
 *   where and as whom to sign in
 */
PmAccount *
pm_account_from_bytes (const char *id, GBytes *bytes, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (PmAccount) self = pm_account_new ();
  g_autofree char *role = NULL;
  int value;

  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL) ||
      !(self->server_url = g_key_file_get_string (file, GROUP, "ServerUrl", NULL)) ||
      !(self->email = g_key_file_get_string (file, GROUP, "Email", NULL))) {
    g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED, "The workspace “%s” cannot be read.", id);
    return NULL;
  }
  self->id = g_strdup (id);
  self->full_name = g_key_file_get_string (file, GROUP, "FullName", NULL);
  self->organization = g_key_file_get_string (file, GROUP, "Organization", NULL);
  self->user_id = g_key_file_get_int64 (file, GROUP, "UserId", NULL);
  self->tenant_id = g_key_file_get_int64 (file, GROUP, "TenantId", NULL);
  self->server_ahead = g_key_file_get_int64 (file, GROUP, "ServerAhead", NULL);
  self->keep_signed_in = g_key_file_get_boolean (file, GROUP, "KeepSignedIn", NULL);
  self->plain = g_key_file_get_boolean (file, GROUP, "Plain", NULL);
  self->signed_out = g_key_file_get_boolean (file, GROUP, "SignedOut", NULL);
  role = g_key_file_get_string (file, GROUP, "Role", NULL);
  if (role != NULL && pm_enum_from_nick (PM_TYPE_ROLE, role, &value))
    self->role = value;
  value = g_key_file_get_integer (file, GROUP, "InvitationDays", NULL);
  self->invitation_days = value > 0 ? value : DEFAULT_DAYS;
  return g_steal_pointer (&self);
}

static void
set_string (GKeyFile *file, const char *key, const char *value)
{
  if (value != NULL)
    g_key_file_set_string (file, GROUP, key, value);
}

/**
 * pm_account_to_bytes:
 * @self: an account
 *
 * Returns: (transfer full): it as a key file's contents
 */
GBytes *
pm_account_to_bytes (PmAccount *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  gsize length;
  char *data;

  set_string (file, "ServerUrl", self->server_url);
  set_string (file, "Email", self->email);
  set_string (file, "FullName", self->full_name);
  set_string (file, "Organization", self->organization);
  set_string (file, "Role", pm_enum_to_nick (PM_TYPE_ROLE, self->role));
  g_key_file_set_int64 (file, GROUP, "UserId", self->user_id);
  g_key_file_set_int64 (file, GROUP, "TenantId", self->tenant_id);
  g_key_file_set_integer (file, GROUP, "InvitationDays", self->invitation_days);
  g_key_file_set_int64 (file, GROUP, "ServerAhead", self->server_ahead);
  g_key_file_set_boolean (file, GROUP, "Plain", self->plain);
  g_key_file_set_boolean (file, GROUP, "KeepSignedIn", self->keep_signed_in);
  g_key_file_set_boolean (file, GROUP, "SignedOut", self->signed_out);
  data = g_key_file_to_data (file, &length, NULL);
  return g_bytes_new_take (data, length);
}
