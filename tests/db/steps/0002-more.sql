ALTER TABLE thing ADD COLUMN size INTEGER;
INSERT INTO thing (name, size) VALUES ('first', 1);
