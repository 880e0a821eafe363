-- From format 3 to 4.

-- The indexes of words, made anew. With `detail = none` and secure-delete, SQLite (3.42 to 3.53 at least) loses words of
-- rows that are deleted and added again in one transaction, and search then silently misses them.
DROP TABLE passages_fts;
CREATE VIRTUAL TABLE passages_fts USING fts5 (
    terms, content = 'passages', content_rowid = 'id', columnsize = 0, detail = column, tokenize = "ascii tokenchars '_'"
);
INSERT INTO passages_fts (passages_fts) VALUES ('rebuild');
DROP TABLE events_fts;
CREATE VIRTUAL TABLE events_fts USING fts5 (
    text, content = 'events', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2', columnsize = 0, detail = column
);
INSERT INTO events_fts (events_fts) VALUES ('rebuild');
