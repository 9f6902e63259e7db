/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PmFunnel:
 *
 * How many invitations were sent, delivered and accepted, as a small picture; the numbers stand
 * beside it in words. Properties, all writable: `invited`, `delivered`, `accepted`;
 * `tells-delivery`, whether it is known which were delivered.
 */
#define PM_TYPE_FUNNEL (pm_funnel_get_type ())
G_DECLARE_FINAL_TYPE (PmFunnel, pm_funnel, PM, FUNNEL, GtkWidget)

G_END_DECLS
