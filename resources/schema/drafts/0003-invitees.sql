-- What was said of somebody who was invited through a server that keeps only one name of theirs.

CREATE TABLE invitee (
  id INTEGER PRIMARY KEY, -- the invitation's
  first_name TEXT,
  last_name TEXT,
  title TEXT
);
