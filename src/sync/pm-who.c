/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-sync"

#include "sync/pm-who.h"

#include "domain/pm-role.h"

struct _PmWho {
  GObject parent_instance;

  PmRemote *remote;
  PmRole role; /* in the organization that is worked in */
  PmIdentity *me;
};

G_DEFINE_FINAL_TYPE (PmWho, pm_who, G_TYPE_OBJECT)

enum {
  ROLE_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A plain server says who somebody is in general, and not in the organization that is worked in. */
static gboolean
is_told_the_role (PmWho *self)
{
  PmServerInfo *info = pm_remote_get_server_info (self->remote);

  return info != NULL && (info->capabilities & PM_CAPABILITY_CHANGES);
}

static void
take_role (PmWho *self, PmRole role)
{
  if (self->role == role)
    return;
  g_debug ("The account's role is another one by now");
  self->role = role;
  g_signal_emit (self, signals[ROLE_CHANGED], 0, role);
}

static void
pm_who_finalize (GObject *object)
{
  PmWho *self = PM_WHO (object);

  g_clear_object (&self->remote);
  g_clear_pointer (&self->me, pm_identity_unref);
  G_OBJECT_CLASS (pm_who_parent_class)->finalize (object);
}

static void
pm_who_class_init (PmWhoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pm_who_finalize;
  signals[ROLE_CHANGED] =
      g_signal_new ("role-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, PM_TYPE_ROLE);
}

static void
pm_who_init (PmWho *self)
{
  self->role = PM_ROLE_SALES_ENGINEER;
}

/**
 * pm_who_new:
 * @remote: the server
 *
 * Returns: (transfer full): who the account is: one of the vendor's people, until it is known
 */
PmWho *
pm_who_new (PmRemote *remote)
{
  PmWho *self = g_object_new (PM_TYPE_WHO, NULL);

  self->remote = g_object_ref (remote);
  return self;
}

/**
 * pm_who_set_role:
 * @self: who the account is
 * @role: its role, as far as that was told when signing in
 */
void
pm_who_set_role (PmWho *self, PmRole role)
{
  self->role = role;
}

/**
 * pm_who_learn:
 * @self: who the account is
 * @error: return location
 *
 * Asks the server, where it may say something else than before. Awaits.
 *
 * Returns: whether it is known
 */
gboolean
pm_who_learn (PmWho *self, GError **error)
{
  PmIdentity *me;

  if (self->me != NULL && !is_told_the_role (self))
    return TRUE;
  me = dex_await_boxed (pm_remote_get_me (self->remote), error);
  if (me == NULL)
    return FALSE;
  g_clear_pointer (&self->me, pm_identity_unref);
  self->me = me;
  if (is_told_the_role (self))
    take_role (self, me->role);
  return TRUE;
}

/**
 * pm_who_is_known:
 * @self: who the account is
 *
 * Returns: whether the server was asked yet
 */
gboolean
pm_who_is_known (PmWho *self)
{
  return self->me != NULL;
}

/**
 * pm_who_is_customer:
 * @self: who the account is
 *
 * Returns: whether it is a customer's, as far as is known
 */
gboolean
pm_who_is_customer (PmWho *self)
{
  return !pm_role_is_internal (self->role) ||
         (self->me != NULL && self->me->role == PM_ROLE_CUSTOMER);
}

/**
 * pm_who_get_user_id:
 * @self: who the account is
 *
 * Returns: its number; 0 if that is not known
 */
gint64
pm_who_get_user_id (PmWho *self)
{
  return self->me != NULL ? self->me->user_id : 0;
}
