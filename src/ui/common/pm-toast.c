/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-ui"

#include "ui/common/pm-toast.h"

#include "domain/pm-error.h"

#include <glib/gi18n.h>

#define OVERLAY_KEY "pm-toast-overlay"

static AdwToastOverlay *
overlay_around (GtkWidget *widget)
{
  for (GtkWidget *place = widget; place != NULL; place = gtk_widget_get_parent (place)) {
    AdwToastOverlay *overlay = g_object_get_data (G_OBJECT (place), OVERLAY_KEY);

    if (overlay != NULL && gtk_widget_get_root (GTK_WIDGET (overlay)) != NULL)
      return overlay;
    if (ADW_IS_TOAST_OVERLAY (place))
      return ADW_TOAST_OVERLAY (place);
  }
  return NULL;
}

/* A dialog that is closed by now stands in no window: the one that is left will do. */
static AdwToastOverlay *
find_overlay (GtkWidget *widget)
{
  AdwToastOverlay *overlay = overlay_around (widget);
  GApplication *application = g_application_get_default ();
  GtkWindow *window = NULL;

  if (overlay != NULL)
    return overlay;
  if (GTK_IS_APPLICATION (application))
    window = gtk_application_get_active_window (GTK_APPLICATION (application));
  return window != NULL ? overlay_around (GTK_WIDGET (window)) : NULL;
}

static AdwToast *
show (GtkWidget *widget, const char *text, guint seconds, const char *button)
{
  AdwToastOverlay *overlay = find_overlay (widget);
  g_autoptr (AdwToast) toast = g_object_ref_sink (adw_toast_new (""));

  g_assert (text != NULL);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, text);
  adw_toast_set_timeout (toast, seconds);
  adw_toast_set_button_label (toast, button);
  /* What can be undone, and what went wrong, is told at once: the one before it waits. */
  if (seconds == 0)
    adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  if (overlay == NULL) {
    g_message ("Nowhere to say: %s", text);
    return NULL;
  }
  adw_toast_overlay_add_toast (overlay, g_object_ref (toast));
  return toast;
}

static gboolean
is_cancellation (const GError *error)
{
  return g_error_matches (error, PM_ERROR, PM_ERROR_CANCELLED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static DexFuture *
show_failure (DexFuture *future, gpointer widget)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  pm_toast_show_error (widget, error);
  return NULL;
}

/**
 * pm_toast_show:
 * @widget: a widget in the window that is spoken to
 * @text: what to say
 */
void
pm_toast_show (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  show (widget, text, 5, NULL);
}

static gboolean
end_offer (gpointer toast)
{
  adw_toast_dismiss (toast);
  return G_SOURCE_REMOVE;
}

/**
 * pm_toast_show_undo:
 * @widget: a widget in the window that is spoken to
 * @text: what has been done
 * @seconds: how long it can be undone
 *
 * Says what has been done and offers **Undo**, no longer than it is possible: a pointer that rests
 * on the toast does not keep it, as it keeps others.
 *
 * Returns: (transfer none) (nullable): the toast; connect to #AdwToast::button-clicked to undo
 *   and to #AdwToast::dismissed to go through with it
 */
AdwToast *
pm_toast_show_undo (GtkWidget *widget, const char *text, guint seconds)
{
  AdwToast *toast;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  toast = show (widget, text, 0, _ ("Undo"));
  if (toast != NULL)
    g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, seconds, end_offer, g_object_ref (toast),
                                g_object_unref);
  return toast;
}

/**
 * pm_toast_show_error:
 * @widget: a widget in the window that is spoken to
 * @error: what went wrong; its message is shown as it is, and nothing for a cancellation
 */
void
pm_toast_show_error (GtkWidget *widget, const GError *error)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (error != NULL);

  if (!is_cancellation (error))
    show (widget, error->message, 0, NULL);
}

/**
 * pm_toast_watch:
 * @widget: the widget on whose behalf something was started
 * @future: (transfer full): what was started
 *
 * Lets @future run to its end and shows its failure, should it fail.
 */
void
pm_toast_watch (GtkWidget *widget, DexFuture *future)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (DEX_IS_FUTURE (future));

  dex_future_disown (
      dex_future_catch (future, show_failure, g_object_ref (widget), g_object_unref));
}

/**
 * pm_toast_get_place:
 * @widget: a widget in the window that is spoken to
 *
 * Returns: (transfer none): what can be spoken to in its stead once it has gone, as a row does
 */
GtkWidget *
pm_toast_get_place (GtkWidget *widget)
{
  AdwToastOverlay *overlay;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  overlay = find_overlay (widget);
  return overlay != NULL ? GTK_WIDGET (overlay) : widget;
}

/**
 * pm_toast_set_overlay:
 * @place: a window, or a dialog that shows its toasts itself
 * @overlay: where the toasts of everything in @place are shown; it stands in @place
 */
void
pm_toast_set_overlay (GtkWidget *place, AdwToastOverlay *overlay)
{
  g_return_if_fail (GTK_IS_WIDGET (place));
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  g_object_set_data_full (G_OBJECT (place), OVERLAY_KEY, g_object_ref (overlay), g_object_unref);
}
