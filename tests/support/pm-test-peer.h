/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PmTestRequest:
 * @line: method and path, as `GET /x`
 * @headers: the rest of the head
 * @body: the body
 * @number: how many came before it
 *
 * What a client has sent.
 */
typedef struct {
  char *line;
  char *headers;
  char *body;
  guint number;
} PmTestRequest;

/**
 * PmTestScript:
 *
 * Returns: (transfer full) (nullable): the bytes to answer with, as they go over the wire; %NULL
 *   closes the connection without a word. On a thread of its own; may block
 */
typedef char *(*PmTestScript) (const PmTestRequest *request, gpointer data);

/**
 * PmTestPeer:
 *
 * The other end of a wire, with full command of its manners. One request a connection, but
 * for what comes after a reply with `Connection: keep-alive`.
 */
typedef struct _PmTestPeer PmTestPeer;

PmTestPeer *pm_test_peer_new (PmTestScript script, gpointer data);
void pm_test_peer_free (PmTestPeer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmTestPeer, pm_test_peer_free)

const char *pm_test_peer_get_url (PmTestPeer *self);
void pm_test_peer_forget (PmTestPeer *self);
guint pm_test_peer_count (PmTestPeer *self, const char *line_prefix);
char *pm_test_peer_get_header (PmTestPeer *self, guint number, const char *name);
char *pm_test_peer_find_header (PmTestPeer *self,
                                const char *line_prefix,
                                guint number,
                                const char *name);
char *pm_test_peer_get_body (PmTestPeer *self, guint number);

char *pm_test_reply (guint status, const char *headers, const char *body);
char *pm_test_reply_json (guint status, const char *body);

G_END_DECLS
