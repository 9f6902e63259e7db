-- What cannot be fetched again. Operations keep their numbers for ever, so that a number that is
-- still held somewhere never comes to mean another one.

CREATE TABLE meta (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  mirror INTEGER NOT NULL DEFAULT 1 -- the n of the present cache-<n>.db
);

INSERT INTO meta (id) VALUES (1);

CREATE TABLE draft (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  poc_id INTEGER,
  email TEXT,
  first_name TEXT,
  last_name TEXT,
  title TEXT,
  personal_message TEXT,
  created_at INTEGER,
  updated_at INTEGER
);

CREATE INDEX draft_by_poc ON draft (poc_id, updated_at);

CREATE TABLE operation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  "key" TEXT UNIQUE,
  kind TEXT NOT NULL,
  poc_id INTEGER,
  invitation_id INTEGER,
  email TEXT,
  full_name TEXT,
  depends_on INTEGER,
  payload TEXT,
  state TEXT NOT NULL,
  attempts INTEGER,
  not_before INTEGER,
  first_tried_at INTEGER,
  last_problem TEXT,
  possible_at INTEGER,
  sync_seq INTEGER,
  resend_count INTEGER,
  created_at INTEGER
);
