/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-ui"

#include "ui/common/pm-toast.h"

#include "domain/pm-error.h"

#include <glib/gi18n.h>

#define OVERLAY_KEY "pm-toast-overlay"

static AdwToastOverlay *
overlay_of (GtkWidget *place)
{
  if (ADW_IS_TOAST_OVERLAY (place))
    return ADW_TOAST_OVERLAY (place);
  return g_object_get_data (G_OBJECT (place), OVERLAY_KEY);
}

static gboolean
is_in_window (GtkWidget *overlay)
{
  return gtk_widget_get_root (overlay) != NULL;
}

static AdwToastOverlay *
overlay_around (GtkWidget *widget, gboolean (*suits) (GtkWidget *overlay))
{
  for (GtkWidget *place = widget; place != NULL; place = gtk_widget_get_parent (place)) {
    AdwToastOverlay *overlay = overlay_of (place);

    if (overlay != NULL && suits (GTK_WIDGET (overlay)))
      return overlay;
  }
  return NULL;
}

/* A dialog that is closed by now stands in no window: the one that is left will do. */
static AdwToastOverlay *
find_suiting_overlay (GtkWidget *widget, gboolean (*suits) (GtkWidget *overlay))
{
  AdwToastOverlay *overlay = overlay_around (widget, suits);
  GApplication *application = g_application_get_default ();
  GtkWindow *window = NULL;

  if (overlay != NULL)
    return overlay;
  if (GTK_IS_APPLICATION (application))
    window = gtk_application_get_active_window (GTK_APPLICATION (application));
  return window != NULL ? overlay_around (GTK_WIDGET (window), suits) : NULL;
}

static AdwToastOverlay *
find_overlay (GtkWidget *widget)
{
  return find_suiting_overlay (widget, is_in_window);
}

/* One on another tab is not seen. In a hidden window none is: there the nearest will do. */
static AdwToastOverlay *
find_seen_overlay (GtkWidget *widget)
{
  AdwToastOverlay *seen = find_suiting_overlay (widget, gtk_widget_get_mapped);

  return seen != NULL ? seen : find_overlay (widget);
}

static AdwToast *
toast_new (const char *text, guint seconds)
{
  AdwToast *toast = adw_toast_new ("");

  g_assert (text != NULL);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_title (toast, text);
  adw_toast_set_timeout (toast, seconds);
  /* What can be undone, and what went wrong, is told at once: the one before it waits. */
  if (seconds == 0)
    adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  return toast;
}

static void
show (GtkWidget *widget, const char *text, guint seconds)
{
  AdwToastOverlay *overlay = find_overlay (widget);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (overlay, toast_new (text, seconds));
  else
    g_message ("Nowhere to say: %s", text);
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

  show (widget, text, 5);
}

/* --- What can be undone --- */

typedef struct {
  char *text;
  PmToastUndo undo;
  gpointer data;
  GDestroyNotify free_data;
  guint end_source;

  AdwToast *toast;
  AdwToastOverlay *overlay; /* where the toast is; a weak pointer */
} Offer;

static void put_up (Offer *offer, AdwToastOverlay *overlay);

static void
take_down (Offer *offer)
{
  g_autoptr (AdwToast) toast = g_steal_pointer (&offer->toast);

  if (offer->overlay != NULL)
    g_signal_handlers_disconnect_by_data (offer->overlay, offer);
  g_clear_weak_pointer (&offer->overlay);
  g_signal_handlers_disconnect_by_data (toast, offer);
  adw_toast_dismiss (toast);
}

static void
end_offer (Offer *offer)
{
  take_down (offer);
  g_clear_handle_id (&offer->end_source, g_source_remove);
  offer->free_data (offer->data);
  g_free (offer->text);
  g_free (offer);
}

static gboolean
on_time_over (gpointer data)
{
  Offer *offer = data;

  offer->end_source = 0;
  end_offer (offer);
  return G_SOURCE_REMOVE;
}

static void
on_undo (Offer *offer)
{
  offer->undo (offer->data);
}

/* Its time is not over because somebody looks elsewhere. */
static void
on_out_of_sight (Offer *offer)
{
  AdwToastOverlay *seen = find_seen_overlay (GTK_WIDGET (offer->overlay));

  if (seen == NULL || seen == offer->overlay)
    return;
  take_down (offer);
  put_up (offer, seen);
}

static void
put_up (Offer *offer, AdwToastOverlay *overlay)
{
  offer->toast = g_object_ref_sink (toast_new (offer->text, 0));
  g_set_weak_pointer (&offer->overlay, overlay);
  adw_toast_set_button_label (offer->toast, _ ("Undo"));
  adw_toast_overlay_add_toast (overlay, g_object_ref (offer->toast));
  g_signal_connect_swapped (offer->toast, "button-clicked", G_CALLBACK (on_undo), offer);
  g_signal_connect_swapped (offer->toast, "dismissed", G_CALLBACK (end_offer), offer);
  g_signal_connect_swapped (overlay, "unmap", G_CALLBACK (on_out_of_sight), offer);
}

/**
 * pm_toast_offer_undo:
 * @widget: a widget in the window that is spoken to
 * @text: what has been done
 * @seconds: how long it can be undone
 * @undo: (scope notified): undoes it
 * @data: what @undo is given
 * @free_data: what @data is freed with, when it cannot be undone any more
 *
 * Says what has been done and offers **Undo**, as long as it is possible: a pointer that rests on the
 * toast does not keep it longer, as it keeps others, and who turns to another tab, or closes the
 * dialog, finds it there.
 */
void
pm_toast_offer_undo (GtkWidget *widget,
                     const char *text,
                     guint seconds,
                     PmToastUndo undo,
                     gpointer data,
                     GDestroyNotify free_data)
{
  AdwToastOverlay *overlay;
  Offer *offer;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  overlay = find_seen_overlay (widget);
  if (overlay == NULL) {
    g_message ("Nowhere to say: %s", text);
    free_data (data);
    return;
  }
  offer = g_new0 (Offer, 1);
  offer->text = g_strdup (text);
  offer->undo = undo;
  offer->data = data;
  offer->free_data = free_data;
  offer->end_source = g_timeout_add_seconds (seconds, on_time_over, offer);
  put_up (offer, overlay);
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
    show (widget, error->message, 0);
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
