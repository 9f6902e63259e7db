/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-operation.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What waits in the outbox, in plain words. Templates bind to them by these names; what follows
 * the operation is what the words depend on:
 *
 *   string $operation_title ($PmOperation, kind, string payload, string title, string full name,
 *                            string email)
 *   string $operation_detail ($PmOperation, kind, string payload, string title, string full name,
 *                             string email)
 */
void pm_operation_words_bind (GtkWidgetClass *widget_class);

char *pm_operation_words_title (PmOperation *operation);
char *pm_operation_words_detail (PmOperation *operation);

char *pm_operation_words_field (PmItemType type, const char *field);
char *pm_operation_words_value (PmItemType type, const char *field, const char *value);

G_END_DECLS
