/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-session.h"

#include "domain/pm-error.h"
#include "workspace/pm-sign-in-private.h"
#include "workspace/pm-workspace-private.h"

struct _PmSession {
  GObject parent_instance;
  char *folder;
  GListStore *workspaces;
  GListStore *failures;
};

enum {
  PROP_FAILURES = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PmSession,
                               pm_session,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
get_item_type (GListModel *model)
{
  return PM_TYPE_WORKSPACE;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (PM_SESSION (model)->workspaces));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (PM_SESSION (model)->workspaces), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
pm_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmSession *self = PM_SESSION (object);

  switch (prop_id) {
  case PROP_FAILURES:
    g_value_set_object (value, self->failures);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_session_finalize (GObject *object)
{
  PmSession *self = PM_SESSION (object);

  g_clear_object (&self->workspaces);
  g_clear_object (&self->failures);
  g_free (self->folder);
  G_OBJECT_CLASS (pm_session_parent_class)->finalize (object);
}

static void
pm_session_class_init (PmSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = pm_session_finalize;
  object_class->get_property = pm_session_get_property;
  properties[PROP_FAILURES] = g_param_spec_object ("failures", NULL, NULL, G_TYPE_LIST_MODEL,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_session_init (PmSession *self)
{
  self->workspaces = g_list_store_new (PM_TYPE_WORKSPACE);
  self->failures = g_list_store_new (PM_TYPE_FAILURE);
  g_signal_connect_object (self->workspaces, "items-changed",
                           G_CALLBACK (g_list_model_items_changed), self, G_CONNECT_SWAPPED);
}

/**
 * pm_session_new:
 * @folder: where workspaces are kept, a folder each
 *
 * Returns: (transfer full): a session without workspaces; pm_session_load() opens them
 */
PmSession *
pm_session_new (const char *folder)
{
  PmSession *self = g_object_new (PM_TYPE_SESSION, NULL);

  self->folder = g_strdup (folder);
  return self;
}

/* Loading. What has no better comment awaits. */

static char *
folder_of (PmSession *self, const char *id)
{
  return g_build_filename (self->folder, id, NULL);
}

static gboolean
exists (const char *folder, const char *name)
{
  g_autoptr (GFile) file = g_file_new_build_filename (folder, name, NULL);
  g_autoptr (GFileInfo) info =
      dex_await_object (dex_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, 0, 0), NULL);

  return info != NULL;
}

static PmAccount *
read_account (const char *folder, GError **error)
{
  g_autofree char *id = g_path_get_basename (folder);
  g_autoptr (GFile) file = g_file_new_build_filename (folder, "workspace.ini", NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = dex_await_boxed (dex_file_load_contents_bytes (file), &local);

  if (bytes != NULL)
    return pm_account_from_bytes (id, bytes, error);
  g_set_error (error, PM_ERROR, PM_ERROR_STORAGE,
               "The file “%s”, which says whose workspace it is, cannot be read: %s.",
               g_file_peek_path (file), local->message);
  return NULL;
}

static PmWorkspace *
open_workspace (const char *folder, PmAccount *taken, GError **error)
{
  g_autoptr (PmAccount) account = taken;
  g_autoptr (PmRemote) remote = pm_remote_new (account->server_url, error);

  if (remote == NULL)
    return NULL;
  return dex_await_object (pm_workspace_open (folder, g_steal_pointer (&account), remote), error);
}

static void
take_workspace (PmSession *self, PmWorkspace *workspace)
{
  g_list_store_append (self->workspaces, workspace);
  pm_workspace_start (workspace);
}

/* Opens what @failure stands for, should it be one; otherwise it has its reason afterwards. */
static gboolean
try_to_open (PmSession *self, PmFailure *failure, GError **error)
{
  const char *folder = pm_failure_get_folder (failure);
  g_autoptr (GError) local = NULL;
  PmAccount *account = read_account (folder, &local);
  g_autoptr (PmWorkspace) workspace = NULL;

  if (account != NULL && account->signed_out) {
    pm_account_free (account);
    return TRUE;
  }
  if (account != NULL) {
    pm_failure_set_account (failure, account->organization, account->email);
    workspace = open_workspace (folder, account, &local);
  }
  if (workspace != NULL) {
    take_workspace (self, workspace);
    return TRUE;
  }
  pm_failure_set_reason (failure, local);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Workspaces stand side by side; one that cannot be opened does not keep the others out. What
 * nobody has worked in is no workspace. */
static void
load_folder (PmSession *self, const char *id)
{
  g_autofree char *folder = folder_of (self, id);
  g_autoptr (PmFailure) failure = pm_failure_new (folder);

  if (!exists (folder, "workspace.ini") && !exists (folder, "drafts.db"))
    return;
  if (!try_to_open (self, failure, NULL))
    g_list_store_append (self->failures, failure);
}

static GStrv
list_ids (PmSession *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (GFileEnumerator) children = NULL;
  g_autolist (GFileInfo) infos = NULL;

  children = dex_await_object (
      dex_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, 0, 0), NULL);
  if (children != NULL)
    infos = dex_await_boxed (dex_file_enumerator_next_files (children, G_MAXINT16, 0), NULL);
  for (GList *iter = infos; iter != NULL; iter = iter->next)
    g_strv_builder_add (ids, g_file_info_get_name (iter->data));
  return g_strv_builder_end (ids);
}

static DexFuture *
load_fiber (gpointer data)
{
  PmSession *self = data;
  g_auto (GStrv) ids = list_ids (self);

  for (guint i = 0; ids[i] != NULL; i++)
    load_folder (self, ids[i]);
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_session_load:
 * @self: a session
 *
 * Opens every workspace of the folder. Each stands in the list as soon as its files are open; the
 * network is not waited for. Those that cannot be opened are in `failures`.
 *
 * Returns: (transfer full): resolves when all have been tried
 */
DexFuture *
pm_session_load (PmSession *self)
{
  g_return_val_if_fail (PM_IS_SESSION (self), NULL);

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
}

/* Trying again */

typedef struct {
  PmSession *self;
  PmFailure *failure;
} Retrying;

static void
retrying_free (gpointer data)
{
  Retrying *retrying = data;

  g_object_unref (retrying->self);
  g_object_unref (retrying->failure);
  g_free (retrying);
}

static void
forget_failure (PmSession *self, const char *folder)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->failures)); i > 0; i--) {
    g_autoptr (PmFailure) failure = g_list_model_get_item (G_LIST_MODEL (self->failures), i - 1);

    if (g_str_equal (pm_failure_get_folder (failure), folder))
      g_list_store_remove (self->failures, i - 1);
  }
}

static DexFuture *
retry_fiber (gpointer data)
{
  Retrying *retrying = data;
  GError *error = NULL;
  gboolean done;

  pm_failure_set_busy (retrying->failure, TRUE);
  done = try_to_open (retrying->self, retrying->failure, &error);
  pm_failure_set_busy (retrying->failure, FALSE);
  if (!done)
    return dex_future_new_for_error (error);
  forget_failure (retrying->self, pm_failure_get_folder (retrying->failure));
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_session_retry:
 * @self: a session
 * @failure: a workspace that could not be opened
 *
 * Tries to open it once more.
 *
 * Returns: (transfer full): resolves when it stands among the workspaces, and no longer among
 *   `failures`; rejects with the reason, which @failure tells, too
 */
DexFuture *
pm_session_retry (PmSession *self, PmFailure *failure)
{
  Retrying *retrying;

  g_return_val_if_fail (PM_IS_SESSION (self) && PM_IS_FAILURE (failure), NULL);

  retrying = g_new0 (Retrying, 1);
  retrying->self = g_object_ref (self);
  retrying->failure = g_object_ref (failure);
  return dex_scheduler_spawn (NULL, 0, retry_fiber, retrying, retrying_free);
}

/* Adding */

typedef struct {
  PmSession *self;
  PmSignIn *sign_in;
  gint64 tenant_id;
  gboolean keep;
} Adding;

static void
adding_free (gpointer data)
{
  Adding *adding = data;

  g_object_unref (adding->self);
  g_object_unref (adding->sign_in);
  g_free (adding);
}

static gboolean
is_same_account (PmAccount *a, PmAccount *b)
{
  return g_str_equal (a->server_url, b->server_url) && a->user_id == b->user_id &&
         a->tenant_id == b->tenant_id;
}

static PmWorkspace *
find_workspace (PmSession *self, PmAccount *account)
{
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++) {
    g_autoptr (PmWorkspace) workspace = get_item (G_LIST_MODEL (self), i);

    if (is_same_account (pm_workspace_get_account (workspace), account))
      return g_steal_pointer (&workspace);
  }
  return NULL;
}

/* Awaits. Where the account has worked before, be it signed out or one that cannot be opened:
 * what it has not sent yet is there. */
static char *
find_folder (PmSession *self, PmAccount *account)
{
  g_auto (GStrv) ids = list_ids (self);

  for (guint i = 0; ids[i] != NULL; i++) {
    g_autofree char *folder = folder_of (self, ids[i]);
    g_autoptr (PmAccount) other = read_account (folder, NULL);

    if (other != NULL && is_same_account (other, account)) {
      g_set_str (&account->id, other->id);
      account->signed_out = other->signed_out;
      return g_steal_pointer (&folder);
    }
  }
  return NULL;
}

/* Awaits. A folder that nobody has signed in to yet counts as signed out of. */
static PmWorkspace *
open_for (PmSession *self, PmAccount *taken, PmRemote *remote, GError **error)
{
  g_autoptr (PmAccount) account = taken;
  g_autofree char *folder = find_folder (self, account);
  g_autoptr (PmWorkspace) workspace = NULL;
  gboolean known = folder != NULL;

  if (!known) {
    folder = folder_of (self, account->id);
    account->signed_out = TRUE;
  }
  workspace =
      dex_await_object (pm_workspace_open (folder, g_steal_pointer (&account), remote), error);
  if (workspace == NULL || known || dex_await (pm_workspace_save_account (workspace), error))
    return g_steal_pointer (&workspace);
  dex_await (pm_workspace_close (workspace), NULL);
  return NULL;
}

static DexFuture *
add_fiber (gpointer data)
{
  Adding *adding = data;
  PmSession *self = adding->self;
  g_autoptr (PmAccount) account =
      pm_sign_in_to_account (adding->sign_in, adding->tenant_id, adding->keep);
  g_autoptr (PmWorkspace) workspace = find_workspace (self, account);
  gboolean is_new = workspace == NULL;
  GError *error = NULL;

  if (is_new)
    workspace = open_for (self, g_steal_pointer (&account), pm_sign_in_get_remote (adding->sign_in),
                          &error);
  if (workspace == NULL)
    return dex_future_new_for_error (error);
  pm_workspace_get_account (workspace)->keep_signed_in = adding->keep;
  if (!dex_await (pm_workspace_sign_in_again (workspace, pm_sign_in_get_password (adding->sign_in)),
                  &error)) {
    if (is_new)
      dex_await (pm_workspace_close (workspace), NULL);
    return dex_future_new_for_error (error);
  }
  if (is_new) {
    forget_failure (self, workspace->folder);
    g_list_store_append (self->workspaces, workspace);
  }
  return dex_future_new_take_object (g_steal_pointer (&workspace));
}

/**
 * pm_session_add:
 * @self: a session
 * @sign_in: who has signed in
 * @tenant_id: the organization that was chosen
 * @keep: whether the keyring may hold what renews the session
 *
 * Opens a session in that organization. Where the account already has a workspace, it is the one
 * that goes on, with everything that was saved in it.
 *
 * Returns: (transfer full): resolves to the #PmWorkspace, already syncing
 */
DexFuture *
pm_session_add (PmSession *self, PmSignIn *sign_in, gint64 tenant_id, gboolean keep)
{
  Adding *adding;

  g_return_val_if_fail (PM_IS_SESSION (self) && PM_IS_SIGN_IN (sign_in), NULL);

  adding = g_new0 (Adding, 1);
  adding->self = g_object_ref (self);
  adding->sign_in = g_object_ref (sign_in);
  adding->tenant_id = tenant_id;
  adding->keep = keep;
  return dex_scheduler_spawn (NULL, 0, add_fiber, adding, adding_free);
}

/* Signing out and closing */

/**
 * pm_session_sign_out:
 * @self: a session
 * @workspace: one of its workspaces
 *
 * Signs @workspace out, as pm_workspace_sign_out() says. It leaves the list at once, and stays
 * out of it until the account signs in again.
 *
 * Returns: (transfer full): resolves when its files are closed
 */
DexFuture *
pm_session_sign_out (PmSession *self, PmWorkspace *workspace)
{
  g_autoptr (PmWorkspace) kept = NULL;
  guint position;

  g_return_val_if_fail (PM_IS_SESSION (self) && PM_IS_WORKSPACE (workspace), NULL);

  kept = g_object_ref (workspace);
  if (g_list_store_find (self->workspaces, workspace, &position))
    g_list_store_remove (self->workspaces, position);
  return pm_workspace_sign_out (kept);
}

static DexFuture *
close_fiber (gpointer data)
{
  PmSession *self = data;
  g_autoptr (GPtrArray) closings = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++) {
    g_autoptr (PmWorkspace) workspace = get_item (G_LIST_MODEL (self), i);

    g_ptr_array_add (closings, pm_workspace_close (workspace));
  }
  if (closings->len > 0)
    dex_await (dex_future_allv ((DexFuture *const *) closings->pdata, closings->len), NULL);
  g_list_store_remove_all (self->workspaces);
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_session_close:
 * @self: a session
 *
 * Closes all workspaces side by side, as pm_workspace_close() says.
 *
 * Returns: (transfer full): resolves when all files are closed
 */
DexFuture *
pm_session_close (PmSession *self)
{
  g_return_val_if_fail (PM_IS_SESSION (self), NULL);

  return dex_scheduler_spawn (NULL, 0, close_fiber, g_object_ref (self), g_object_unref);
}
