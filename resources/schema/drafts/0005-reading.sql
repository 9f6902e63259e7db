-- Until when what others said about a POC has been read here. By its kind a row can be told from
-- those of other tables where nothing but the pages of a damaged file is left.

CREATE TABLE reading (
  id INTEGER PRIMARY KEY, -- the POC's
  seen_at INTEGER NOT NULL,
  kind TEXT NOT NULL DEFAULT 'comment'
);
