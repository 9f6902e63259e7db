/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "server/changes/pm-feed.h"
#include "server/http/pm-page.h"
#include "server/http/pm-request-private.h"
#include "server/http/pm-route.h"
#include "server/http/pm-waiting-room.h"
#include "server/pm-server.h"

#include <string.h>

#define MAX_DEFAULT  500
#define MAX_MAX      1000
#define WAIT_SECONDS 25

typedef struct {
  const char *since;
  PmFeedPage page;
  gboolean nothing; /* nothing has changed */
} Feed;

static PmReply *
make_reply (PmServer *server, Feed *feed)
{
  PmFeedPage *page = &feed->page;
  JsonObject *body = json_object_new ();
  g_autofree char *state = pm_sync_state_to_text (&page->state, pm_server_get_state_key (server));

  json_object_set_string_member (body, "old_state", feed->since);
  /* Nothing new, nothing old: the state stays word for word. */
  json_object_set_string_member (body, "new_state", feed->nothing ? feed->since : state);
  json_object_set_boolean_member (body, "has_more", page->has_more);
  if (page->total >= 0)
    json_object_set_int_member (body, "total", page->total);
  json_object_set_int_member (body, "seq", page->sequence);
  json_object_set_array_member (body, "list", g_steal_pointer (&page->list));
  json_object_set_array_member (body, "destroyed", g_steal_pointer (&page->destroyed));
  return pm_reply_new_object (200, body);
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
may_wait (PmRequest *request)
{
  return pm_request_may_wait (request) &&
         pm_waiting_room_has_space (pm_server_get_waiting_room (pm_request_get_server (request)));
}

static PmReply *
get_changes (PmRequest *request, GError **error)
{
  const char *since = pm_request_get_query (request, "since");
  Feed feed = { .since = since != NULL ? since : "", .page.max = MAX_DEFAULT };
  gint64 wait = 0;
  g_autoptr (PmReply) reply = NULL;

  if (!pm_query_get_integer (request, "max", 1, MAX_MAX, &feed.page.max, error) ||
      !pm_query_get_integer (request, "wait", 0, WAIT_SECONDS, &wait, error))
    return NULL;
  reply = pm_request_read (request, changes_rule, &feed, error);
  pm_feed_page_clear (&feed.page);
  if (reply == NULL || !feed.nothing || wait == 0 || !may_wait (request))
    return g_steal_pointer (&reply);
  pm_request_park (request, feed.page.sequence, (guint) wait);
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
