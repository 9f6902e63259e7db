/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "server/changes/pm-feed.h"
#include "server/http/pm-page.h"
#include "server/http/pm-request-private.h"
#include "server/http/pm-route.h"
#include "server/http/pm-waiting-room.h"
#include "server/pm-server.h"
#include "wire/pm-wire.h"

#include <string.h>

#define MAX_DEFAULT  500
#define MAX_MAX      1000
#define WAIT_SECONDS 25
#define HEAD_LENGTH  512

typedef struct {
  const char *since;
  gint64 wait;
  PmFeedPage page;
  gboolean nothing; /* nothing has changed */
} Feed;

static PmReply *
make_reply (PmServer *server, Feed *feed)
{
  PmFeedPage *page = &feed->page;
  const PmStateKey *key = pm_server_get_state_key (server);
  g_autofree char *state = pm_sync_state_to_text (&page->state, key);
  g_autofree char *epoch = pm_state_key_get_epoch (key);
  GString *json = g_string_sized_new (page->list->len + page->destroyed->len + HEAD_LENGTH);

  g_string_append (json, "{\"old_state\":");
  pm_wire_write_string (json, feed->since);
  /* Nothing new, nothing old: the state stays word for word. */
  g_string_append (json, ",\"new_state\":");
  pm_wire_write_string (json, feed->nothing ? feed->since : state);
  g_string_append_printf (json, ",\"epoch\":\"%s\"", epoch);
  g_string_append_printf (json, ",\"has_more\":%s", page->has_more ? "true" : "false");
  if (page->total >= 0)
    g_string_append_printf (json, ",\"total\":%" G_GINT64_FORMAT, page->total);
  g_string_append_printf (json, ",\"seq\":%" G_GINT64_FORMAT ",\"list\":", page->sequence);
  g_string_append_len (json, page->list->str, (gssize) page->list->len);
  g_string_append (json, ",\"destroyed\":");
  g_string_append_len (json, page->destroyed->str, (gssize) page->destroyed->len);
  g_string_append_c (json, '}');
  return pm_reply_new_bytes (200, "application/json", g_string_free_to_bytes (json));
}

static PmReply *
refuse_state (GError **error)
{
  GError *refusal =
      g_error_new_literal (PM_ERROR, PM_ERROR_GONE, "This state belongs to another database.");

  pm_error_set_tag (refusal, "cannot_calculate_changes");
  g_propagate_error (error, refusal);
  return NULL;
}

static PmReply *
changes_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  PmServer *server = pm_request_get_server (request);
  Feed *feed = data;
  PmFeedPage *page = &feed->page;
  PmSyncState before;

  page->user_id = pm_request_get_user_id (request);
  page->is_first = feed->since[0] == '\0';
  if (page->is_first)
    page->state.tenant_id = pm_request_get_tenant_id (request);
  else if (!pm_sync_state_from_text (&page->state, pm_server_get_state_key (server), feed->since) ||
           page->state.tenant_id != pm_request_get_tenant_id (request))
    return refuse_state (error);
  before = page->state;
  if (!pm_feed_read_page (db, page, error))
    return NULL;
  feed->nothing = !page->is_first && memcmp (&before, &page->state, sizeof before) == 0;
  return make_reply (server, feed);
}

static gboolean
read_question (PmRequest *request, Feed *feed, GError **error)
{
  const char *since = pm_request_get_query (request, "since");

  *feed = (Feed) { .since = since != NULL ? since : "", .page.max = MAX_DEFAULT };
  return pm_query_get_integer (request, "max", 1, MAX_MAX, &feed->page.max, error) &&
         pm_query_get_integer (request, "wait", 0, WAIT_SECONDS, &feed->wait, error);
}

/* Who has waited gets what there is, even if it is nothing. */
static PmReply *
wake_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  Feed feed;
  PmReply *reply;

  if (!read_question (request, &feed, error))
    return NULL;
  feed.page.key_owners = data;
  reply = changes_rule (db, request, &feed, error);
  pm_feed_page_clear (&feed.page);
  return reply;
}

static gboolean
may_wait (PmRequest *request)
{
  PmWaitingRoom *room = pm_server_get_waiting_room (pm_request_get_server (request));

  return pm_request_may_wait (request) && pm_waiting_room_has_space (room, request);
}

static PmReply *
get_changes (PmRequest *request, GError **error)
{
  Feed feed;
  g_autoptr (PmReply) reply = NULL;

  if (!read_question (request, &feed, error))
    return NULL;
  reply = pm_request_read (request, changes_rule, &feed, error);
  pm_feed_page_clear (&feed.page);
  if (reply == NULL || !feed.nothing || feed.wait == 0 || !may_wait (request))
    return g_steal_pointer (&reply);
  pm_request_park (request, feed.page.sequence, (guint) feed.wait, wake_rule);
  return NULL;
}

static const PmRoute routes[] = {
  { "GET", "/sync/changes", PM_ACCESS_INTERNAL, PM_SCOPE_NONE, get_changes },
};

/**
 * pm_changes_routes:
 * @n_routes: (out): how many
 *
 * Returns: (transfer none): the change feed
 */
const PmRoute *
pm_changes_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}
