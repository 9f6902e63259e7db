/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-cache.h"
#include "cache/pm-key-list.h"
#include "domain/pm-invitation.h"
#include "domain/pm-participant.h"

#include "pm-test-fiber.h"

G_BEGIN_DECLS

#define HOUR G_TIME_SPAN_HOUR
#define NOON G_GINT64_CONSTANT (1790000000000000) /* some moment, in microseconds */

/* A folder of the test's own, removed with what is in it. */
char *fixture_make_folder (void);
void fixture_remove_folder (char *folder);

#define FIXTURE_PAGE_SIZE 4096 /* of a database */

/* Changes one of its databases by hand, or what is in the file's bytes. */
void fixture_run_on (const char *folder, const char *name, const char *script);
void fixture_spoil (const char *folder, const char *name, gsize offset, gsize length);
void fixture_spoil_root (const char *folder, const char *name, const char *table);

/* In fibers only; every failure fails the test. */
PmCache *fixture_open (const char *folder);
void fixture_close (PmCache *cache);
void fixture_await (DexFuture *future);
void fixture_wait_items (gpointer list, guint n);
void fixture_wait_saying (gboolean (*condition) (gpointer data), gpointer data, const char *what);

#define fixture_wait_for(condition, data) fixture_wait_saying (condition, data, #condition)

PmPoc *fixture_poc (gint64 id, const char *title, const char *company);
PmParticipant *fixture_participant (gint64 id, gint64 poc_id, const char *email, const char *name);
PmInvitation *
fixture_invitation (gint64 id, gint64 poc_id, const char *email, PmInvitationStatus status);
PmOperation *
fixture_operation (PmOperationKind kind, gint64 poc_id, const char *email, const char *key);
gint64 fixture_queue (PmCache *cache, PmOperation *operation, gint64 draft_id);
void fixture_discard (PmCache *cache, gint64 operation_id);

PmPage *fixture_page (PmCache *cache, const char *new_state, gint64 seq);
void fixture_add (PmPage *page, gpointer record);
void fixture_destroy (PmPage *page, GType type, gint64 id);
void fixture_apply (PmCache *cache, PmPage *page);

G_END_DECLS
