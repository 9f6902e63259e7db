-- How far a bootstrap has come, which life of the server's database the rows are from, and what
-- the file is known to be.

ALTER TABLE meta ADD COLUMN steps TEXT; -- that the tables are known to be of
ALTER TABLE meta ADD COLUMN form TEXT;  -- that the tables had then
ALTER TABLE meta ADD COLUMN total INTEGER NOT NULL DEFAULT 0; -- how many objects a bootstrap brings
ALTER TABLE meta ADD COLUMN done INTEGER NOT NULL DEFAULT 0;  -- how many of them are here
ALTER TABLE meta ADD COLUMN epoch TEXT;                       -- NULL where the server does not say
ALTER TABLE meta ADD COLUMN former_epoch TEXT;                -- of the mirror that this one replaces

-- Whether the server had confirmed it before this mirror was begun.
ALTER TABLE operation ADD COLUMN was_confirmed INTEGER NOT NULL DEFAULT 0;
