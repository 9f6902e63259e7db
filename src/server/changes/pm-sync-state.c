/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/changes/pm-sync-state.h"

#include "domain/pm-error.h"

#include <sodium.h>
#include <string.h>

#define VERSION      1
#define EPOCH_BYTES  8
#define SECRET_BYTES crypto_generichash_KEYBYTES
#define MAC_BYTES    crypto_generichash_BYTES_MIN
#define TEXT_MAX     256

struct _PmStateKey {
  unsigned char epoch[EPOCH_BYTES];
  unsigned char secret[SECRET_BYTES];
};

/* As it is sent, in network order, before it becomes text. */
typedef struct __attribute__ ((packed)) {
  guint8 version;
  guint8 type;
  unsigned char epoch[EPOCH_BYTES];
  gint64 tenant_id;
  gint64 sequence;
  gint64 id;
  unsigned char mac[MAC_BYTES];
} Packed;

static char *
random_hex (gsize n_bytes)
{
  g_autofree unsigned char *bytes = g_malloc (n_bytes);
  char *text = g_malloc (2 * n_bytes + 1);

  randombytes_buf (bytes, n_bytes);
  return sodium_bin2hex (text, 2 * n_bytes + 1, bytes, n_bytes);
}

/* Made the first time it is asked for. */
static gboolean
load_setting (PmDb *db, const char *name, unsigned char *bytes, gsize n_bytes, GError **error)
{
  g_autofree char *fresh = random_hex (n_bytes);
  PmStatement *row;
  const char *text;
  gsize length = 0;

  if (!pm_db_run (db, error,
                  "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING",
                  "ss", name, fresh))
    return FALSE;
  row = pm_db_query (db, error, "SELECT value FROM setting WHERE name = ?1", "s", name);
  if (row == NULL || !pm_statement_step (row, error))
    return FALSE;
  text = pm_statement_get_text (row, 0);
  sodium_hex2bin (bytes, n_bytes, text, strlen (text), NULL, &length, NULL);
  pm_statement_reset (row);
  if (length == n_bytes)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED, "The database's setting “%s” is damaged.", name);
  return FALSE;
}

/**
 * pm_state_key_load:
 * @db: the connection, on the writing thread
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the database's key for states
 */
PmStateKey *
pm_state_key_load (PmDb *db, GError **error)
{
  g_autoptr (PmStateKey) self = g_new0 (PmStateKey, 1);

  if (!load_setting (db, "epoch", self->epoch, sizeof self->epoch, error) ||
      !load_setting (db, "state-secret", self->secret, sizeof self->secret, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * pm_state_key_renew_epoch:
 * @db: a connection to a copy of the database
 * @error: return location
 *
 * Makes the copy another database in the eyes of those who have synchronized with the first: it
 * may lack what they have seen.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_state_key_renew_epoch (PmDb *db, GError **error)
{
  g_autofree char *epoch = random_hex (EPOCH_BYTES);

  return pm_db_run (db, error,
                    "INSERT INTO setting (name, value) VALUES ('epoch', ?1) "
                    "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    "s", epoch);
}

void
pm_state_key_free (PmStateKey *self)
{
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

/**
 * pm_state_key_get_epoch:
 * @self: the database's key
 *
 * Returns: (transfer full): the epoch, which is another one where a copy has been put back
 */
char *
pm_state_key_get_epoch (const PmStateKey *self)
{
  char text[2 * EPOCH_BYTES + 1];

  return g_strdup (sodium_bin2hex (text, sizeof text, self->epoch, sizeof self->epoch));
}

/**
 * pm_state_key_read_epoch:
 * @db: a connection
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the epoch as it stands in the database
 */
char *
pm_state_key_read_epoch (PmDb *db, GError **error)
{
  PmStateKey key;
  gboolean done = load_setting (db, "epoch", key.epoch, sizeof key.epoch, error);

  return done ? pm_state_key_get_epoch (&key) : NULL;
}

static void
sign (const Packed *packed, const PmStateKey *key, unsigned char *mac)
{
  crypto_generichash (mac, MAC_BYTES, (const unsigned char *) packed, G_STRUCT_OFFSET (Packed, mac),
                      key->secret, sizeof key->secret);
}

/**
 * pm_sync_state_to_text:
 * @self: where a copy stands
 * @key: the database's key
 *
 * Returns: (transfer full): the state as the wire carries it
 */
char *
pm_sync_state_to_text (const PmSyncState *self, const PmStateKey *key)
{
  Packed packed = {
    .version = VERSION,
    .type = (guint8) (self->type + 1),
    .tenant_id = GINT64_TO_BE (self->tenant_id),
    .sequence = GINT64_TO_BE (self->sequence),
    .id = GINT64_TO_BE (self->id),
  };
  char text[TEXT_MAX];

  memcpy (packed.epoch, key->epoch, sizeof packed.epoch);
  sign (&packed, key, packed.mac);
  return g_strdup (sodium_bin2base64 (text, sizeof text, (const unsigned char *) &packed,
                                      sizeof packed, sodium_base64_VARIANT_URLSAFE_NO_PADDING));
}

/**
 * pm_sync_state_from_text:
 * @self: (out caller-allocates): where the copy stands
 * @key: the database's key
 * @text: what came from outside
 *
 * Returns: whether @text is a state that this database, in this epoch, has given out
 */
gboolean
pm_sync_state_from_text (PmSyncState *self, const PmStateKey *key, const char *text)
{
  Packed packed;
  unsigned char mac[MAC_BYTES];
  gsize length;

  if (sodium_base642bin ((unsigned char *) &packed, sizeof packed, text, strlen (text), NULL,
                         &length, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      length != sizeof packed)
    return FALSE;
  sign (&packed, key, mac);
  if (sodium_memcmp (mac, packed.mac, sizeof mac) != 0 || packed.version != VERSION ||
      memcmp (packed.epoch, key->epoch, sizeof packed.epoch) != 0)
    return FALSE;
  self->type = (gint64) packed.type - 1;
  self->tenant_id = GINT64_FROM_BE (packed.tenant_id);
  self->sequence = GINT64_FROM_BE (packed.sequence);
  self->id = GINT64_FROM_BE (packed.id);
  return TRUE;
}
