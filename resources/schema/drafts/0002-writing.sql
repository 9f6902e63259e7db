-- Everything that people write goes through the outbox, and what they make has a number of its
-- own before the server gives it one. It keeps that number here for ever, so that whatever names
-- it goes on naming it: rows on screen, drafts, what waits behind it.

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

-- An item is known on this desktop as minus its id here.
CREATE TABLE local_id (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  item_type TEXT NOT NULL,
  server_id INTEGER,
  UNIQUE (item_type, server_id)
);
