/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sync-world.h"
#include "wire/pm-wire.h"

G_BEGIN_DECLS

typedef struct _Shop Shop;

/* Answers a write in the server's place, with %TRUE. Holds the world's lock. */
typedef gboolean (*ShopRule) (Shop *shop, const PmTestRequest *request, char **reply);

/**
 * Shop:
 * @world: a world whose server keeps one task in POC 7, whatever its number
 * @task: the task as the server has it
 * @revision: its revision, which every change moves on
 * @next_id: the number of what is made next
 * @told: what the server was told to do, a line each
 * @rule: (nullable): what answers instead of it
 * @released: whether shop_think() need not go on thinking
 *
 * A server that can be told about items.
 */
struct _Shop {
  World *world;
  JsonObject *task;
  guint revision;
  guint next_id;
  GString *told;
  ShopRule rule;
  gboolean released;
};

/* In fibers only. */
Shop *shop_new (void);
void shop_free (Shop *shop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Shop, shop_free)

void shop_set_rule (Shop *shop, ShopRule rule);
void shop_assert_told (Shop *shop, const char *told);
void shop_release (Shop *shop);

/* For rules */
void shop_change (Shop *shop, const char *members);
char *shop_reply_task (Shop *shop, guint status);
gboolean shop_think (Shop *shop, const PmTestRequest *request, char **reply);

/* The desktop */
PmOperation *shop_enqueue (Shop *shop,
                           PmOperationKind kind,
                           PmItemType type,
                           gint64 item_id,
                           const char *payload,
                           const char *base);
PmOperation *shop_edit (Shop *shop, const char *payload, const char *base);
PmOperation *shop_create (Shop *shop, PmItemType type, const char *payload);
void shop_wait_for_attention (Shop *shop, PmOperation *operation);
void shop_send_all (Shop *shop);

G_END_DECLS
