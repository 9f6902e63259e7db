/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/signin/pm-organization-page.h"

#include "domain/pm-membership.h"
#include "ui/common/pm-closures.h"
#include "workspace/pm-session.h"

struct _PmOrganizationPage {
  AdwNavigationPage parent_instance;

  PmSignIn *sign_in;
  char *problem;
  gboolean busy;

  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (PmOrganizationPage, pm_organization_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  PROP_SIGN_IN = 1,
  PROP_BUSY,
  PROP_PROBLEM,
  N_PROPS,
};

enum {
  CHOSEN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static float
closure_opacity (gpointer scope, gboolean shown)
{
  return shown ? 1.0f : 0.0f;
}

static const PmClosure closures[] = {
  PM_CLOSURE (opacity),
};

static void
on_continue (PmOrganizationPage *self)
{
  PmMembership *membership = gtk_single_selection_get_selected_item (self->selection);

  g_assert (PM_IS_ORGANIZATION_PAGE (self));

  if (membership != NULL && !self->busy)
    g_signal_emit (self, signals[CHOSEN], 0, membership);
}

static void
pm_organization_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmOrganizationPage *self = PM_ORGANIZATION_PAGE (object);

  switch (prop_id) {
  case PROP_SIGN_IN:
    g_value_set_object (value, self->sign_in);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->busy);
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_organization_page_set_property (GObject *object,
                                   guint prop_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  PmOrganizationPage *self = PM_ORGANIZATION_PAGE (object);

  switch (prop_id) {
  case PROP_SIGN_IN:
    if (g_set_object (&self->sign_in, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_BUSY:
    self->busy = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_PROBLEM:
    if (g_set_str (&self->problem, g_value_get_string (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_organization_page_dispose (GObject *object)
{
  PmOrganizationPage *self = PM_ORGANIZATION_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_ORGANIZATION_PAGE);
  g_clear_object (&self->sign_in);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (pm_organization_page_parent_class)->dispose (object);
}

static void
pm_organization_page_class_init (PmOrganizationPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_organization_page_get_property;
  object_class->set_property = pm_organization_page_set_property;
  object_class->dispose = pm_organization_page_dispose;

  properties[PROP_SIGN_IN] = g_param_spec_object ("sign-in", NULL, NULL, PM_TYPE_SIGN_IN, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, PM_TYPE_MEMBERSHIP);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/signin/pm-organization-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PmOrganizationPage, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_continue);
  pm_closures_bind (widget_class);
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
}

static void
pm_organization_page_init (PmOrganizationPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
