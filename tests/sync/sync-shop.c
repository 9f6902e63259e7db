/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-shop.h"

/* --- The server --- */

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

char *
shop_reply_task (Shop *shop, guint status)
{
  g_autofree char *task = to_text (shop->task);
  g_autofree char *headers =
      g_strdup_printf ("Content-Type: application/json\r\nETag: \"%u\"\r\nSync-Seq: %d\r\n",
                       shop->revision, shop->world->seq);

  return pm_test_reply (status, headers, task);
}

void
shop_change (Shop *shop, const char *members)
{
  g_autoptr (JsonObject) changes = pm_wire_parse_object (members, -1, NULL);
  g_autoptr (GList) names = json_object_get_members (changes);

  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_member (shop->task, name->data, json_object_dup_member (changes, name->data));
  shop->revision++;
}

static char *
reply_changed (Shop *shop)
{
  g_autofree char *task = to_text (shop->task);
  g_autofree char *body =
      g_strdup_printf ("{\"detail\":\"Changed\",\"type\":\"changed\",\"current\":%s}", task);
  g_autofree char *headers =
      g_strdup_printf ("Content-Type: application/json\r\nETag: \"%u\"\r\n", shop->revision);

  return pm_test_reply (412, headers, body);
}

static gboolean
is_outdated (Shop *shop, const PmTestRequest *request)
{
  g_autofree char *wanted = g_strdup_printf ("If-Match: \"%u\"", shop->revision);

  return strstr (request->headers, "If-Match:") != NULL &&
         strstr (request->headers, wanted) == NULL;
}

static char *
obey (Shop *shop, const PmTestRequest *request)
{
  if (g_str_has_prefix (request->line, "DELETE "))
    return pm_test_reply_json (200, "{}");
  if (is_outdated (shop, request))
    return reply_changed (shop);
  if (g_str_has_prefix (request->line, "POST ")) {
    g_clear_pointer (&shop->task, json_object_unref);
    shop->task = json_object_new ();
    shop_change (shop, request->body);
    json_object_set_int_member (shop->task, "id", shop->next_id++);
    return shop_reply_task (shop, 201);
  }
  shop_change (shop, request->body);
  return shop_reply_task (shop, 200);
}

static char *
write_item (const PmTestRequest *request, gpointer data)
{
  World *world = data;
  Shop *shop = world->data;
  char *reply = NULL;

  g_mutex_lock (&world->lock);
  g_string_append_printf (shop->told, "%s %s\n", request->line, request->body);
  world->seq++;
  world->newest++;
  g_cond_broadcast (&world->news);
  if (shop->rule == NULL || !shop->rule (shop, request, &reply))
    reply = obey (shop, request);
  g_mutex_unlock (&world->lock);
  return reply;
}

static char *
read_item (const PmTestRequest *request, gpointer data)
{
  World *world = data;
  char *reply;

  g_mutex_lock (&world->lock);
  reply = shop_reply_task (world->data, 200);
  g_mutex_unlock (&world->lock);
  return reply;
}

Shop *
shop_new (void)
{
  Shop *shop = g_new0 (Shop, 1);

  shop->world = world_new ();
  shop->world->data = shop;
  shop->world->capabilities = "\"changes\",\"idempotency\",\"if-match\"";
  shop->world->post = write_item;
  shop->world->read = read_item;
  shop->task = pm_wire_parse_object ("{\"id\":5,\"poc_id\":7,\"title\":\"Before\"}", -1, NULL);
  shop->revision = 1;
  shop->next_id = 31;
  shop->told = g_string_new (NULL);
  return shop;
}

void
shop_free (Shop *shop)
{
  world_free (shop->world);
  json_object_unref (shop->task);
  g_string_free (shop->told, TRUE);
  g_free (shop);
}

void
shop_set_rule (Shop *shop, ShopRule rule)
{
  g_mutex_lock (&shop->world->lock);
  shop->rule = rule;
  g_mutex_unlock (&shop->world->lock);
}

void
shop_assert_told (Shop *shop, const char *told)
{
  g_mutex_lock (&shop->world->lock);
  g_assert_cmpstr (shop->told->str, ==, told);
  g_mutex_unlock (&shop->world->lock);
}

gboolean
shop_think (Shop *shop, const PmTestRequest *request, char **reply)
{
  while (!shop->released && !shop->world->closing)
    g_cond_wait (&shop->world->news, &shop->world->lock);
  return FALSE;
}

void
shop_release (Shop *shop)
{
  g_mutex_lock (&shop->world->lock);
  shop->released = TRUE;
  g_cond_broadcast (&shop->world->news);
  g_mutex_unlock (&shop->world->lock);
}

/* --- The desktop --- */

PmOperation *
shop_enqueue (Shop *shop,
              PmOperationKind kind,
              PmItemType type,
              gint64 item_id,
              const char *payload,
              const char *base)
{
  PmOperation *operation = pm_operation_new ();
  g_autoptr (GError) error = NULL;

  pm_operation_set_kind (operation, kind);
  pm_operation_set_item_type (operation, (int) type);
  pm_operation_set_item_id (operation, item_id);
  pm_operation_set_poc_id (operation, 7);
  pm_operation_set_payload (operation, payload);
  pm_operation_set_base (operation, base);
  dex_await_int64 (pm_outbox_enqueue (pm_syncer_get_outbox (shop->world->syncer), operation, 0),
                   &error);
  g_assert_no_error (error);
  return operation;
}

PmOperation *
shop_edit (Shop *shop, const char *payload, const char *base)
{
  return shop_enqueue (shop, PM_OPERATION_KIND_EDIT, PM_ITEM_TYPE_TASK, 5, payload, base);
}

PmOperation *
shop_create (Shop *shop, PmItemType type, const char *payload)
{
  return shop_enqueue (shop, PM_OPERATION_KIND_CREATE, type, 0, payload, NULL);
}

static gboolean
needs_attention (World *world, gint64 operation_id)
{
  g_autoptr (PmOperation) operation = world_find (world, operation_id);

  return operation != NULL &&
         pm_operation_get_state (operation) == PM_OPERATION_STATE_NEEDS_ATTENTION;
}

void
shop_wait_for_attention (Shop *shop, PmOperation *operation)
{
  world_wait (shop->world, needs_attention, pm_operation_get_id (operation));
}

void
shop_send_all (Shop *shop)
{
  world_start (shop->world);
  world_wait (shop->world, world_has_unsent, 0);
}
