/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/browser/pm-browser-page.h"

#include "ui/browser/pm-browser-words.h"
#include "ui/browser/pm-poc-row.h"
#include "ui/browser/pm-sync-line.h"
#include "ui/browser/pm-workspace-switcher.h"
#include "ui/common/pm-closures.h"
#include "ui/notices/pm-notice-list.h"

struct _PmBrowserPage {
  AdwNavigationPage parent_instance;

  PmSession *session;
  PmWorkspace *workspace;
  PmPocList *list;
  PmPoc *poc;
  PmPocScope scope;
  PmPocSort sort;
  char *status;
  char *search;
  gboolean show_archived;
  gboolean collapsed;
  gboolean searching; /* the list has not answered yet */

  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkListView *list_view;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (PmBrowserPage, pm_browser_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  PROP_SESSION = 1,
  PROP_WORKSPACE,
  PROP_LIST,
  PROP_POC,
  PROP_SCOPE,
  PROP_SORT,
  PROP_STATUS,
  PROP_SHOW_ARCHIVED,
  PROP_SEARCH,
  PROP_COLLAPSED,
  N_PROPS,
};

enum {
  OPENED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_poc (PmBrowserPage *self, PmPoc *poc)
{
  g_assert (PM_IS_BROWSER_PAGE (self));
  g_assert (poc == NULL || PM_IS_POC (poc));

  if (g_set_object (&self->poc, poc))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POC]);
}

static void
open_poc (PmBrowserPage *self, PmPoc *poc)
{
  set_poc (self, poc);
  g_signal_emit (self, signals[OPENED], 0);
}

/* Beside an open POC the selection follows it: moving through the list opens. Where the list
 * stands alone, only a click or Enter does. */
static void
on_selected (PmBrowserPage *self)
{
  PmPoc *poc = gtk_single_selection_get_selected_item (self->selection);

  g_assert (PM_IS_BROWSER_PAGE (self));

  if (poc != NULL && poc != self->poc && !self->collapsed)
    open_poc (self, poc);
}

static void
on_activate (PmBrowserPage *self, guint position)
{
  g_autoptr (PmPoc) poc = NULL;

  g_assert (PM_IS_BROWSER_PAGE (self));

  poc = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  if (poc != NULL)
    open_poc (self, poc);
}

static void
on_search_activate (PmBrowserPage *self)
{
  g_assert (PM_IS_BROWSER_PAGE (self));

  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    on_activate (self, 0);
}

/* What is open stays selected when a filter hid it for a while. */
static void
reselect (PmBrowserPage *self)
{
  guint position;

  g_assert (PM_IS_BROWSER_PAGE (self));

  if (self->poc != NULL && gtk_single_selection_get_selected_item (self->selection) == NULL &&
      pm_key_list_find (PM_KEY_LIST (self->list), pm_poc_get_id (self->poc), &position))
    gtk_single_selection_set_selected (self->selection, position);
}

/* What is found is read from its top, wherever the list stood before. */
static void
on_items_changed (PmBrowserPage *self)
{
  g_assert (PM_IS_BROWSER_PAGE (self));

  reselect (self);
  if (self->searching && g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_list_view_scroll_to (self->list_view, 0, GTK_LIST_SCROLL_NONE, NULL);
  self->searching = FALSE;
}

static gboolean
status_from_nick (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  const char *nick = g_value_get_string (from);
  int status;

  if (nick == NULL || *nick == '\0' || !pm_enum_from_nick (PM_TYPE_POC_STATUS, nick, &status))
    status = -1;
  g_value_set_int (to, status);
  return TRUE;
}

static PmPocList *
create_list (PmBrowserPage *self)
{
  g_autoptr (PmPocList) list = pm_workspace_create_poc_list (self->workspace);
  GBindingFlags flags = G_BINDING_SYNC_CREATE;

  g_object_bind_property (self, "scope", list, "scope", flags);
  g_object_bind_property (self, "sort", list, "sort", flags);
  g_object_bind_property (self, "show-archived", list, "show-archived", flags);
  g_object_bind_property (self, "search", list, "search", flags);
  g_object_bind_property_full (self, "status", list, "status", flags, status_from_nick, NULL, NULL,
                               NULL);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return g_steal_pointer (&list);
}

static void
set_workspace (PmBrowserPage *self, PmWorkspace *workspace)
{
  g_autoptr (PmPocList) list = NULL;

  g_assert (PM_IS_BROWSER_PAGE (self));

  if (!g_set_object (&self->workspace, workspace))
    return;
  set_poc (self, NULL);
  if (workspace != NULL)
    list = create_list (self);
  g_set_object (&self->list, list);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIST]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

static void
set_search (PmBrowserPage *self, const char *search)
{
  g_assert (PM_IS_BROWSER_PAGE (self));

  if (!g_set_str (&self->search, search != NULL ? search : ""))
    return;
  self->searching = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}

static void
clear_filters (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_object_set (widget, "status", "", "show-archived", FALSE, NULL);
}

/* The button that was pressed is about to go: the keyboard goes on in the search. */
static void
return_to_search (PmBrowserPage *self)
{
  if (gtk_search_bar_get_search_mode (self->search_bar))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
show_all (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_object_set (widget, "scope", PM_POC_SCOPE_ALL, "status", "", NULL);
  return_to_search (PM_BROWSER_PAGE (widget));
}

static void
search_archived (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_object_set (widget, "show-archived", TRUE, NULL);
  return_to_search (PM_BROWSER_PAGE (widget));
}

static void
pm_browser_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmBrowserPage *self = PM_BROWSER_PAGE (object);

  switch (prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_LIST:
    g_value_set_object (value, self->list);
    break;
  case PROP_POC:
    g_value_set_object (value, self->poc);
    break;
  case PROP_SCOPE:
    g_value_set_enum (value, self->scope);
    break;
  case PROP_SORT:
    g_value_set_enum (value, self->sort);
    break;
  case PROP_STATUS:
    g_value_set_string (value, self->status);
    break;
  case PROP_SHOW_ARCHIVED:
    g_value_set_boolean (value, self->show_archived);
    break;
  case PROP_SEARCH:
    g_value_set_string (value, self->search);
    break;
  case PROP_COLLAPSED:
    g_value_set_boolean (value, self->collapsed);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_browser_page_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  PmBrowserPage *self = PM_BROWSER_PAGE (object);

  switch (prop_id) {
  case PROP_SESSION:
    if (g_set_object (&self->session, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_WORKSPACE:
    set_workspace (self, g_value_get_object (value));
    break;
  case PROP_SCOPE:
    self->scope = g_value_get_enum (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_SORT:
    self->sort = g_value_get_enum (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_STATUS:
    if (g_set_str (&self->status, g_value_get_string (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_SHOW_ARCHIVED:
    self->show_archived = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_SEARCH:
    set_search (self, g_value_get_string (value));
    break;
  case PROP_COLLAPSED:
    self->collapsed = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_browser_page_dispose (GObject *object)
{
  PmBrowserPage *self = PM_BROWSER_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_BROWSER_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->poc);
  g_clear_object (&self->session);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->search, g_free);
  g_clear_pointer (&self->status, g_free);

  G_OBJECT_CLASS (pm_browser_page_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GParamFlags write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PM_TYPE_SESSION, write);
  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, write);
  properties[PROP_LIST] = g_param_spec_object ("list", NULL, NULL, PM_TYPE_POC_LIST, read);
  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, read);
  properties[PROP_SCOPE] =
      g_param_spec_enum ("scope", NULL, NULL, PM_TYPE_POC_SCOPE, PM_POC_SCOPE_MINE, write);
  properties[PROP_SORT] =
      g_param_spec_enum ("sort", NULL, NULL, PM_TYPE_POC_SORT, PM_POC_SORT_TITLE, write);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, "", write);
  properties[PROP_SHOW_ARCHIVED] = g_param_spec_boolean ("show-archived", NULL, NULL, FALSE, write);
  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, "", write);
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE, write);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_property_action (widget_class, "browser.sort", "sort");
  gtk_widget_class_install_property_action (widget_class, "browser.status", "status");
  gtk_widget_class_install_property_action (widget_class, "browser.show-archived", "show-archived");
  gtk_widget_class_install_action (widget_class, "browser.clear-filters", NULL, clear_filters);
  gtk_widget_class_install_action (widget_class, "browser.show-all", NULL, show_all);
  gtk_widget_class_install_action (widget_class, "browser.search-archived", NULL, search_archived);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_NOTICE_LIST);
  g_type_ensure (PM_TYPE_POC_LIST);
  g_type_ensure (PM_TYPE_POC_ROW);
  g_type_ensure (PM_TYPE_SYNC_LINE);
  g_type_ensure (PM_TYPE_WORKSPACE_SWITCHER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/browser/pm-browser-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PmBrowserPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, PmBrowserPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, PmBrowserPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PmBrowserPage, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  pm_closures_bind (widget_class);
  pm_browser_words_bind (widget_class);
}

static void
pm_browser_page_class_init (PmBrowserPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_browser_page_get_property;
  object_class->set_property = pm_browser_page_set_property;
  object_class->dispose = pm_browser_page_dispose;

  install_properties (object_class);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  install_actions (widget_class);
  bind_template (widget_class);
}

static void
pm_browser_page_init (PmBrowserPage *self)
{
  self->search = g_strdup ("");
  self->status = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_browser_page_start_search:
 * @self: the browser
 *
 * Opens the search bar and puts the keyboard there.
 */
void
pm_browser_page_start_search (PmBrowserPage *self)
{
  g_return_if_fail (PM_IS_BROWSER_PAGE (self));

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->search_entry), 0, -1);
}

/**
 * pm_browser_page_open_poc:
 * @self: the browser
 * @poc: a POC, whether or not the list shows it
 *
 * Opens a POC, and selects it where it can be seen.
 */
void
pm_browser_page_open_poc (PmBrowserPage *self, PmPoc *poc)
{
  guint position = GTK_INVALID_LIST_POSITION;

  g_return_if_fail (PM_IS_BROWSER_PAGE (self));
  g_return_if_fail (PM_IS_POC (poc));

  open_poc (self, poc);
  pm_key_list_find (PM_KEY_LIST (self->list), pm_poc_get_id (poc), &position);
  gtk_single_selection_set_selected (self->selection, position);
}
