-- What waits in the outbox shows in the rows that it is about. What the server has in their place
-- is kept below them: a row as JSON, or nothing where it has none.

ALTER TABLE operation ADD COLUMN user_id INTEGER;
ALTER TABLE operation ADD COLUMN item_type TEXT;
ALTER TABLE operation ADD COLUMN item_id INTEGER;
ALTER TABLE operation ADD COLUMN title TEXT;
ALTER TABLE operation ADD COLUMN base TEXT;
ALTER TABLE operation ADD COLUMN conflict TEXT;
ALTER TABLE operation ADD COLUMN revision TEXT;
ALTER TABLE operation ADD COLUMN server_id INTEGER;
ALTER TABLE operation ADD COLUMN step INTEGER;
ALTER TABLE operation ADD COLUMN send_at INTEGER;

CREATE INDEX operation_by_item ON operation (item_type, item_id);

CREATE TABLE underlay (
  item_type TEXT NOT NULL,
  item_id INTEGER NOT NULL,
  below TEXT,
  PRIMARY KEY (item_type, item_id)
) WITHOUT ROWID;
