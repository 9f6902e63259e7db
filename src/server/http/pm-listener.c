/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-listener.h"

#include "domain/pm-error.h"

#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

/*
 * libsoup's own listener stops for good when it cannot take a connection once, as when there are
 * no file descriptors left; it knows no limits, and keeps the certificate that it began with.
 */

#define BACKLOG        1024
#define PORT           8420
#define AT_ONCE        64
#define PER_CLIENT     256
#define REST_MS        100
#define SOCKET_KEY     "pm-socket"
#define CONNECTION_KEY "pm-admission"

/* Who is in. It outlives the listener for as long as a connection does. */
typedef struct {
  guint n_all;
  GHashTable *by_client; /* client → how many */
} Guests;

typedef struct {
  Guests *guests; /* counted reference */
  char *client;
} Admission;

struct _PmListener {
  SoupServer *soup;
  PmServerConfig *config;
  GTlsCertificate *certificate; /* NULL: no TLS */
  GSocket *socket;              /* NULL: closed */
  GSource *source;
  guint rest;
  GSocket *quiet[2]; /* the two ends of a line on which nothing is ever said */
  Guests *guests;
  gint64 complained_at;
};

static void
guests_clear (gpointer data)
{
  g_hash_table_unref (((Guests *) data)->by_client);
}

static guint
count_of (Guests *guests, const char *client)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (guests->by_client, client));
}

static void
admission_free (gpointer data)
{
  Admission *self = data;
  guint n_left = count_of (self->guests, self->client) - 1;

  self->guests->n_all--;
  if (n_left > 0)
    g_hash_table_insert (self->guests->by_client, g_strdup (self->client),
                         GUINT_TO_POINTER (n_left));
  else
    g_hash_table_remove (self->guests->by_client, self->client);
  g_rc_box_release_full (self->guests, guests_clear);
  g_free (self->client);
  g_free (self);
}

static Admission *
admission_new (Guests *guests, const char *client)
{
  Admission *self = g_new0 (Admission, 1);

  self->guests = g_rc_box_acquire (guests);
  self->client = g_strdup (client);
  guests->n_all++;
  g_hash_table_insert (guests->by_client, g_strdup (client),
                       GUINT_TO_POINTER (count_of (guests, client) + 1));
  return self;
}

/* A household of IPv6 has all addresses of a network. */
static char *
name_client (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  g_autoptr (GInetAddress) network = NULL;
  guint8 prefix[16] = { 0 };

  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return g_inet_address_to_string (address);
  memcpy (prefix, bytes, 8);
  network = g_inet_address_new_from_bytes (prefix, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (network);
}

static gboolean
has_room (PmListener *self, GInetAddress *address, const char *client)
{
  guint limit = self->config->connections_per_client;

  if (self->guests->n_all >= self->config->connections)
    return FALSE;
  if (limit == 0)
    limit = g_inet_address_get_is_loopback (address) ? G_MAXUINT : PER_CLIENT;
  return count_of (self->guests, client) < limit;
}

static GIOStream *
wrap (PmListener *self, GSocketConnection *connection)
{
  static const char *const protocols[] = { "http/1.1", "http/1.0", NULL };
  GIOStream *secure;

  if (self->certificate == NULL)
    return g_object_ref (G_IO_STREAM (connection));
  secure = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  if (secure == NULL)
    return NULL;
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (secure),
                                             (const char *const *) protocols);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (secure), FALSE);
  return secure;
}

/* The address is made anew because the socket's own would keep the socket, which it is to carry. */
static void
hand_over (PmListener *self, GSocket *socket, GInetSocketAddress *remote)
{
  g_autoptr (GSocketConnection) connection = g_socket_connection_factory_create_connection (socket);
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) carrier = g_inet_socket_address_new (
      g_inet_socket_address_get_address (remote), g_inet_socket_address_get_port (remote));
  g_autofree char *client = name_client (g_inet_socket_address_get_address (remote));
  g_autoptr (GIOStream) stream = NULL;

  if (local == NULL || !has_room (self, g_inet_socket_address_get_address (remote), client))
    return;
  stream = wrap (self, connection);
  if (stream == NULL)
    return;
  g_socket_set_timeout (socket, self->config->socket_seconds);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_object_set_data_full (G_OBJECT (connection), CONNECTION_KEY,
                          admission_new (self->guests, client), admission_free);
  g_object_set_data_full (G_OBJECT (carrier), SOCKET_KEY, g_object_ref (socket), g_object_unref);
  soup_server_accept_iostream (self->soup, stream, local, carrier, NULL);
}

static gboolean on_incoming (GSocket *socket, GIOCondition condition, gpointer data);

static void
watch (PmListener *self)
{
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_incoming), self, NULL);
  g_source_attach (self->source, NULL);
}

static void
unwatch (PmListener *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

static gboolean
on_rested (gpointer data)
{
  PmListener *self = data;

  self->rest = 0;
  watch (self);
  return G_SOURCE_REMOVE;
}

/* Those who wait are taken later; to ask again and again would only cost time. */
static void
rest (PmListener *self, const GError *error)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->complained_at > G_TIME_SPAN_MINUTE)
    pm_log (PM_LOG_WARNING, "accept", "error", error->message, NULL);
  self->complained_at = now;
  unwatch (self);
  self->rest = g_timeout_add (REST_MS, on_rested, self);
}

/* Returns whether there may be more. */
static gboolean
take_one (PmListener *self, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_accept (self->socket, NULL, error);
  g_autoptr (GSocketAddress) remote = NULL;

  if (socket == NULL)
    return FALSE;
  /* Who has left already has no address. */
  remote = g_socket_get_remote_address (socket, NULL);
  if (remote != NULL)
    hand_over (self, socket, G_INET_SOCKET_ADDRESS (remote));
  return TRUE;
}

static gboolean
on_incoming (GSocket *socket, GIOCondition condition, gpointer data)
{
  PmListener *self = data;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < AT_ONCE && take_one (self, &error); i++)
    ;
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;
  rest (self, error);
  return G_SOURCE_REMOVE;
}

/* libsoup answers more than one request over a connection only while it listens itself. */
static gboolean
let_soup_listen (PmListener *self, GError **error)
{
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_FAILED, "There is no socket left.");
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    self->quiet[i] = g_socket_new_from_fd (fds[i], NULL);
  return soup_server_listen_socket (self->soup, self->quiet[0], 0, error);
}

/**
 * pm_listener_new:
 * @soup: the HTTP server, which gets the connections
 * @config: how the server runs; outlives the listener
 *
 * Returns: (transfer full): a listener that does not listen yet
 */
PmListener *
pm_listener_new (SoupServer *soup, PmServerConfig *config)
{
  PmListener *self = g_new0 (PmListener, 1);

  self->soup = g_object_ref (soup);
  self->config = config;
  self->guests = g_rc_box_new0 (Guests);
  self->guests->by_client = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/* A group may be there for it, as on Debian; everybody may not. */
static gboolean
check_mode (const char *path, GError **error)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0 || (info.st_mode & S_IRWXO) == 0)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
               "Everybody can read the key “%s”. Make it private with “chmod 600”.", path);
  return FALSE;
}

/**
 * pm_listener_load_certificate:
 * @self: the listener
 * @error: return location
 *
 * Reads the certificate and its key, if the configuration names them, for the connections that
 * come from now on. Blocks on files.
 *
 * Returns: %FALSE if they are no good; what was loaded before stays
 */
gboolean
pm_listener_load_certificate (PmListener *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  GTlsCertificate *certificate;

  if (self->config->tls_cert == NULL)
    return TRUE;
  if (!check_mode (self->config->tls_key, error))
    return FALSE;
  certificate =
      g_tls_certificate_new_from_files (self->config->tls_cert, self->config->tls_key, &local);
  if (certificate == NULL) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                 "The certificate “%s” with the key “%s” cannot be used: %s.",
                 self->config->tls_cert, self->config->tls_key, local->message);
    return FALSE;
  }
  g_clear_object (&self->certificate);
  self->certificate = certificate;
  return TRUE;
}

static GSocketAddress *
parse_address (const char *text, GError **error)
{
  g_autoptr (GSocketConnectable) parsed = g_network_address_parse (text, PORT, NULL);
  const char *host = NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (parsed != NULL)
    host = g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed));
  if (g_strcmp0 (host, "localhost") == 0)
    host = "127.0.0.1";
  if (host != NULL)
    address = g_inet_address_new_from_string (host);
  if (address == NULL) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                 "“%s” is no address to listen on. Give it as 127.0.0.1:8420.", text);
    return NULL;
  }
  return g_inet_socket_address_new (address,
                                    g_network_address_get_port (G_NETWORK_ADDRESS (parsed)));
}

static GSocket *
open_socket (GSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

/**
 * pm_listener_open:
 * @self: the listener
 * @address: address and port, as `127.0.0.1:8420`
 * @port: (out): the port, when a free one was asked for with 0
 * @error: return location
 *
 * Begins to listen.
 *
 * Returns: %FALSE if the address cannot be listened on
 */
gboolean
pm_listener_open (PmListener *self, const char *address, guint *port, GError **error)
{
  g_autoptr (GSocketAddress) wanted = parse_address (address, error);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GError) local = NULL;

  if (wanted == NULL)
    return FALSE;
  self->socket = open_socket (wanted, &local);
  if (self->socket != NULL)
    got = g_socket_get_local_address (self->socket, &local);
  if (got == NULL) {
    g_set_error (error, PM_ERROR, PM_ERROR_FAILED, "“%s” cannot be listened on: %s.", address,
                 local->message);
    return FALSE;
  }
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
  watch (self);
  return let_soup_listen (self, error);
}

/**
 * pm_listener_close:
 * @self: the listener
 *
 * Takes those who have come already, and no more from then on.
 */
void
pm_listener_close (PmListener *self)
{
  if (self->socket == NULL)
    return;
  while (take_one (self, NULL))
    ;
  unwatch (self);
  g_clear_handle_id (&self->rest, g_source_remove);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
}

/**
 * pm_listener_free:
 * @self: the listener
 *
 * The connections that it let in stay with the HTTP server.
 */
void
pm_listener_free (PmListener *self)
{
  unwatch (self);
  g_clear_handle_id (&self->rest, g_source_remove);
  g_clear_object (&self->socket);
  g_clear_object (&self->quiet[0]);
  g_clear_object (&self->quiet[1]);
  g_clear_object (&self->certificate);
  g_rc_box_release_full (self->guests, guests_clear);
  g_object_unref (self->soup);
  g_free (self);
}

/**
 * pm_listener_get_socket:
 * @message: a message that came over a connection that a #PmListener has let in
 *
 * libsoup does not know the socket of such a connection.
 *
 * Returns: (transfer none): the connection's socket, perhaps closed
 */
GSocket *
pm_listener_get_socket (SoupServerMessage *message)
{
  GSocketAddress *carrier = soup_server_message_get_remote_address (message);

  return g_object_get_data (G_OBJECT (carrier), SOCKET_KEY);
}
