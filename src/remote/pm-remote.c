/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-remote-private.h"

#include "domain/pm-error.h"
#include "remote/pm-answer-reader.h"
#include "remote/pm-server-clock.h"
#include "remote/pm-session-request.h"
#include "remote/pm-token.h"
#include "wire/pm-wire.h"

/* How long before its end a token is renewed. */
#define RENEWAL_MARGIN (2 * G_TIME_SPAN_MINUTE)

struct _PmRemote {
  GObject parent_instance;

  PmTransport *transport;
  PmServerInfo *server_info;
  char *access_token;
  char *refresh_token;
  char *grant;        /* where nothing else renews a session: the request that opens one */
  gint64 ends;        /* when the access token does, by the server's time; 0 when it does not say */
  DexFuture *renewal; /* the one that is under way */
  PmServerClock clock;
};

G_DEFINE_FINAL_TYPE (PmRemote, pm_remote, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_URL,
  PROP_SERVER_INFO,
  PROP_SERVER_NOW,
  N_PROPS,
};

enum {
  REFRESH_TOKEN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Only of an answer that has been understood: whoever else sits on the way has a clock, too. */
static void
learn_time (PmRemote *self, PmAnswer *answer)
{
  if (answer->date != 0 &&
      pm_server_clock_learn (&self->clock, answer->date, answer->sent_at, answer->came_at))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER_NOW]);
}

static void
set_refresh_token (PmRemote *self, const char *token)
{
  if (g_strcmp0 (self->refresh_token, token) == 0)
    return;
  /* Whoever keeps it hears of the new one while the old one is still good. */
  g_signal_emit (self, signals[REFRESH_TOKEN], 0, token);
  g_set_str (&self->refresh_token, token);
}

static gboolean
take_tokens (PmRemote *self, JsonObject *object)
{
  const char *access = pm_wire_get_string (object, "access_token");
  const char *refresh = pm_wire_get_string (object, "refresh_token");

  if (access == NULL)
    return FALSE;
  g_set_str (&self->access_token, access);
  self->ends = pm_token_get_end (access);
  if (refresh != NULL)
    set_refresh_token (self, refresh);
  return TRUE;
}

/* --- Renewing the session, once for everybody who waits for it --- */

static gboolean
says_session_is_over (guint status)
{
  return status == 400 || status == 401 || status == 403;
}

static DexFuture *
reject_session_over (const char *words)
{
  return dex_future_new_reject (PM_ERROR, PM_ERROR_UNAUTHORIZED, "%s", words);
}

/* What would be sent to renew the session; %NULL when nothing can. */
static char *
build_renewal (PmRemote *self)
{
  if (self->refresh_token != NULL)
    return pm_session_refresh_request (self->refresh_token);
  return g_strdup (self->grant);
}

static void
forget_credentials (PmRemote *self)
{
  set_refresh_token (self, NULL);
  g_clear_pointer (&self->grant, g_free);
}

static DexFuture *
renew (PmRemote *self)
{
  g_autofree char *used = build_renewal (self);
  g_autoptr (PmHttpCall) call = NULL;
  g_autoptr (PmAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *now = NULL;

  if (used == NULL)
    return reject_session_over ("Your session has ended. Sign in again.");
  call = pm_http_call_new (
      "POST", g_strdup (self->refresh_token != NULL ? "/auth/refresh" : "/auth/select-tenant"));
  call->body = g_strdup (used);
  answer = dex_await_boxed (pm_transport_send (self->transport, call), &error);
  if (answer == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  now = build_renewal (self);
  if (g_strcmp0 (used, now) != 0) /* somebody signed in meanwhile */
    return dex_future_new_true ();
  if (answer->error != NULL && says_session_is_over (answer->status) && answer->body != NULL) {
    forget_credentials (self);
    return reject_session_over (answer->error->message);
  }
  if (answer->error != NULL)
    return dex_future_new_for_error (g_error_copy (answer->error));
  if (pm_answer_get_object (answer) == NULL || !take_tokens (self, pm_answer_get_object (answer)))
    return dex_future_new_reject (PM_ERROR, PM_ERROR_NOT_JSON,
                                  "The server's answer to renewing the session has no token.");
  learn_time (self, answer);
  return dex_future_new_true ();
}

static DexFuture *
renew_fiber (gpointer data)
{
  PmRemote *self = PM_REMOTE (data);
  DexFuture *result = renew (self);

  dex_clear (&self->renewal);
  return result;
}

static DexFuture *
renew_once (PmRemote *self)
{
  if (self->renewal == NULL)
    self->renewal = dex_scheduler_spawn (NULL, 0, renew_fiber, g_object_ref (self), g_object_unref);
  return dex_ref (self->renewal);
}

/* --- One call --- */

/* A token that ends soon is renewed before it does, where that can be done silently. */
static gboolean
has_good_token (PmRemote *self)
{
  if (self->access_token == NULL)
    return FALSE;
  return self->ends == 0 || (self->refresh_token == NULL && self->grant == NULL) ||
         pm_remote_get_server_now (self) < self->ends - RENEWAL_MARGIN;
}

/* Awaits. Whatever became of a renewal, the call that waited for it has not left. */
static gboolean
ensure_session (PmRemote *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (has_good_token (self) || dex_await (renew_once (self), &failure))
    return TRUE;
  if (g_error_matches (failure, PM_ERROR, PM_ERROR_TIMED_OUT))
    failure->code = PM_ERROR_OFFLINE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Awaits. A 401 renews the session once; another one is the answer. */
static PmAnswer *
exchange_with_session (PmRemote *self, PmHttpCall *call, GError **error)
{
  for (guint attempt = 0;; attempt++) {
    g_autoptr (PmAnswer) answer = NULL;

    if (!ensure_session (self, error))
      return NULL;
    g_set_str (&call->token, self->access_token);
    answer = dex_await_boxed (pm_transport_send (self->transport, call), error);
    if (answer != NULL && answer->error == NULL && (answer->body != NULL || answer->text != NULL))
      learn_time (self, answer);
    if (answer == NULL || answer->status != 401 || attempt > 0)
      return g_steal_pointer (&answer);
    if (g_strcmp0 (call->token, self->access_token) == 0)
      g_clear_pointer (&self->access_token, g_free);
  }
}

static DexFuture *
read_answer (PmTrip *self, PmAnswer *taken)
{
  g_autoptr (PmAnswer) answer = taken;
  DexFuture *result;

  if (self->reader == NULL)
    return dex_future_new_take_boxed (PM_TYPE_ANSWER, g_steal_pointer (&answer));
  if (answer->error != NULL)
    return dex_future_new_for_error (g_error_copy (answer->error));
  if (answer->text == NULL && pm_answer_get_object (answer) == NULL)
    return dex_future_new_reject (PM_ERROR, PM_ERROR_NOT_JSON,
                                  "The server's answer has not the form that was expected.");
  result = self->reader (self, g_steal_pointer (&answer));
  /* Awaited here, so that what this trip holds is freed on this thread. */
  dex_await (dex_ref (result), NULL);
  return result;
}

static DexFuture *
trip_fiber (gpointer data)
{
  PmTrip *self = data;
  g_autoptr (GError) error = NULL;
  PmAnswer *answer;

  if (self->anonymous)
    answer = dex_await_boxed (pm_transport_send (self->remote->transport, self->call), &error);
  else
    answer = exchange_with_session (self->remote, self->call, &error);
  if (answer == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return read_answer (self, answer);
}

/**
 * pm_trip_start:
 * @self: (transfer full): a call
 *
 * Returns: (transfer full): resolves to what the call's reader makes of the answer
 */
DexFuture *
pm_trip_start (PmTrip *self)
{
  return dex_scheduler_spawn (NULL, 0, trip_fiber, self, pm_trip_free);
}

/* --- What answers say --- */

static DexFuture *
read_server_info (PmTrip *trip, PmAnswer *taken)
{
  g_autoptr (PmAnswer) answer = taken;
  PmRemote *self = trip->remote;
  GError *error = NULL;
  PmServerInfo *info = pm_answer_read_server_info (answer, &error);

  if (info != NULL) {
    learn_time (self, answer);
    g_clear_pointer (&self->server_info, pm_server_info_unref);
    self->server_info = pm_server_info_ref (info);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER_INFO]);
  }
  return pm_resolve_boxed (PM_TYPE_SERVER_INFO, info, error);
}

static DexFuture *
read_identity (PmTrip *trip, PmAnswer *taken)
{
  g_autoptr (PmAnswer) answer = taken;
  GError *error = NULL;
  PmIdentity *identity = pm_answer_read_identity (answer, &error);

  return pm_resolve_boxed (PM_TYPE_IDENTITY, identity, error);
}

static DexFuture *
read_grant (PmTrip *trip, PmAnswer *taken)
{
  if (!take_tokens (trip->remote, pm_answer_get_object (taken))) {
    pm_answer_unref (taken);
    return dex_future_new_reject (PM_ERROR, PM_ERROR_NOT_JSON,
                                  "The server's answer to signing in has no token.");
  }
  learn_time (trip->remote, taken);
  return read_identity (trip, taken);
}

/* --- The object --- */

static void
pm_remote_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmRemote *self = PM_REMOTE (object);

  switch (prop_id) {
  case PROP_URL:
    g_value_set_string (value, pm_remote_get_url (self));
    break;
  case PROP_SERVER_INFO:
    g_value_set_boxed (value, self->server_info);
    break;
  case PROP_SERVER_NOW:
    g_value_set_int64 (value, pm_remote_get_server_now (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_remote_finalize (GObject *object)
{
  PmRemote *self = PM_REMOTE (object);

  g_clear_object (&self->transport);
  g_clear_pointer (&self->server_info, pm_server_info_unref);
  g_free (self->access_token);
  g_free (self->refresh_token);
  g_free (self->grant);
  dex_clear (&self->renewal);
  G_OBJECT_CLASS (pm_remote_parent_class)->finalize (object);
}

static void
pm_remote_class_init (PmRemoteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = pm_remote_finalize;
  object_class->get_property = pm_remote_get_property;
  properties[PROP_URL] =
      g_param_spec_string ("url", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SERVER_INFO] = g_param_spec_boxed ("server-info", NULL, NULL, PM_TYPE_SERVER_INFO,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SERVER_NOW] = g_param_spec_int64 ("server-now", NULL, NULL, 0, G_MAXINT64, 0,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[REFRESH_TOKEN] =
      g_signal_new ("refresh-token", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pm_remote_init (PmRemote *self)
{
  pm_remote_assume_server_now (self, g_get_real_time ());
}

/**
 * pm_remote_new:
 * @url: the server's address as a person typed it, see pm_server_url_normalize()
 * @error: return location
 *
 * Returns: (transfer full) (nullable): that server, not asked anything yet. %PM_ERROR_INVALID
 *   with the reason when the address cannot be used
 */
PmRemote *
pm_remote_new (const char *url, GError **error)
{
  g_autofree char *address = pm_server_url_normalize (url, error);
  PmRemote *self;

  if (address == NULL)
    return NULL;
  self = g_object_new (PM_TYPE_REMOTE, NULL);
  self->transport = pm_transport_new (address);
  return self;
}

/**
 * pm_remote_get_url:
 * @self: a server
 *
 * Returns: (transfer none): its address, without a slash at its end
 */
const char *
pm_remote_get_url (PmRemote *self)
{
  return pm_transport_get_url (self->transport);
}

/**
 * pm_remote_get_server_info:
 * @self: a server
 *
 * Returns: (transfer none) (nullable): what it says of itself; %NULL before a probe
 */
PmServerInfo *
pm_remote_get_server_info (PmRemote *self)
{
  return self->server_info;
}

/**
 * pm_remote_assume_server_now:
 * @self: a server
 * @server_now: what time it probably is there, in microseconds
 *
 * Says what is remembered of its clock, until the server itself says better.
 */
void
pm_remote_assume_server_now (PmRemote *self, gint64 server_now)
{
  pm_server_clock_assume (&self->clock, pm_steady_time (), server_now);
}

/**
 * pm_remote_get_server_now:
 * @self: a server
 *
 * Returns: what time it is there, in microseconds, to the second; what is assumed as long as the
 *   server has said nothing
 */
gint64
pm_remote_get_server_now (PmRemote *self)
{
  return pm_server_clock_at (&self->clock, pm_steady_time ());
}

/**
 * pm_remote_knows_server_now:
 * @self: a server
 *
 * Returns: whether the server itself has told what time it is there
 */
gboolean
pm_remote_knows_server_now (PmRemote *self)
{
  return self->clock.learnt;
}

/**
 * pm_remote_probe:
 * @self: a server
 *
 * Asks the server what it is. Needs no session.
 *
 * Returns: (transfer full): resolves to a #PmServerInfo; %PM_ERROR_NOT_JSON when there is no
 *   POC Manager server at this address
 */
DexFuture *
pm_remote_probe (PmRemote *self)
{
  PmTrip *trip = pm_trip_new (self, read_server_info, "GET", g_strdup ("/"));

  trip->anonymous = TRUE;
  return pm_trip_start (trip);
}

/**
 * pm_remote_login:
 * @self: a server
 * @email: the account's address
 * @password: its password
 *
 * Checks the password and asks for the account's organizations. There is no session before
 * pm_remote_select_tenant().
 *
 * Returns: (transfer full): resolves to a #PmIdentity
 */
DexFuture *
pm_remote_login (PmRemote *self, const char *email, const char *password)
{
  PmTrip *trip = pm_trip_new (self, read_identity, "POST", g_strdup ("/auth/login"));

  trip->anonymous = TRUE;
  trip->call->body = pm_session_login_request (email, password);
  return pm_trip_start (trip);
}

/**
 * pm_remote_select_tenant:
 * @self: a server
 * @tenant_id: the organization to work in
 * @email: the account's address
 * @password: its password
 *
 * Begins a session; `refresh-token` hands over what renews it.
 *
 * Returns: (transfer full): resolves to a #PmIdentity
 */
DexFuture *
pm_remote_select_tenant (PmRemote *self, gint64 tenant_id, const char *email, const char *password)
{
  PmTrip *trip = pm_trip_new (self, read_grant, "POST", g_strdup ("/auth/select-tenant"));

  trip->anonymous = TRUE;
  trip->call->body = pm_session_grant_request (tenant_id, email, password);
  return pm_trip_start (trip);
}

/**
 * pm_remote_set_refresh_token:
 * @self: a server
 * @token: (nullable): what renews the session, as it was kept; %NULL ends the session here
 *
 * Goes on with an earlier session. The first call that needs it asks for an access token.
 */
void
pm_remote_set_refresh_token (PmRemote *self, const char *token)
{
  g_clear_pointer (&self->access_token, g_free);
  g_set_str (&self->refresh_token, token);
}

/**
 * pm_remote_has_session:
 * @self: a server
 *
 * Returns: whether there is anything to sign requests with; it may have expired unnoticed
 */
gboolean
pm_remote_has_session (PmRemote *self)
{
  return self->access_token != NULL || self->refresh_token != NULL || self->grant != NULL;
}

/**
 * pm_remote_needs_password:
 * @self: a server with a session
 *
 * Returns: whether nothing but the password renews it, as on a plain server
 */
gboolean
pm_remote_needs_password (PmRemote *self)
{
  return self->refresh_token == NULL;
}

/**
 * pm_remote_set_password:
 * @self: a plain server
 * @tenant_id: the organization
 * @email: the account's address
 * @password: (nullable): its password, with which sessions are renewed from now on; it stays in
 *   memory. %NULL forgets it
 */
void
pm_remote_set_password (PmRemote *self, gint64 tenant_id, const char *email, const char *password)
{
  g_clear_pointer (&self->grant, g_free);
  if (password != NULL)
    self->grant = pm_session_grant_request (tenant_id, email, password);
}

/**
 * pm_remote_refresh:
 * @self: a server
 *
 * Renews the session now, or joins the renewal that is under way. Calls do this by themselves.
 *
 * Returns: (transfer full): resolves to %TRUE; %PM_ERROR_UNAUTHORIZED when the session is over
 */
DexFuture *
pm_remote_refresh (PmRemote *self)
{
  return renew_once (self);
}

/**
 * pm_remote_logout:
 * @self: a server
 *
 * Ends the session on the server, and here whatever the server says.
 *
 * Returns: (transfer full): resolves to a #PmAnswer
 */
DexFuture *
pm_remote_logout (PmRemote *self)
{
  PmTrip *trip = pm_trip_new (self, NULL, "POST", g_strdup ("/auth/logout"));

  trip->anonymous = TRUE;
  trip->call->token = g_steal_pointer (&self->access_token);
  if (self->refresh_token != NULL)
    trip->call->body = pm_session_refresh_request (self->refresh_token);
  forget_credentials (self);
  return pm_trip_start (trip);
}

/**
 * pm_remote_get_me:
 * @self: a server
 *
 * Returns: (transfer full): resolves to the #PmIdentity that is signed in
 */
DexFuture *
pm_remote_get_me (PmRemote *self)
{
  return pm_trip_start (pm_trip_new (self, read_identity, "GET", g_strdup ("/auth/me")));
}
