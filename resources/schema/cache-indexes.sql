-- Made when a bootstrap is complete, because building an index once costs a fraction of keeping it
-- while a hundred thousand rows come in no order. Each answers a sort without touching the table.

CREATE INDEX IF NOT EXISTS poc_row_by_title ON poc_row (sort_title, id, flags);
CREATE INDEX IF NOT EXISTS poc_row_by_company ON poc_row (sort_company, sort_title, id, flags);
CREATE INDEX IF NOT EXISTS poc_row_by_end ON poc_row (sort_end, sort_title, id, flags);
CREATE INDEX IF NOT EXISTS poc_row_by_created ON poc_row (sort_created DESC, id DESC, flags);
