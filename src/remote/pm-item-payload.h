/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-operation.h"
#include "domain/pm-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * What an operation says of an item: JSON objects with some of the item's fields, as they stand on
 * the wire. An operation's payload holds what is sent, its base what the same fields were before,
 * its conflict what the server has in those that were changed on both sides. Any thread.
 */

char *pm_item_payload_new (PmRecord *item);
char *pm_item_payload_of_change (PmRecord *before, PmRecord *after);
char *pm_item_payload_of_base (PmRecord *item, const char *payload, gboolean is_seen);
PmRecord *pm_item_payload_read (PmItemType type, const char *payload);
gint64 pm_item_payload_get_reference (const char *payload, const char *name);

char *pm_item_payload_find_conflict (const char *payload, const char *base, PmRecord *present);
gboolean pm_item_payload_is_shown (const char *payload, PmRecord *present);
char *pm_item_payload_merge (const char *payload, const char *over);
char *pm_item_payload_without (const char *payload, const char *members);
gboolean pm_item_payload_check_dates (const char *payload, PmRecord *present, GError **error);
gboolean pm_item_payload_is_empty (const char *payload);
GListModel *pm_item_payload_list_conflicts (PmOperation *operation);

char *pm_item_payload_translate (const char *payload, GHashTable *numbers);

/**
 * PmItemReference:
 * @type: a kind of items
 * @number: one of them, by its number on this desktop
 * @loose: whether what names it can do without it
 *
 * That an item names another one.
 */
typedef struct {
  PmItemType type;
  gint64 number;
  gboolean loose;
} PmItemReference;

GArray *pm_item_payload_list_references (PmItemType type, const char *payload);
char *pm_item_payload_let_go (const char *payload, PmItemType type, PmItemType gone, gint64 number);
char *pm_item_payload_take_over (const char *base,
                                 const char *payload,
                                 const char *written,
                                 PmRecord *result);
char *pm_item_payload_roll_back (const char *base, const char *written, const char *before);

G_END_DECLS
