-- What lists show: the mirror overlaid by the outbox, kept beside it and redone for whatever a
-- page or an operation touches.

-- The operations that still show, copied from drafts.db so that one file answers every question.
CREATE TABLE operation (
  id INTEGER PRIMARY KEY,
  "key" TEXT,
  kind TEXT,
  poc_id INTEGER,
  invitation_id INTEGER,
  email TEXT,
  full_name TEXT,
  depends_on INTEGER,
  payload TEXT,
  state TEXT,
  attempts INTEGER,
  not_before INTEGER,
  first_tried_at INTEGER,
  last_problem TEXT,
  possible_at INTEGER,
  sync_seq INTEGER,
  resend_count INTEGER,
  created_at INTEGER,
  folded TEXT,
  address TEXT AS (coalesce(folded, lower(email), '')) VIRTUAL
);

CREATE INDEX operation_by_address ON operation (poc_id, address);

-- One row an address in a POC: where its newest state stands. Ids are never used again, because
-- an item on screen is known by its id.
CREATE TABLE person_row (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  poc_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  participant_id INTEGER,
  invitation_id INTEGER,
  operation_id INTEGER,
  status TEXT NOT NULL,
  is_customer INTEGER NOT NULL,
  expires_at INTEGER,
  UNIQUE (poc_id, address)
);

CREATE INDEX person_row_by_status ON person_row (poc_id, status);
CREATE INDEX person_row_due ON person_row (expires_at) WHERE status = 'pending';

-- What the browser filters and sorts by, and counts. The flags are numbers of pm-derive.h. The
-- indexes follow when a bootstrap is complete (cache-indexes.sql).
CREATE TABLE poc_row (
  id INTEGER PRIMARY KEY,
  flags INTEGER NOT NULL DEFAULT 0,
  sort_title TEXT NOT NULL DEFAULT '',
  sort_company TEXT NOT NULL DEFAULT '',
  sort_end TEXT NOT NULL DEFAULT '',
  sort_created INTEGER NOT NULL DEFAULT 0,
  people_count INTEGER NOT NULL DEFAULT 0,
  open_invitations INTEGER NOT NULL DEFAULT 0,
  waiting_count INTEGER NOT NULL DEFAULT 0,
  attention_count INTEGER NOT NULL DEFAULT 0,
  tasks_total INTEGER NOT NULL DEFAULT 0,
  tasks_done INTEGER NOT NULL DEFAULT 0
);

-- A document for each POC's own words and one for each person in it: the row is POC << 32 | person,
-- so that a hit names its POC, and a person's change costs no more than that person.
CREATE VIRTUAL TABLE poc_search USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '1 2 3'
);
