/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "pm-test-fiber.h"
#include "pm-test-monitor.h"
#include "pm-test-peer.h"
#include "sync/pm-syncer.h"

G_BEGIN_DECLS

/**
 * World:
 * @post: (nullable): answers a write; %NULL makes it a plain success
 * @read: (nullable): answers what is read besides the feed
 * @changes: (nullable): answers the feed; %NULL lets it go on by itself
 * @capabilities: what the server says it can
 * @role: the account's there
 * @date: (nullable): what time it says it is, as HTTP writes it
 * @invitations: (nullable): what the server's list of a POC's invitations says
 * @session_over: whether tokens are refused
 * @data: the test's own
 *
 * A server as the test wants it, and a desktop that syncs with it. The server's own thread and
 * the test's read the fields under @lock; what is set before the syncer starts needs none.
 */
typedef struct {
  PmTestScript post;
  PmTestScript read;
  PmTestScript changes;
  const char *capabilities;
  const char *role;
  const char *date;
  const char *invitations;
  gboolean session_over;
  gpointer data;

  GMutex lock;
  GCond news;
  int seq;
  int newest; /* the feed's state is "s<newest>" */
  gboolean closing;

  char *folder;
  PmTestPeer *peer;
  GNetworkMonitor *monitor;
  PmCache *cache;
  PmRemote *remote;
  PmSyncer *syncer;
  guint sessions_lost;
} World;

/* In fibers only. */
World *world_new (void);
void world_start (World *self);
void world_restart (World *self);
void world_free (World *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

gint64 world_invite (World *self, const char *email, gint64 held_for);
void world_move_feed (World *self);
PmOperation *world_find (World *self, gint64 operation_id);
char *world_key (World *self, guint number);

typedef gboolean (*WorldCondition) (World *self, gint64 number);
void world_wait_saying (World *self, WorldCondition condition, gint64 number, const char *what);

#define world_wait(world, condition, number) \
  world_wait_saying (world, condition, number, #condition " (" #number ")")

gboolean world_is_in_state (World *self, gint64 state);
gboolean world_has_posts (World *self, gint64 number);
gboolean world_has_unsent (World *self, gint64 number);
gboolean world_has_lost_session (World *self, gint64 number);
gboolean world_has_poc (World *self, gint64 id);
gboolean world_was_asked_from (World *self, const char *state, guint times);

/* For scripts of the server */
char *world_page (const char *new_state, gboolean has_more, int id);
gboolean world_asks_from (const PmTestRequest *request, const char *state);
void world_park (World *self);

G_END_DECLS
