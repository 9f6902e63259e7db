/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache-fixture.h"
#include "reader.h"

#include "ui/poc/pm-poc-page.h"
#include "workspace/pm-workspace-private.h"

G_BEGIN_DECLS

#define DESK_POC   1
#define DESK_TITLE "Zero <b>Trust</b> & more"

/**
 * Desk:
 *
 * A window with the page of a POC, on a real workspace that has no network: what people do works
 * without. Waiting runs the main loop.
 */
typedef struct {
  char *folder;
  PmWorkspace *workspace;
  PmPocPage *page;
  GtkWidget *window;
} Desk;

/* Adds to what the workspace knows; in a fiber. */
typedef void (*DeskFill) (PmCache *cache, PmPage *page);

Desk *desk_new (PmRole role, DeskFill fill);
Desk *desk_new_at_plain_server (DeskFill fill);
void desk_free (Desk *desk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

void desk_show_tab (Desk *desk, const char *tab);
AdwDialog *desk_get_dialog (Desk *desk);
GtkWidget *desk_wait_for_dialog (Desk *desk, GType type);
gboolean desk_has_no_dialog (gpointer desk);
void desk_close_dialog (Desk *desk);

void desk_write (GtkWidget *within, const char *field, const char *text);
void desk_assert_field (GtkWidget *within, const char *field, const char *text);

GtkWidget *desk_find_row (GtkWidget *widget, GType type, const char *words);

PmOperation *desk_find_operation (Desk *desk, PmOperationKind kind);
void desk_assert_sends (Desk *desk, PmOperationKind kind, const char *words);
gboolean desk_nothing_waits (gpointer desk);

void desk_await (DexFuture *future);
gpointer desk_await_object (DexFuture *future);

G_END_DECLS
