/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/pm-shortcuts.h"

#include <glib/gi18n.h>

typedef struct {
  const char *action; /* NULL where GTK or a dialog does it by itself */
  const char *accelerator;
  const char *title;
} PmShortcut;

typedef struct {
  const char *title;
  const PmShortcut *shortcuts;
  gsize n_shortcuts;
} PmShortcutGroup;

/* Every shortcut there is: what works and what the dialog shows is the same table. */
static const PmShortcut general[] = {
  { "win.new-poc", "<Control>n", N_ ("Create a POC") },
  { "win.search", "<Control>f", N_ ("Search POCs") },
  { "win.sync", "F5", N_ ("Sync now") },
  { NULL, "F10", N_ ("Open the main menu") },
  { "app.shortcuts", "<Control>question", N_ ("Show these shortcuts") },
  { "window.close", "<Control>w", N_ ("Close the window") },
  { "app.quit", "<Control>q", N_ ("Quit") },
};

static const PmShortcut poc[] = {
  { "win.invite", "<Control>i", N_ ("Invite a customer") },
  { NULL, "<Control>Return", N_ ("Send what is being written") },
  { "win.tab::overview", "<Alt>1", N_ ("Overview") },
  { "win.tab::participants", "<Alt>2", N_ ("Participants") },
  { "win.tab::tasks", "<Alt>3", N_ ("Tasks") },
  { "win.tab::resources", "<Alt>4", N_ ("Resources") },
  { "win.tab::comments", "<Alt>5", N_ ("Comments") },
};

static const PmShortcutGroup groups[] = {
  { N_ ("General"), general, G_N_ELEMENTS (general) },
  { N_ ("Open POC"), poc, G_N_ELEMENTS (poc) },
};

static GtkWidget *
keycap_new (const char *accelerator)
{
  g_autofree char *words = NULL;
  GdkModifierType modifiers;
  GtkWidget *label;
  guint key;

  gtk_accelerator_parse (accelerator, &key, &modifiers);
  words = gtk_accelerator_get_label (key, modifiers);
  label = gtk_label_new (words);
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "keycap");
  return label;
}

static GtkWidget *
row_new (const PmShortcut *shortcut)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (shortcut->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keycap_new (shortcut->accelerator));
  return row;
}

static AdwPreferencesGroup *
group_new (const PmShortcutGroup *group)
{
  GtkWidget *widget = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (widget), _ (group->title));
  for (gsize i = 0; i < group->n_shortcuts; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget), row_new (&group->shortcuts[i]));
  return ADW_PREFERENCES_GROUP (widget);
}

/**
 * pm_shortcuts_install:
 * @application: the application
 *
 * Makes the shortcuts work.
 */
void
pm_shortcuts_install (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    for (gsize j = 0; j < groups[i].n_shortcuts; j++) {
      const PmShortcut *shortcut = &groups[i].shortcuts[j];

      if (shortcut->action != NULL)
        gtk_application_set_accels_for_action (application, shortcut->action,
                                               (const char *[]) { shortcut->accelerator, NULL });
    }
}

/**
 * pm_shortcuts_dialog_new:
 *
 * Returns: (transfer floating): the dialog that shows all shortcuts
 */
AdwDialog *
pm_shortcuts_dialog_new (void)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *page = adw_preferences_page_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group_new (&groups[i]));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_title (dialog, _ ("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 460);
  adw_dialog_set_content_height (dialog, 620);
  adw_dialog_set_child (dialog, view);
  return dialog;
}
