-- What a POC is worked on with, what people do in it, how accounts are kept by their owners,
-- mails of every kind, and who did what.
-- Columns bear the names of the records' field tables; moments are microseconds since 1970 UTC.

CREATE TABLE task_group (
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
CREATE INDEX task_group_of_poc ON task_group (poc_id, sort_order, id);

ALTER TABLE task ADD COLUMN poc_task_group_id INTEGER REFERENCES task_group (id);
CREATE INDEX task_of_group ON task (poc_task_group_id);

CREATE TABLE task_assignee (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  task_id INTEGER NOT NULL REFERENCES task (id),
  participant_id INTEGER NOT NULL REFERENCES participant (id),
  assigned_at INTEGER NOT NULL,
  UNIQUE (task_id, participant_id)
);
CREATE INDEX task_assignee_of_participant ON task_assignee (participant_id);

CREATE TABLE task_criterion (
  task_id INTEGER NOT NULL REFERENCES task (id),
  criterion_id INTEGER NOT NULL REFERENCES criterion (id),
  PRIMARY KEY (task_id, criterion_id)
);
CREATE INDEX task_criterion_of_criterion ON task_criterion (criterion_id);

CREATE TABLE task_group_criterion (
  task_group_id INTEGER NOT NULL REFERENCES task_group (id),
  criterion_id INTEGER NOT NULL REFERENCES criterion (id),
  PRIMARY KEY (task_group_id, criterion_id)
);
CREATE INDEX task_group_criterion_of_criterion ON task_group_criterion (criterion_id);

-- On a task, on a task group, or, with neither, on the POC.
CREATE TABLE comment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  poc_id INTEGER NOT NULL REFERENCES poc (id),
  poc_task_id INTEGER REFERENCES task (id),
  poc_task_group_id INTEGER REFERENCES task_group (id),
  user_id INTEGER NOT NULL REFERENCES account (id),
  subject TEXT NOT NULL,
  content TEXT NOT NULL,
  is_internal INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER
);
CREATE INDEX comment_of_poc ON comment (poc_id, created_at, id);
CREATE INDEX comment_of_task ON comment (poc_task_id);
CREATE INDEX comment_of_group ON comment (poc_task_group_id);

-- Of a task, of a task group, or, with neither, of the POC.
CREATE TABLE resource (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  poc_id INTEGER NOT NULL REFERENCES poc (id),
  poc_task_id INTEGER REFERENCES task (id),
  poc_task_group_id INTEGER REFERENCES task_group (id),
  success_criteria_id INTEGER REFERENCES criterion (id),
  title TEXT NOT NULL,
  description TEXT,
  resource_type TEXT NOT NULL,
  content TEXT NOT NULL,
  sort_order INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER
);
CREATE INDEX resource_of_poc ON resource (poc_id, sort_order, id);
CREATE INDEX resource_of_task ON resource (poc_task_id);
CREATE INDEX resource_of_group ON resource (poc_task_group_id);

-- What a person did in a POC on a day of UTC, as YYYY-MM-DD. It outlives their taking part.
CREATE TABLE activity (
  poc_id INTEGER NOT NULL REFERENCES poc (id),
  user_id INTEGER NOT NULL REFERENCES account (id),
  day TEXT NOT NULL,
  visits INTEGER NOT NULL DEFAULT 0,
  comments INTEGER NOT NULL DEFAULT 0,
  tasks INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (poc_id, user_id, day)
);

-- Not mailed before `send_at`, if there is one.
ALTER TABLE invitation ADD COLUMN send_at INTEGER;
ALTER TABLE invitation ADD COLUMN reminder_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invitation ADD COLUMN last_reminded_at INTEGER;

-- When it is to be looked at whether to remind of it by itself; nothing: not any more.
ALTER TABLE invitation ADD COLUMN remind_at INTEGER;
UPDATE invitation SET remind_at = coalesce (last_resent_at, created_at)
    + (expires_at - coalesce (last_resent_at, created_at)) / 3
  WHERE status = 'pending' AND is_customer = 1;
CREATE INDEX invitation_to_remind ON invitation (remind_at)
  WHERE status = 'pending' AND remind_at IS NOT NULL;

-- A way back in for who forgot the password. Only the link's hash.
CREATE TABLE password_reset (
  hash TEXT NOT NULL PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES account (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
);
CREATE INDEX password_reset_of_user ON password_reset (user_id);
CREATE INDEX password_reset_by_expiry ON password_reset (expires_at);

-- An address takes effect when the link mailed to it is followed; the link mailed to the one
-- before it takes that back.
CREATE TABLE address_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES account (id),
  old_email TEXT NOT NULL,
  new_email TEXT NOT NULL,
  new_email_folded TEXT NOT NULL,
  requested_by INTEGER REFERENCES account (id),
  created_at INTEGER NOT NULL,
  confirm_hash TEXT NOT NULL UNIQUE,
  confirm_until INTEGER NOT NULL,
  confirmed_at INTEGER,
  undo_hash TEXT UNIQUE,
  undo_until INTEGER,
  undone_at INTEGER
);
CREATE INDEX address_change_of_user ON address_change (user_id);

-- Mails that are no invitations have no invitation; the server's own have no organization either.
-- `payload` is what the kind needs besides, as JSON.
CREATE TABLE mail_of_every_kind (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant_id INTEGER REFERENCES organization (id),
  invitation_id INTEGER REFERENCES invitation (id),
  user_id INTEGER REFERENCES account (id),
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  payload TEXT,
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
INSERT INTO mail_of_every_kind (id, tenant_id, invitation_id, kind, recipient, message_id, link,
    state, attempts, not_before, give_up_at, last_error, created_at, sent_at)
  SELECT mail.id, mail.tenant_id, invitation_id, kind, email, message_id, link, state, attempts,
    not_before, give_up_at, last_error, mail.created_at, sent_at
  FROM mail JOIN invitation ON invitation.id = invitation_id;
DROP TABLE mail;
ALTER TABLE mail_of_every_kind RENAME TO mail;
CREATE INDEX mail_due ON mail (not_before, id) WHERE state IN ('queued', 'deferred');
CREATE INDEX mail_of_invitation ON mail (invitation_id, id);
CREATE INDEX mail_sent ON mail (sent_at) WHERE state = 'sent';
CREATE INDEX mail_trials ON mail (user_id, created_at) WHERE kind = 'trial';

-- An organization's own way out. The password is sealed as links are.
CREATE TABLE mail_server (
  tenant_id INTEGER NOT NULL PRIMARY KEY REFERENCES organization (id),
  url TEXT NOT NULL,
  password BLOB,
  sender TEXT,
  updated_at INTEGER NOT NULL
);

-- Who did what. Nobody: the server itself or its administrator at the command line.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  tenant_id INTEGER REFERENCES organization (id),
  user_id INTEGER REFERENCES account (id),
  client TEXT,
  action TEXT NOT NULL,
  target TEXT
);
CREATE INDEX audit_of_tenant ON audit (tenant_id, id);
CREATE INDEX audit_by_age ON audit (at);

-- Organizations are objects of the feed from now on.
UPDATE change_counter SET sequence = sequence + 1;
INSERT INTO change (tenant_id, type, object_id, revision, destroyed, changed_at)
  SELECT id, 'organization', id, sequence, 0, created_at
  FROM organization JOIN change_counter ON change_counter.tenant_id = id;
