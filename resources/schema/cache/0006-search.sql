-- What the index has dropped it finds by how the numbers of rows end, and those of all POCs ended
-- alike: after a hundred changes it took ten times as long to find anything. Now a POC's own words
-- and its people's hosts have numbers that end as the POC's does: see pm-derive.c.

DROP TABLE poc_search;

CREATE VIRTUAL TABLE poc_search USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2',
  prefix = '1 2 3'
);

INSERT INTO poc_search (rowid, words)
SELECT id << 32 | 0x80000000 | (id & 0x3fffffff),
  coalesce(title, '') || char(10) || coalesce(customer_company_name, '') FROM poc;

INSERT INTO poc_search (rowid, words)
SELECT r.poc_id << 32 | r.id, coalesce(p.full_name, i.full_name, o.full_name, '') || char(10)
  || substr(coalesce(p.email, i.email, o.email, ''), 1,
            instr(coalesce(p.email, i.email, o.email, '') || '@', '@') - 1)
FROM person_row r LEFT JOIN participant p ON p.id = r.participant_id
LEFT JOIN invitation i ON i.id = r.invitation_id LEFT JOIN operation o ON o.id = r.operation_id;

INSERT INTO poc_search (rowid, words)
SELECT r.poc_id << 32 | 0xc0000000 | (r.poc_id & 0x3fffffff),
  group_concat(DISTINCT substr(coalesce(p.email, i.email, o.email, ''),
                               instr(coalesce(p.email, i.email, o.email, '') || '@', '@') + 1))
FROM person_row r LEFT JOIN participant p ON p.id = r.participant_id
LEFT JOIN invitation i ON i.id = r.invitation_id LEFT JOIN operation o ON o.id = r.operation_id
GROUP BY r.poc_id;
