-- POCs and what belongs to them, invitations, and the mails that carry them.
-- Columns bear the names of the records' field tables; moments are microseconds since 1970 UTC.

CREATE TABLE poc (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id INTEGER NOT NULL REFERENCES organization (id),
  title TEXT NOT NULL,
  customer_company_name TEXT NOT NULL,
  description TEXT,
  executive_summary TEXT,
  objectives TEXT,
  start_date TEXT,
  end_date TEXT,
  created_by INTEGER NOT NULL REFERENCES account (id),
  customer_logo_url TEXT,
  status TEXT NOT NULL,
  overall_success_score INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER
);
CREATE INDEX poc_of_tenant ON poc (tenant_id, id);

CREATE TABLE participant (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  poc_id INTEGER NOT NULL REFERENCES poc (id),
  user_id INTEGER NOT NULL REFERENCES account (id),
  is_sales_engineer INTEGER NOT NULL,
  is_customer INTEGER NOT NULL,
  joined_at INTEGER NOT NULL,
  invited_at INTEGER,
  accepted_at INTEGER,
  last_seen_at INTEGER,
  UNIQUE (poc_id, user_id)
);
CREATE INDEX participant_of_user ON participant (user_id, poc_id);

CREATE TABLE task (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  poc_id INTEGER NOT NULL REFERENCES poc (id),
  title TEXT NOT NULL,
  description TEXT,
  status TEXT NOT NULL,
  success_level INTEGER,
  sort_order INTEGER NOT NULL,
  start_date TEXT,
  due_date TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER,
  completed_at INTEGER,
  completed_by INTEGER REFERENCES account (id)
);
CREATE INDEX task_of_poc ON task (poc_id, sort_order, id);

CREATE TABLE criterion (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  poc_id INTEGER NOT NULL REFERENCES poc (id),
  title TEXT NOT NULL,
  description TEXT,
  target_value TEXT,
  achieved_value TEXT,
  is_met INTEGER NOT NULL,
  importance_level INTEGER NOT NULL,
  sort_order INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER
);
CREATE INDEX criterion_of_poc ON criterion (poc_id, sort_order, id);

-- The address is kept as it was typed, and folded for comparison.
CREATE TABLE invitation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id INTEGER NOT NULL REFERENCES organization (id),
  poc_id INTEGER NOT NULL REFERENCES poc (id),
  email TEXT NOT NULL,
  email_folded TEXT NOT NULL,
  full_name TEXT NOT NULL,
  first_name TEXT,
  last_name TEXT,
  title TEXT,
  status TEXT NOT NULL,
  is_customer INTEGER NOT NULL,
  personal_message TEXT,
  invited_by INTEGER NOT NULL REFERENCES account (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  accepted_at INTEGER,
  accepted_by INTEGER REFERENCES account (id),
  email_sent INTEGER NOT NULL,
  email_error TEXT,
  resend_count INTEGER NOT NULL,
  last_resent_at INTEGER,
  delivery_state TEXT NOT NULL,
  delivery_attempts INTEGER NOT NULL,
  delivery_last_error TEXT,
  delivery_sent_at INTEGER,
  delivery_link_opened_at INTEGER
);
CREATE UNIQUE INDEX invitation_one_pending ON invitation (poc_id, email_folded)
  WHERE status = 'pending';
CREATE INDEX invitation_of_poc ON invitation (poc_id, email_folded, id);
CREATE INDEX invitation_by_user ON invitation (invited_by, created_at);
CREATE INDEX invitation_of_tenant ON invitation (tenant_id, created_at);
CREATE INDEX invitation_pending ON invitation (expires_at) WHERE status = 'pending';

-- Links: only their hashes. A resend makes a new one and kills those before it.
CREATE TABLE invitation_token (
  hash TEXT NOT NULL PRIMARY KEY,
  invitation_id INTEGER NOT NULL REFERENCES invitation (id),
  kind TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  dead_since INTEGER
);
CREATE INDEX invitation_token_of_invitation ON invitation_token (invitation_id);

CREATE TABLE invitation_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  invitation_id INTEGER NOT NULL REFERENCES invitation (id),
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  user_id INTEGER REFERENCES account (id)
);
CREATE INDEX invitation_event_of_invitation ON invitation_event (invitation_id, id);

-- What has to be mailed. Message-ID and link are fixed before the first attempt; the link stands
-- here alone, sealed, until a mail server has taken the mail.
CREATE TABLE mail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id INTEGER NOT NULL REFERENCES organization (id),
  invitation_id INTEGER NOT NULL REFERENCES invitation (id),
  kind TEXT NOT NULL,
  message_id TEXT NOT NULL,
  link BLOB,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  give_up_at INTEGER NOT NULL,
  last_error TEXT,
  created_at INTEGER NOT NULL,
  sent_at INTEGER
);
CREATE INDEX mail_due ON mail (not_before, id) WHERE state IN ('queued', 'deferred');
CREATE INDEX mail_of_invitation ON mail (invitation_id, id);

-- An organization's own invitation mail; the id is the organization's. No row: the default.
CREATE TABLE template (
  id INTEGER PRIMARY KEY REFERENCES organization (id),
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT,
  updated_at INTEGER NOT NULL
);
