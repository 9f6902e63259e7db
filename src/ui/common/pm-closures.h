/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The closures that every template may bind to, by these names:
 *
 *   bool   $not (bool)   $and (bool, bool)   $or (bool, bool)
 *   bool   $is_empty (string)   $is_not_empty (string)
 *   bool   $is_zero (int64)   $is_not_zero (int64)   $has_items (uint)   $has_no_items (uint)
 *   string $first_of (string, string)      the second when the first is empty
 *   string $choose (bool, string, string)  the second or the third
 *   string $number (int64)                 in the locale's digits
 *   string $poc_status ($PmPocStatus)   $person_status ($PmPersonStatus)
 *   string $operation_state ($PmOperationState)   $role ($PmRole)
 *   bool   $can_edit_pocs ($PmRole)
 *   string $date (string)   $dates (string, string)
 *   string $moment (int64, int64 now)   $relative (int64, int64 now)
 *   string $poc_time ($PmPocStatus, string start, string end, string today)
 *   string $people_count (int64)   $open_invitations (int64)   $tasks_done (int64, int64)
 *   float  $fraction (int64, int64)
 *
 * `now` and `today` come from a #PmClock in the template.
 */
void pm_closures_bind (GtkWidgetClass *widget_class);

/**
 * PmClosure:
 * @name: what templates call it
 * @callback: the function, `closure_` and the same name
 *
 * A line of the table with which a class adds closures of its own.
 */
typedef struct {
  const char *name;
  GCallback callback;
} PmClosure;

#define PM_CLOSURE(name) { #name, G_CALLBACK (closure_##name) }

void
pm_closures_bind_own (GtkWidgetClass *widget_class, const PmClosure *closures, gsize n_closures);

G_END_DECLS
