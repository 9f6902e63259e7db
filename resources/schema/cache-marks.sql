-- Set up anew on every writing connection: whatever writes a row of the mirror marks what is to
-- be redone because of it.

PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -32768;

-- The same blocks are written again and again while a bootstrap comes in: they are brought into the
-- file, which must wait for the disk, every 64 MB only. A log that long is cut again.
PRAGMA wal_autocheckpoint = 16384;
PRAGMA journal_size_limit = 4194304;

CREATE TEMP TABLE touched_person (
  poc_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (poc_id, address)
) WITHOUT ROWID;
CREATE TEMP TABLE touched_poc (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE touched_words (
  poc_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (poc_id, address)
) WITHOUT ROWID;
CREATE TEMP TABLE touched_text (id INTEGER PRIMARY KEY); -- of poc_search

-- POCs

CREATE TEMP TRIGGER poc_came AFTER INSERT ON main.poc BEGIN
  INSERT INTO touched_poc VALUES (new.id) ON CONFLICT DO NOTHING;
  INSERT INTO touched_text VALUES (new.id << 32 | 0x80000000 | (new.id & 0x3fffffff)) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER poc_changed AFTER UPDATE ON main.poc BEGIN
  INSERT INTO touched_poc VALUES (new.id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER poc_words_changed AFTER UPDATE ON main.poc
WHEN old.title IS NOT new.title OR old.customer_company_name IS NOT new.customer_company_name BEGIN
  INSERT INTO touched_text VALUES (new.id << 32 | 0x80000000 | (new.id & 0x3fffffff)) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER poc_went AFTER DELETE ON main.poc BEGIN
  INSERT INTO touched_poc VALUES (old.id) ON CONFLICT DO NOTHING;
  INSERT INTO touched_text VALUES (old.id << 32 | 0x80000000 | (old.id & 0x3fffffff)) ON CONFLICT DO NOTHING;
END;

-- People

CREATE TEMP TRIGGER participant_came AFTER INSERT ON main.participant WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_person VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
  INSERT INTO touched_words VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER participant_changed AFTER UPDATE ON main.participant WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_person VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER participant_words_changed AFTER UPDATE ON main.participant
WHEN new.poc_id IS NOT NULL AND (old.full_name IS NOT new.full_name OR old.address IS NOT new.address) BEGIN
  INSERT INTO touched_words VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER participant_moved AFTER UPDATE ON main.participant
WHEN old.poc_id IS NOT NULL AND (old.poc_id IS NOT new.poc_id OR old.address IS NOT new.address) BEGIN
  INSERT INTO touched_person VALUES (old.poc_id, old.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_poc VALUES (old.poc_id) ON CONFLICT DO NOTHING;
  INSERT INTO touched_words VALUES (old.poc_id, old.address) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER participant_refolded AFTER UPDATE ON main.participant
WHEN old.folded IS NOT NULL AND old.email IS NOT new.email BEGIN
  UPDATE participant SET folded = NULL WHERE id = new.id;
END;
CREATE TEMP TRIGGER participant_went AFTER DELETE ON main.participant WHEN old.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_person VALUES (old.poc_id, old.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_poc VALUES (old.poc_id) ON CONFLICT DO NOTHING;
  INSERT INTO touched_words VALUES (old.poc_id, old.address) ON CONFLICT DO NOTHING;
END;

-- What people do shows in their rows. It may come before they do, and then they bring the mark.

CREATE TEMP TRIGGER engagement_came AFTER INSERT ON main.engagement BEGIN
  INSERT INTO touched_person SELECT poc_id, address FROM participant
  WHERE id = new.id AND poc_id IS NOT NULL ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER engagement_changed AFTER UPDATE ON main.engagement BEGIN
  INSERT INTO touched_person SELECT poc_id, address FROM participant
  WHERE id = new.id AND poc_id IS NOT NULL ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER engagement_went AFTER DELETE ON main.engagement BEGIN
  INSERT INTO touched_person SELECT poc_id, address FROM participant
  WHERE id = old.id AND poc_id IS NOT NULL ON CONFLICT DO NOTHING;
END;

-- Invitations

CREATE TEMP TRIGGER invitation_came AFTER INSERT ON main.invitation WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_person VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
  INSERT INTO touched_words VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER invitation_changed AFTER UPDATE ON main.invitation WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_person VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER invitation_words_changed AFTER UPDATE ON main.invitation
WHEN new.poc_id IS NOT NULL AND (old.full_name IS NOT new.full_name OR old.address IS NOT new.address) BEGIN
  INSERT INTO touched_words VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER invitation_moved AFTER UPDATE ON main.invitation
WHEN old.poc_id IS NOT NULL AND (old.poc_id IS NOT new.poc_id OR old.address IS NOT new.address) BEGIN
  INSERT INTO touched_person VALUES (old.poc_id, old.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_poc VALUES (old.poc_id) ON CONFLICT DO NOTHING;
  INSERT INTO touched_words VALUES (old.poc_id, old.address) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER invitation_refolded AFTER UPDATE ON main.invitation
WHEN old.folded IS NOT NULL AND old.email IS NOT new.email BEGIN
  UPDATE invitation SET folded = NULL WHERE id = new.id;
END;
CREATE TEMP TRIGGER invitation_went AFTER DELETE ON main.invitation WHEN old.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_person VALUES (old.poc_id, old.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_poc VALUES (old.poc_id) ON CONFLICT DO NOTHING;
  INSERT INTO touched_words VALUES (old.poc_id, old.address) ON CONFLICT DO NOTHING;
END;

-- The outbox

CREATE TEMP TRIGGER operation_came AFTER INSERT ON main.operation WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_person VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
  INSERT INTO touched_words VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER operation_changed AFTER UPDATE ON main.operation WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_person VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_person VALUES (new.poc_id, old.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER operation_moved AFTER UPDATE ON main.operation
WHEN new.poc_id IS NOT NULL AND (old.full_name IS NOT new.full_name OR old.address IS NOT new.address) BEGIN
  INSERT INTO touched_words VALUES (new.poc_id, new.address) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER operation_went AFTER DELETE ON main.operation WHEN old.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_person VALUES (old.poc_id, old.address) ON CONFLICT DO NOTHING;
  INSERT INTO touched_poc VALUES (old.poc_id) ON CONFLICT DO NOTHING;
  INSERT INTO touched_words VALUES (old.poc_id, old.address) ON CONFLICT DO NOTHING;
END;

-- A person that goes takes its search text along.

CREATE TEMP TRIGGER person_row_went AFTER DELETE ON main.person_row BEGIN
  INSERT INTO touched_text VALUES (old.poc_id << 32 | old.id) ON CONFLICT DO NOTHING;
END;

-- Tasks are counted; the others are not, but their POC's page shows them.

CREATE TEMP TRIGGER task_came AFTER INSERT ON main.task WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER task_changed AFTER UPDATE ON main.task WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER task_went AFTER DELETE ON main.task WHEN old.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (old.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER criterion_came AFTER INSERT ON main.criterion WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER criterion_changed AFTER UPDATE ON main.criterion WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER criterion_went AFTER DELETE ON main.criterion WHEN old.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (old.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER task_group_came AFTER INSERT ON main.task_group WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER task_group_changed AFTER UPDATE ON main.task_group WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER task_group_went AFTER DELETE ON main.task_group WHEN old.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (old.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER resource_came AFTER INSERT ON main.resource WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER resource_changed AFTER UPDATE ON main.resource WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER resource_went AFTER DELETE ON main.resource WHEN old.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (old.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER comment_came AFTER INSERT ON main.comment WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER comment_changed AFTER UPDATE ON main.comment WHEN new.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (new.poc_id) ON CONFLICT DO NOTHING;
END;
CREATE TEMP TRIGGER comment_went AFTER DELETE ON main.comment WHEN old.poc_id IS NOT NULL BEGIN
  INSERT INTO touched_poc VALUES (old.poc_id) ON CONFLICT DO NOTHING;
END;
