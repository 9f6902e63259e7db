/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-remote-private.h"

#include "domain/pm-event.h"
#include "domain/pm-organization.h"
#include "domain/pm-template.h"
#include "remote/pm-answer-reader.h"
#include "remote/pm-page-reader.h"
#include "wire/pm-wire.h"

/* The calls that need a session: what is read, and what is written. */

#define PAGE_READER_STACK (1024 * 1024)

/* What takes less time to read than another thread takes to hear of it and to answer. */
#define SHORT_PAGE (8 * 1024)

static DexFuture *
resolve_object (gpointer object, GError *error)
{
  if (object == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_object (object);
}

/* A page of the change feed. A long one is read on a thread of the pool. */
typedef struct {
  PmAnswer *answer;
  char *since;
  gint64 date;
} PmPageReading;

static void
page_reading_free (gpointer data)
{
  PmPageReading *self = data;

  g_clear_pointer (&self->answer, pm_answer_unref);
  g_free (self->since);
  g_free (self);
}

static DexFuture *
page_fiber (gpointer data)
{
  PmPageReading *self = data;
  g_autoptr (PmAnswer) answer = g_steal_pointer (&self->answer);
  GError *error = NULL;
  PmPage *page = pm_page_read (answer->text, self->since, &error);

  if (page != NULL)
    page->date = self->date;
  return pm_resolve_boxed (PM_TYPE_PAGE, page, error);
}

static DexFuture *
read_here (PmPageReading *reading)
{
  DexFuture *page = page_fiber (reading);

  page_reading_free (reading);
  return page;
}

static DexFuture *
read_page (PmTrip *trip, PmAnswer *taken)
{
  PmPageReading *reading = g_new0 (PmPageReading, 1);

  reading->answer = taken;
  reading->since = g_strdup (trip->since);
  reading->date = pm_remote_get_server_now (trip->remote);
  if (g_bytes_get_size (taken->text) <= SHORT_PAGE)
    return read_here (reading);
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), PAGE_READER_STACK,
                              page_fiber, reading, page_reading_free);
}

static DexFuture *
read_organization (PmTrip *trip, PmAnswer *taken)
{
  g_autoptr (PmAnswer) answer = taken;
  GError *error = NULL;
  PmRecord *record = pm_wire_decode_new (PM_TYPE_ORGANIZATION, answer->body, &error);

  return resolve_object (record, error);
}

static DexFuture *
read_template (PmTrip *trip, PmAnswer *taken)
{
  g_autoptr (PmAnswer) answer = taken;
  GError *error = NULL;
  PmRecord *record = pm_wire_decode_new (PM_TYPE_TEMPLATE, answer->body, &error);

  return resolve_object (record, error);
}

static DexFuture *
read_events (PmTrip *trip, PmAnswer *taken)
{
  g_autoptr (PmAnswer) answer = taken;
  GError *error = NULL;
  GListStore *events = pm_answer_read_events (answer, &error);

  return resolve_object (events, error);
}

/**
 * pm_remote_get_changes:
 * @self: a server
 * @state: where to go on; empty for a bootstrap
 * @max: how many objects at most, 1 to 1000
 * @wait_seconds: how long the server may let the request wait for something new, 0 to 25
 * @cancellable: (nullable): gives up
 *
 * Returns: (transfer full): resolves to a #PmPage; %PM_ERROR_GONE when @state is of no use any
 *   more
 */
DexFuture *
pm_remote_get_changes (PmRemote *self,
                       const char *state,
                       guint max,
                       guint wait_seconds,
                       GCancellable *cancellable)
{
  g_autofree char *since = g_uri_escape_string (state, NULL, FALSE);
  PmTrip *trip = pm_trip_new (
      self, read_page, "GET",
      g_strdup_printf ("/sync/changes?since=%s&max=%u&wait=%u", since, max, wait_seconds));

  trip->since = g_strdup (state);
  trip->call->in_bulk = TRUE;
  trip->call->parked = wait_seconds > 0;
  trip->call->seconds += wait_seconds;
  g_set_object (&trip->call->cancellable, cancellable);
  return pm_trip_start (trip);
}

/**
 * pm_remote_get_organization:
 * @self: a server
 * @tenant_id: the session's organization
 *
 * Returns: (transfer full): resolves to a #PmOrganization
 */
DexFuture *
pm_remote_get_organization (PmRemote *self, gint64 tenant_id)
{
  return pm_trip_start (pm_trip_new (self, read_organization, "GET",
                                     g_strdup_printf ("/tenants/%" G_GINT64_FORMAT, tenant_id)));
}

/**
 * pm_remote_get_template:
 * @self: a server with %PM_CAPABILITY_TEMPLATE
 * @tenant_id: the session's organization
 *
 * Returns: (transfer full): resolves to the #PmTemplate of its invitation mail
 */
DexFuture *
pm_remote_get_template (PmRemote *self, gint64 tenant_id)
{
  return pm_trip_start (pm_trip_new (
      self, read_template, "GET",
      g_strdup_printf ("/tenants/%" G_GINT64_FORMAT "/invitation-template", tenant_id)));
}

static char *
invitation_path (gint64 poc_id, gint64 invitation_id, const char *tail)
{
  return g_strdup_printf ("/pocs/%" G_GINT64_FORMAT "/invitations/%" G_GINT64_FORMAT "%s", poc_id,
                          invitation_id, tail);
}

/**
 * pm_remote_get_invitation_events:
 * @self: a server with %PM_CAPABILITY_DELIVERY
 * @poc_id: the invitation's POC
 * @invitation_id: the invitation
 *
 * Returns: (transfer full): resolves to a #GListModel of #PmEvent, oldest first
 */
DexFuture *
pm_remote_get_invitation_events (PmRemote *self, gint64 poc_id, gint64 invitation_id)
{
  return pm_trip_start (
      pm_trip_new (self, read_events, "GET", invitation_path (poc_id, invitation_id, "")));
}

/**
 * pm_remote_write:
 * @self: a server
 * @method: a static string
 * @path: (transfer full): what is called
 * @body: (nullable): JSON
 * @key: (nullable): the operation's key
 *
 * Returns: (transfer full): resolves to a #PmAnswer
 */
DexFuture *
pm_remote_write (PmRemote *self, const char *method, char *path, const char *body, const char *key)
{
  PmTrip *trip = pm_trip_new (self, NULL, method, path);

  trip->call->key = g_strdup (key);
  trip->call->body = g_strdup (body);
  return pm_trip_start (trip);
}

/**
 * pm_remote_create_invitation:
 * @self: a server
 * @poc_id: the POC to invite to
 * @payload: the invitation as JSON; the same bytes at every attempt
 * @key: the operation's key
 *
 * Returns: (transfer full): resolves to a #PmAnswer, see the head of this section
 */
DexFuture *
pm_remote_create_invitation (PmRemote *self, gint64 poc_id, const char *payload, const char *key)
{
  return pm_remote_write (self, "POST",
                          g_strdup_printf ("/pocs/%" G_GINT64_FORMAT "/invitations/", poc_id),
                          payload, key);
}

/**
 * pm_remote_resend_invitation:
 * @self: a server
 * @poc_id: the invitation's POC
 * @invitation_id: the invitation
 * @key: the operation's key
 *
 * Returns: (transfer full): resolves to a #PmAnswer
 */
DexFuture *
pm_remote_resend_invitation (PmRemote *self, gint64 poc_id, gint64 invitation_id, const char *key)
{
  return pm_remote_write (self, "POST", invitation_path (poc_id, invitation_id, "/resend"), NULL,
                          key);
}

/**
 * pm_remote_cancel_invitation:
 * @self: a server
 * @poc_id: the invitation's POC
 * @invitation_id: the invitation
 * @key: the operation's key
 *
 * Returns: (transfer full): resolves to a #PmAnswer
 */
DexFuture *
pm_remote_cancel_invitation (PmRemote *self, gint64 poc_id, gint64 invitation_id, const char *key)
{
  return pm_remote_write (self, "DELETE", invitation_path (poc_id, invitation_id, ""), NULL, key);
}

/**
 * pm_remote_remind_of_invitation:
 * @self: a server with %PM_CAPABILITY_REMINDERS
 * @poc_id: the invitation's POC
 * @invitation_id: the invitation
 * @key: the operation's key
 *
 * Returns: (transfer full): resolves to a #PmAnswer
 */
DexFuture *
pm_remote_remind_of_invitation (PmRemote *self,
                                gint64 poc_id,
                                gint64 invitation_id,
                                const char *key)
{
  return pm_remote_write (self, "POST", invitation_path (poc_id, invitation_id, "/remind"), NULL,
                          key);
}

/**
 * pm_remote_remove_participant:
 * @self: a server
 * @poc_id: a POC
 * @user_id: who takes part in it
 * @key: (nullable): the operation's key
 *
 * Returns: (transfer full): resolves to a #PmAnswer
 */
DexFuture *
pm_remote_remove_participant (PmRemote *self, gint64 poc_id, gint64 user_id, const char *key)
{
  return pm_remote_write (self, "DELETE",
                          g_strdup_printf ("/pocs/%" G_GINT64_FORMAT
                                           "/participants/%" G_GINT64_FORMAT,
                                           poc_id, user_id),
                          NULL, key);
}

/**
 * pm_remote_add_participant:
 * @self: a server
 * @poc_id: a POC
 * @user_id: a customer with an account
 * @key: (nullable): the operation's key
 *
 * Lets somebody take part without an invitation.
 *
 * Returns: (transfer full): resolves to a #PmAnswer
 */
DexFuture *
pm_remote_add_participant (PmRemote *self, gint64 poc_id, gint64 user_id, const char *key)
{
  g_autofree char *body =
      g_strdup_printf ("{\"user_id\":%" G_GINT64_FORMAT ",\"is_customer\":true}", user_id);

  return pm_remote_write (
      self, "POST", g_strdup_printf ("/pocs/%" G_GINT64_FORMAT "/participants", poc_id), body, key);
}
