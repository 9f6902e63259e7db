-- What a POC is worked on with, and how much people take part. What was mirrored without it is
-- fetched again.

ALTER TABLE task ADD COLUMN poc_task_group_id INTEGER;
ALTER TABLE invitation ADD COLUMN send_at INTEGER;
ALTER TABLE invitation ADD COLUMN reminder_count INTEGER;
ALTER TABLE invitation ADD COLUMN last_reminded_at INTEGER;

CREATE TABLE task_group (
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

CREATE INDEX task_group_by_poc ON task_group (poc_id);

CREATE TABLE comment (
  id INTEGER PRIMARY KEY,
  poc_id INTEGER,
  poc_task_id INTEGER,
  poc_task_group_id INTEGER,
  user_id INTEGER,
  subject TEXT,
  content TEXT,
  is_internal INTEGER,
  created_at INTEGER,
  updated_at INTEGER
);

CREATE INDEX comment_by_poc ON comment (poc_id, created_at);

CREATE TABLE resource (
  id INTEGER PRIMARY KEY,
  poc_id INTEGER,
  poc_task_id INTEGER,
  poc_task_group_id INTEGER,
  success_criteria_id INTEGER,
  title TEXT,
  description TEXT,
  resource_type TEXT,
  content TEXT,
  sort_order INTEGER,
  created_at INTEGER,
  updated_at INTEGER
);

CREATE INDEX resource_by_poc ON resource (poc_id);

CREATE TABLE engagement (
  id INTEGER PRIMARY KEY,
  poc_id INTEGER,
  user_id INTEGER,
  last_seen_at INTEGER,
  comments_count INTEGER,
  tasks_completed INTEGER,
  activity TEXT
);

CREATE INDEX engagement_by_poc ON engagement (poc_id);

-- It comes by itself now, because it changes more often than who takes part.
INSERT INTO engagement (id, poc_id, user_id, last_seen_at, comments_count, tasks_completed,
    activity)
  SELECT id, poc_id, user_id, last_seen_at, comments_count, tasks_completed, activity
  FROM participant
  WHERE last_seen_at IS NOT NULL OR comments_count > 0 OR tasks_completed > 0;
ALTER TABLE participant DROP COLUMN last_seen_at;
ALTER TABLE participant DROP COLUMN comments_count;
ALTER TABLE participant DROP COLUMN tasks_completed;
ALTER TABLE participant DROP COLUMN activity;

-- Of a server that does not say what is gone: what was missing from its lists, and how often.
CREATE TABLE missing (
  kind TEXT NOT NULL,
  id INTEGER NOT NULL,
  reads INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
);

UPDATE meta SET state = '', complete = 0;
