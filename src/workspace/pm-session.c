/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-session.h"

#include "domain/pm-error.h"
#include "workspace/pm-sign-in-private.h"
#include "workspace/pm-workspace-private.h"

struct _PmSession {
  GObject parent_instance;
  char *folder;
  GListStore *workspaces;
};

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
pm_session_finalize (GObject *object)
{
  PmSession *self = PM_SESSION (object);

  g_clear_object (&self->workspaces);
  g_free (self->folder);
  G_OBJECT_CLASS (pm_session_parent_class)->finalize (object);
}

static void
pm_session_class_init (PmSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pm_session_finalize;
}

static void
pm_session_init (PmSession *self)
{
  self->workspaces = g_list_store_new (PM_TYPE_WORKSPACE);
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

/* Loading */

/* Returns %NULL without an error for an account that has signed out. */
static PmWorkspace *
open_workspace (PmSession *self, const char *id, GError **error)
{
  g_autofree char *folder = g_build_filename (self->folder, id, NULL);
  g_autoptr (GFile) file = g_file_new_build_filename (folder, "workspace.ini", NULL);
  g_autoptr (GBytes) bytes = dex_await_boxed (dex_file_load_contents_bytes (file), error);
  g_autoptr (PmAccount) account = NULL;
  g_autoptr (PmRemote) remote = NULL;

  if (bytes == NULL)
    return NULL;
  account = pm_account_from_bytes (id, bytes, error);
  if (account == NULL || account->signed_out ||
      (remote = pm_remote_new (account->server_url, error)) == NULL)
    return NULL;
  return dex_await_object (pm_workspace_open (folder, g_steal_pointer (&account), remote), error);
}

/* Workspaces stand side by side; one that cannot be opened does not keep the others out. */
static DexFuture *
load_fiber (gpointer data)
{
  PmSession *self = data;
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);
  g_autoptr (GFileEnumerator) children = NULL;
  g_autoptr (GError) first_error = NULL;
  g_autolist (GFileInfo) infos = NULL;

  children = dex_await_object (
      dex_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME, 0, 0), NULL);
  if (children == NULL)
    return dex_future_new_for_boolean (TRUE);
  infos = dex_await_boxed (dex_file_enumerator_next_files (children, G_MAXINT16, 0), NULL);

  for (GList *iter = infos; iter != NULL; iter = iter->next) {
    g_autoptr (PmWorkspace) workspace = NULL;
    g_autoptr (GError) error = NULL;

    workspace = open_workspace (self, g_file_info_get_name (iter->data), &error);
    if (workspace != NULL) {
      g_list_store_append (self->workspaces, workspace);
      pm_workspace_start (workspace);
    } else if (error != NULL && first_error == NULL) {
      first_error = g_steal_pointer (&error);
    }
  }
  if (first_error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&first_error));
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_session_load:
 * @self: a session
 *
 * Opens every workspace of the folder. Each stands in the list as soon as its files are open; the
 * network is not waited for.
 *
 * Returns: (transfer full): resolves when all are open; rejects with the reason why one could
 *   not be, the others being there all the same
 */
DexFuture *
pm_session_load (PmSession *self)
{
  g_return_val_if_fail (PM_IS_SESSION (self), NULL);

  return dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref);
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

static DexFuture *
add_fiber (gpointer data)
{
  Adding *adding = data;
  PmSession *self = adding->self;
  PmAccount *account = pm_sign_in_to_account (adding->sign_in, adding->tenant_id, adding->keep);
  g_autoptr (PmWorkspace) workspace = find_workspace (self, account);
  g_autofree char *folder = g_build_filename (self->folder, account->id, NULL);
  gboolean is_new = workspace == NULL;
  GError *error = NULL;

  if (is_new)
    workspace = dex_await_object (
        pm_workspace_open (folder, account, pm_sign_in_get_remote (adding->sign_in)), &error);
  else
    pm_account_free (account);
  if (workspace == NULL)
    return dex_future_new_for_error (error);
  pm_workspace_get_account (workspace)->keep_signed_in = adding->keep;
  if (!dex_await (pm_workspace_sign_in_again (workspace, pm_sign_in_get_password (adding->sign_in)),
                  &error)) {
    if (is_new)
      dex_await (pm_workspace_close (workspace), NULL);
    return dex_future_new_for_error (error);
  }
  if (is_new)
    g_list_store_append (self->workspaces, workspace);
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
