/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-sign-in-private.h"

#include "domain/pm-error.h"
#include "domain/pm-membership.h"

struct _PmSignIn {
  GObject parent_instance;
  PmRemote *remote;
  PmIdentity *identity;
  char *email;
  char *password;
};

enum {
  PROP_FULL_NAME = 1,
  PROP_MEMBERSHIPS,
  PROP_SERVER_NAME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PmSignIn, pm_sign_in, G_TYPE_OBJECT)

static int
default_first (gconstpointer a, gconstpointer b, gpointer data)
{
  PmMembership *left = PM_MEMBERSHIP ((gpointer) a), *right = PM_MEMBERSHIP ((gpointer) b);
  int by_default = pm_membership_get_is_default (right) - pm_membership_get_is_default (left);

  return by_default != 0 ? by_default
                         : g_strcmp0 (pm_membership_get_tenant_name (left),
                                      pm_membership_get_tenant_name (right));
}

static void
pm_sign_in_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmSignIn *self = PM_SIGN_IN (object);
  PmServerInfo *info = pm_remote_get_server_info (self->remote);

  switch (prop_id) {
  case PROP_FULL_NAME:
    g_value_set_string (value, self->identity->full_name);
    break;
  case PROP_MEMBERSHIPS:
    g_value_set_object (value, self->identity->memberships);
    break;
  case PROP_SERVER_NAME:
    g_value_set_string (value, info == NULL ? NULL : info->name);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_sign_in_finalize (GObject *object)
{
  PmSignIn *self = PM_SIGN_IN (object);

  g_clear_object (&self->remote);
  g_clear_pointer (&self->identity, pm_identity_unref);
  g_free (self->email);
  g_free (self->password);
  G_OBJECT_CLASS (pm_sign_in_parent_class)->finalize (object);
}

static void
pm_sign_in_class_init (PmSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = pm_sign_in_finalize;
  object_class->get_property = pm_sign_in_get_property;

  properties[PROP_FULL_NAME] = g_param_spec_string ("full-name", NULL, NULL, NULL, flags);
  properties[PROP_MEMBERSHIPS] =
      g_param_spec_object ("memberships", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_SERVER_NAME] = g_param_spec_string ("server-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_sign_in_init (PmSignIn *self)
{
}

static gboolean
is_wrong_address (const GError *error)
{
  return g_error_matches (error, PM_ERROR, PM_ERROR_NOT_JSON) ||
         g_error_matches (error, PM_ERROR, PM_ERROR_NOT_FOUND);
}

/* Awaits. Where the pages of a server are, its API is often one step below. */
static PmServerInfo *
probe (PmSignIn *self, GError **error)
{
  g_autofree char *below = g_strconcat (pm_remote_get_url (self->remote), "/api", NULL);
  g_autoptr (GError) failure = NULL;
  g_autoptr (PmRemote) other = NULL;
  PmServerInfo *info = dex_await_boxed (pm_remote_probe (self->remote), &failure);

  if (info != NULL)
    return info;
  if (is_wrong_address (failure) && (other = pm_remote_new (below, NULL)) != NULL)
    info = dex_await_boxed (pm_remote_probe (other), NULL);
  if (info != NULL)
    g_set_object (&self->remote, other);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return info;
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  PmSignIn *self = data;
  g_autoptr (PmServerInfo) info = NULL;
  GError *error = NULL;

  info = probe (self, &error);
  if (info == NULL)
    return dex_future_new_for_error (error);
  self->identity =
      dex_await_boxed (pm_remote_login (self->remote, self->email, self->password), &error);
  if (self->identity == NULL)
    return dex_future_new_for_error (error);
  g_list_store_sort (self->identity->memberships, default_first, NULL);
  return dex_future_new_for_object (self);
}

/**
 * pm_sign_in_start:
 * @server_url: the server's address, as it was typed
 * @email: the account's address
 * @password: its password, which stays in memory until the organization is chosen
 *
 * Looks whether a server answers there, and whether it knows the account.
 *
 * Returns: (transfer full): resolves to a #PmSignIn; rejects with what is to be said to the user
 */
DexFuture *
pm_sign_in_start (const char *server_url, const char *email, const char *password)
{
  g_autoptr (PmSignIn) self = g_object_new (PM_TYPE_SIGN_IN, NULL);
  GError *error = NULL;

  self->remote = pm_remote_new (server_url, &error);
  if (self->remote == NULL)
    return dex_future_new_for_error (error);
  self->email = g_strstrip (g_strdup (email));
  self->password = g_strdup (password);
  return dex_scheduler_spawn (NULL, 0, sign_in_fiber, g_steal_pointer (&self), g_object_unref);
}

/**
 * pm_sign_in_get_memberships:
 * @self: a sign-in
 *
 * Returns: (transfer none): the organizations to choose from, #PmMembership objects, the default
 *   one first
 */
GListModel *
pm_sign_in_get_memberships (PmSignIn *self)
{
  return G_LIST_MODEL (self->identity->memberships);
}

PmRemote *
pm_sign_in_get_remote (PmSignIn *self)
{
  return self->remote;
}

const char *
pm_sign_in_get_password (PmSignIn *self)
{
  return self->password;
}

static PmMembership *
find_membership (PmSignIn *self, gint64 tenant_id)
{
  GListModel *memberships = pm_sign_in_get_memberships (self);

  for (guint i = 0; i < g_list_model_get_n_items (memberships); i++) {
    g_autoptr (PmMembership) membership = g_list_model_get_item (memberships, i);

    if (pm_membership_get_tenant_id (membership) == tenant_id)
      return g_steal_pointer (&membership);
  }
  return NULL;
}

PmAccount *
pm_sign_in_to_account (PmSignIn *self, gint64 tenant_id, gboolean keep_signed_in)
{
  g_autoptr (PmMembership) membership = find_membership (self, tenant_id);
  PmAccount *account = pm_account_new ();

  account->id = g_uuid_string_random ();
  account->server_url = g_strdup (pm_remote_get_url (self->remote));
  account->email = g_strdup (self->identity->email != NULL ? self->identity->email : self->email);
  account->full_name = g_strdup (self->identity->full_name);
  account->user_id = self->identity->user_id;
  account->tenant_id = tenant_id;
  account->keep_signed_in = keep_signed_in;
  if (membership != NULL) {
    account->organization = g_strdup (pm_membership_get_tenant_name (membership));
    account->role = pm_membership_get_role (membership);
  }
  return account;
}
