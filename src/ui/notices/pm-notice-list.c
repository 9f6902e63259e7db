/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/notices/pm-notice-list.h"

#include "ui/common/pm-closures.h"
#include "ui/notices/pm-failure-row.h"
#include "ui/notices/pm-notice-row.h"
#include "ui/notices/pm-notice-words.h"

#include <glib/gi18n.h>

struct _PmNoticeList {
  AdwBin parent_instance;

  GtkListBox *notices_list;
  GtkListBox *failures_list;

  GListModel *notices;
  GListModel *failures;
  GSignalGroup *notices_signals;
  GSignalGroup *failures_signals;
};

G_DEFINE_FINAL_TYPE (PmNoticeList, pm_notice_list, ADW_TYPE_BIN)

enum {
  PROP_NOTICES = 1,
  PROP_FAILURES,
  PROP_N_ITEMS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static guint
count (GListModel *model)
{
  return model != NULL ? g_list_model_get_n_items (model) : 0;
}

static void
notify_items (PmNoticeList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->notices_list), count (self->notices) > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->failures_list), count (self->failures) > 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* What comes while one is elsewhere in the window is heard there, too. */
static void
on_notices_changed (PmNoticeList *self, guint position, guint removed, guint added)
{
  g_assert (PM_IS_NOTICE_LIST (self));

  notify_items (self);
  for (guint i = position; i < position + added; i++) {
    g_autoptr (PmNotice) notice = g_list_model_get_item (self->notices, i);
    g_autofree char *words = pm_notice_words_body (notice);

    gtk_accessible_announce (GTK_ACCESSIBLE (self), words,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  }
}

static void
set_model (PmNoticeList *self, GListModel **place, GSignalGroup *model_signals, GListModel *model)
{
  gboolean is_notices = place == &self->notices;

  if (!g_set_object (place, model))
    return;
  g_signal_group_set_target (model_signals, model);
  pm_item_row_show_all (is_notices ? self->notices_list : self->failures_list, model,
                        is_notices ? PM_TYPE_NOTICE_ROW : PM_TYPE_FAILURE_ROW, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[is_notices ? PROP_NOTICES : PROP_FAILURES]);
  notify_items (self);
}

static void
pm_notice_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmNoticeList *self = PM_NOTICE_LIST (object);

  switch (prop_id) {
  case PROP_NOTICES:
    g_value_set_object (value, self->notices);
    break;
  case PROP_FAILURES:
    g_value_set_object (value, self->failures);
    break;
  case PROP_N_ITEMS:
    g_value_set_uint (value, count (self->notices) + count (self->failures));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_notice_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmNoticeList *self = PM_NOTICE_LIST (object);

  switch (prop_id) {
  case PROP_NOTICES:
    set_model (self, &self->notices, self->notices_signals, g_value_get_object (value));
    break;
  case PROP_FAILURES:
    set_model (self, &self->failures, self->failures_signals, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_notice_list_dispose (GObject *object)
{
  PmNoticeList *self = PM_NOTICE_LIST (object);

  g_clear_object (&self->notices_signals);
  g_clear_object (&self->failures_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_NOTICE_LIST);
  g_clear_object (&self->notices);
  g_clear_object (&self->failures);

  G_OBJECT_CLASS (pm_notice_list_parent_class)->dispose (object);
}

static void
pm_notice_list_class_init (PmNoticeListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_notice_list_get_property;
  object_class->set_property = pm_notice_list_set_property;
  object_class->dispose = pm_notice_list_dispose;

  properties[PROP_NOTICES] =
      g_param_spec_object ("notices", NULL, NULL, G_TYPE_LIST_MODEL, writable);
  properties[PROP_FAILURES] =
      g_param_spec_object ("failures", NULL, NULL, G_TYPE_LIST_MODEL, writable);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/notices/pm-notice-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PmNoticeList, notices_list);
  gtk_widget_class_bind_template_child (widget_class, PmNoticeList, failures_list);
  pm_closures_bind (widget_class);
}

static void
pm_notice_list_init (PmNoticeList *self)
{
  self->notices_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->notices_signals, "items-changed",
                                  G_CALLBACK (on_notices_changed), self);
  self->failures_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->failures_signals, "items-changed",
                                  G_CALLBACK (notify_items), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->notices_list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Notices"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->failures_list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Workspaces That Could Not Be Opened"), -1);
  notify_items (self);
}
