-- What is being said about a POC and has not been posted yet.

CREATE TABLE comment_draft (
  id INTEGER PRIMARY KEY, -- the POC's
  poc_task_id INTEGER,
  content TEXT,
  is_internal INTEGER
);
