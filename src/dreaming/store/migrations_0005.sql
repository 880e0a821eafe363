-- From format 4 to 5: a line is also found by the words of the lines that were merged into it.

ALTER TABLE passages ADD COLUMN said TEXT NOT NULL DEFAULT '';
DROP TABLE passages_fts;
CREATE VIRTUAL TABLE passages_fts USING fts5 (
    terms, said, content = 'passages', content_rowid = 'id', columnsize = 0, detail = column, tokenize = "ascii tokenchars '_'"
);
INSERT INTO passages_fts (passages_fts) VALUES ('rebuild');
