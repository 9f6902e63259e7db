/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-failure.h"

struct _PmFailure {
  GObject parent_instance;

  char *name;
  char *email;
  char *folder;
  char *message;
  PmError code;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (PmFailure, pm_failure, G_TYPE_OBJECT)

enum {
  PROP_NAME = 1,
  PROP_EMAIL,
  PROP_FOLDER,
  PROP_CODE,
  PROP_MESSAGE,
  PROP_BUSY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
pm_failure_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmFailure *self = PM_FAILURE (object);

  switch (prop_id) {
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_EMAIL:
    g_value_set_string (value, self->email);
    break;
  case PROP_FOLDER:
    g_value_set_string (value, self->folder);
    break;
  case PROP_CODE:
    g_value_set_int (value, (int) self->code);
    break;
  case PROP_MESSAGE:
    g_value_set_string (value, self->message);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->busy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_failure_finalize (GObject *object)
{
  PmFailure *self = PM_FAILURE (object);

  g_free (self->name);
  g_free (self->email);
  g_free (self->folder);
  g_free (self->message);
  G_OBJECT_CLASS (pm_failure_parent_class)->finalize (object);
}

static void
pm_failure_class_init (PmFailureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = pm_failure_finalize;
  object_class->get_property = pm_failure_get_property;
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, NULL, flags);
  properties[PROP_FOLDER] = g_param_spec_string ("folder", NULL, NULL, NULL, flags);
  properties[PROP_CODE] = g_param_spec_int ("code", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_failure_init (PmFailure *self)
{
}

/**
 * pm_failure_new:
 * @folder: the workspace's folder
 *
 * Returns: (transfer full): a failure that has no reason yet, named by its folder
 */
PmFailure *
pm_failure_new (const char *folder)
{
  PmFailure *self = g_object_new (PM_TYPE_FAILURE, NULL);

  self->folder = g_strdup (folder);
  self->name = g_path_get_basename (folder);
  return self;
}

/**
 * pm_failure_set_account:
 * @self: a failure
 * @name: (nullable): the organization's name
 * @email: who signs in
 */
void
pm_failure_set_account (PmFailure *self, const char *name, const char *email)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_str (&self->name, name != NULL ? name : email))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  if (g_set_str (&self->email, email))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMAIL]);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * pm_failure_set_reason:
 * @self: a failure
 * @error: why it could not be opened
 */
void
pm_failure_set_reason (PmFailure *self, const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));
  self->code = error->domain == PM_ERROR ? (PmError) error->code : PM_ERROR_FAILED;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
  if (g_set_str (&self->message, error->message))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * pm_failure_set_busy:
 * @self: a failure
 * @busy: whether it is being tried again
 */
void
pm_failure_set_busy (PmFailure *self, gboolean busy)
{
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * pm_failure_get_folder:
 * @self: a failure
 *
 * Returns: (transfer none): the workspace's folder
 */
const char *
pm_failure_get_folder (PmFailure *self)
{
  return self->folder;
}
