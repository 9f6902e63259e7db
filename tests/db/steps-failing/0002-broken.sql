INSERT INTO thing (name) VALUES ('half');
INSERT INTO nowhere (name) VALUES ('none');
