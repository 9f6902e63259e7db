-- Who is who, who is signed in, and what changed.
-- Columns bear the names of the records' field tables; moments are microseconds since 1970 UTC.

CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE organization (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  contact_email TEXT,
  is_active INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  invitation_days INTEGER NOT NULL DEFAULT 7,
  reminders INTEGER NOT NULL DEFAULT 0
);

-- The address is kept as it was typed, and folded for comparison.
CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL,
  email_folded TEXT NOT NULL UNIQUE,
  full_name TEXT NOT NULL,
  first_name TEXT,
  last_name TEXT,
  title TEXT,
  password_hash TEXT,
  is_active INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  last_login INTEGER
);

CREATE TABLE membership (
  user_id INTEGER NOT NULL REFERENCES account (id),
  tenant_id INTEGER NOT NULL REFERENCES organization (id),
  role TEXT NOT NULL,
  is_default INTEGER NOT NULL DEFAULT 0,
  is_active INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, tenant_id)
);
CREATE INDEX membership_of_tenant ON membership (tenant_id, user_id);

-- One sign-in on one device, until it is revoked. A web session has no organization of its own.
CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES account (id),
  tenant_id INTEGER REFERENCES organization (id),
  kind TEXT NOT NULL,
  device TEXT,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  revoked_at INTEGER
);
CREATE INDEX session_of_user ON session (user_id);

CREATE TABLE access_token (
  hash TEXT NOT NULL PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES session (id),
  expires_at INTEGER NOT NULL
);
CREATE INDEX access_token_of_session ON access_token (session_id);
CREATE INDEX access_token_by_expiry ON access_token (expires_at);

-- A token's successors are those issued for it. It stays good until one of them has been used.
CREATE TABLE refresh_token (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  hash TEXT NOT NULL UNIQUE,
  session_id INTEGER NOT NULL REFERENCES session (id),
  parent_id INTEGER REFERENCES refresh_token (id),
  expires_at INTEGER NOT NULL,
  used_at INTEGER
);
CREATE INDEX refresh_token_of_session ON refresh_token (session_id);
CREATE INDEX refresh_token_of_parent ON refresh_token (parent_id);
CREATE INDEX refresh_token_by_expiry ON refresh_token (expires_at);

-- An organization's sequence; revisions at or below the floor may have lost their tombstones.
CREATE TABLE change_counter (
  tenant_id INTEGER NOT NULL PRIMARY KEY,
  sequence INTEGER NOT NULL,
  floor INTEGER NOT NULL DEFAULT 0
);

-- Every object of an organization once, at its newest revision; destroyed ones as tombstones.
CREATE TABLE change (
  tenant_id INTEGER NOT NULL,
  type TEXT NOT NULL,
  object_id INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  destroyed INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  client_key TEXT,
  client_user_id INTEGER,
  PRIMARY KEY (tenant_id, type, object_id)
);
CREATE UNIQUE INDEX change_by_revision ON change (tenant_id, revision);
CREATE INDEX change_tombstones ON change (changed_at) WHERE destroyed = 1;

-- Answers to requests that carried a key, stored with their effect.
CREATE TABLE idempotency (
  user_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
