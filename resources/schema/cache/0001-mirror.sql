-- What the server said, as it said it: the columns are the records' fields. No foreign keys,
-- because a child may come before its parent.

CREATE TABLE meta (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  state TEXT NOT NULL DEFAULT '',         -- the sync state that the rows below stand for
  seq INTEGER NOT NULL DEFAULT 0,         -- the server's sequence at that state
  complete INTEGER NOT NULL DEFAULT 0,    -- whether a bootstrap has come to its end
  saved_at INTEGER NOT NULL DEFAULT 0,    -- when the server gave the last page, by its own clock
  server_now INTEGER NOT NULL DEFAULT 0,  -- the server's time by which statuses stand
  user_id INTEGER NOT NULL DEFAULT 0,     -- whose workspace this is
  collation TEXT NOT NULL DEFAULT ''      -- the locale that the sort keys were made in
);

INSERT INTO meta (id) VALUES (1);

CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  email TEXT,
  full_name TEXT,
  first_name TEXT,
  last_name TEXT,
  title TEXT,
  role TEXT,
  is_active INTEGER,
  tenant_id INTEGER,
  created_at INTEGER,
  last_login INTEGER
);

CREATE TABLE poc (
  id INTEGER PRIMARY KEY,
  title TEXT,
  customer_company_name TEXT,
  description TEXT,
  executive_summary TEXT,
  objectives TEXT,
  start_date TEXT,
  end_date TEXT,
  tenant_id INTEGER,
  created_by INTEGER,
  customer_logo_url TEXT,
  status TEXT,
  overall_success_score INTEGER,
  created_at INTEGER,
  updated_at INTEGER
);

CREATE INDEX poc_by_company ON poc (customer_company_name COLLATE NOCASE);

-- `address` is the folded address. SQL folds what is plain ASCII; `folded` is set for the others.

CREATE TABLE participant (
  id INTEGER PRIMARY KEY,
  poc_id INTEGER,
  user_id INTEGER,
  email TEXT,
  full_name TEXT,
  title TEXT,
  is_sales_engineer INTEGER,
  is_customer INTEGER,
  joined_at INTEGER,
  invited_at INTEGER,
  accepted_at INTEGER,
  last_seen_at INTEGER,
  comments_count INTEGER,
  tasks_completed INTEGER,
  activity TEXT,
  folded TEXT,
  address TEXT AS (coalesce(folded, lower(email), '#' || user_id, '')) VIRTUAL
);

CREATE INDEX participant_by_address ON participant (poc_id, address);
CREATE INDEX participant_by_user ON participant (user_id, poc_id);

CREATE TABLE invitation (
  id INTEGER PRIMARY KEY,
  poc_id INTEGER,
  email TEXT,
  full_name TEXT,
  first_name TEXT,
  last_name TEXT,
  title TEXT,
  status TEXT,
  is_customer INTEGER,
  personal_message TEXT,
  invited_by INTEGER,
  created_at INTEGER,
  expires_at INTEGER,
  accepted_at INTEGER,
  email_sent INTEGER,
  email_error TEXT,
  resend_count INTEGER,
  last_resent_at INTEGER,
  delivery_state TEXT,
  delivery_attempts INTEGER,
  delivery_last_error TEXT,
  delivery_sent_at INTEGER,
  delivery_link_opened_at INTEGER,
  folded TEXT,
  address TEXT AS (coalesce(folded, lower(email), '')) VIRTUAL
);

CREATE INDEX invitation_by_address ON invitation (poc_id, address, created_at);

CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  poc_id INTEGER,
  title TEXT,
  description TEXT,
  status TEXT,
  success_level INTEGER,
  sort_order INTEGER,
  start_date TEXT,
  due_date TEXT,
  created_at INTEGER,
  updated_at INTEGER,
  completed_at INTEGER,
  completed_by INTEGER
);

CREATE INDEX task_by_poc ON task (poc_id, status);

CREATE TABLE criterion (
  id INTEGER PRIMARY KEY,
  poc_id INTEGER,
  title TEXT,
  description TEXT,
  target_value TEXT,
  achieved_value TEXT,
  is_met INTEGER,
  importance_level INTEGER,
  sort_order INTEGER,
  created_at INTEGER,
  updated_at INTEGER
);

CREATE INDEX criterion_by_poc ON criterion (poc_id);

CREATE TABLE template (
  id INTEGER PRIMARY KEY,
  subject TEXT,
  text TEXT,
  html TEXT,
  updated_at INTEGER
);

CREATE TABLE organization (
  id INTEGER PRIMARY KEY,
  name TEXT,
  slug TEXT,
  contact_email TEXT,
  is_active INTEGER,
  created_at INTEGER,
  invitation_days INTEGER,
  reminders INTEGER
);
