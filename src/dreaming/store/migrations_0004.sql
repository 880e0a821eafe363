-- From format 3 to 4: what a person and a gate need to decide about a dream.

-- What checks of projects found.
CREATE TABLE findings (
    store_id       TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    claim_sha256   TEXT NOT NULL,
    first          INTEGER NOT NULL,
    last           INTEGER NOT NULL,
    line_count     INTEGER NOT NULL,
    content_sha256 TEXT NOT NULL,
    thing          TEXT NOT NULL CHECK (thing IN ('path', 'script', 'module', 'symbol', 'version', 'port', 'expiry')),
    verdict        TEXT NOT NULL CHECK (verdict IN ('changed', 'not_found', 'expired')),
    file           TEXT NOT NULL,
    line           INTEGER NOT NULL,
    value          TEXT NOT NULL,
    checked_at     TEXT NOT NULL,
    PRIMARY KEY (store_id, claim_sha256, first)
) STRICT, WITHOUT ROWID;

-- The exam, the replay, and sessions that are kept out of a dream for them.
ALTER TABLE dream_sessions ADD COLUMN held_out INTEGER NOT NULL DEFAULT 0 CHECK (held_out IN (0, 1));
CREATE TABLE dream_exam (
    dream_id    TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('claim', 'current', 'observed', 'held_out')),
    question    TEXT NOT NULL,
    value       TEXT NOT NULL,
    source      TEXT NOT NULL,
    before_rank INTEGER,
    after_rank  INTEGER,
    stood       TEXT NOT NULL DEFAULT '',
    stands      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (dream_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE dream_replay (
    dream_id    TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('correction', 'failure')),
    at          TEXT NOT NULL,
    session_id  TEXT NOT NULL,
    event_id    TEXT NOT NULL,
    text        TEXT NOT NULL,
    before_told TEXT NOT NULL DEFAULT '',
    after_told  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (dream_id, position)
) STRICT, WITHOUT ROWID;

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
