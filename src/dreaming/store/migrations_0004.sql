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

-- Models: what each call took, what a dream may spend, and what it goes on from.
CREATE TABLE dream_calls (
    dream_id      TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    key           TEXT NOT NULL,
    question_key  TEXT NOT NULL,
    stage         TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    model         TEXT NOT NULL,
    outcome       TEXT NOT NULL CHECK (outcome IN ('answered', 'refused', 'corrected', 'fell_back', 'failed', 'skipped')),
    input_tokens  INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0,
    cache_creation_input_tokens INTEGER NOT NULL DEFAULT 0,
    cache_read_input_tokens     INTEGER NOT NULL DEFAULT 0,
    cost_usd      REAL,
    seconds       REAL NOT NULL DEFAULT 0,
    why           TEXT NOT NULL DEFAULT '',
    reply         TEXT NOT NULL DEFAULT '',
    claims        TEXT NOT NULL DEFAULT '[]',
    at            TEXT NOT NULL,
    PRIMARY KEY (dream_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX dream_calls_at ON dream_calls (at);
ALTER TABLE dreams ADD COLUMN budget TEXT NOT NULL DEFAULT '{}';
ALTER TABLE dreams ADD COLUMN judged_by TEXT;
ALTER TABLE dreams ADD COLUMN keyed_as TEXT;
ALTER TABLE dreams ADD COLUMN resumes TEXT;
ALTER TABLE dream_sessions ADD COLUMN unread INTEGER NOT NULL DEFAULT 0 CHECK (unread IN (0, 1));

-- Each promotion says which changes it took; a change can be taken back alone.
CREATE TABLE promotions_0004 (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('promote', 'undo', 'restore')),
    store_id     TEXT NOT NULL,
    dream_id     TEXT,
    changes      TEXT NOT NULL DEFAULT '[]',
    before_seq   INTEGER NOT NULL,
    after_seq    INTEGER NOT NULL,
    restored_seq INTEGER,
    created_at   TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    details      TEXT NOT NULL DEFAULT '{}'
) STRICT;
INSERT INTO promotions_0004
SELECT id, kind, store_id, dream_id,
       CASE kind WHEN 'promote' THEN (SELECT json_group_array(c.id) FROM dream_changes AS c WHERE c.dream_id = p.dream_id)
                 ELSE '[]' END,
       before_seq, after_seq, restored_seq, created_at, created_by, details
FROM promotions AS p ORDER BY rowid;
DROP TABLE promotions;
ALTER TABLE promotions_0004 RENAME TO promotions;
CREATE INDEX promotions_store ON promotions (store_id, created_at);
CREATE INDEX promotions_dream ON promotions (dream_id);
CREATE INDEX dream_changes_id ON dream_changes (id);

-- What a dream decided, so that a part of its result can be built.
CREATE TABLE dream_plans (
    dream_id TEXT PRIMARY KEY REFERENCES dreams (id) ON DELETE CASCADE,
    plan     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a person said no to.
CREATE TABLE refusals (
    id        TEXT PRIMARY KEY,
    store_id  TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    kind      TEXT NOT NULL CHECK (kind IN ('line', 'value', 'removal', 'move')),
    ground    TEXT NOT NULL CHECK (ground IN ('excepted', 'discarded', 'declined', 'undone', 'deleted')),
    before    TEXT NOT NULL DEFAULT '',
    after     TEXT NOT NULL DEFAULT '',
    dream_id  TEXT,
    change_id TEXT,
    at        TEXT NOT NULL,
    by        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX refusals_store ON refusals (store_id, at);
CREATE INDEX refusals_change ON refusals (change_id);

-- Hosts: work packets of dreams that the calling agent judges.
CREATE TABLE host_packets (
    id         TEXT PRIMARY KEY,
    dream_id   TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    key        TEXT NOT NULL,
    position   INTEGER NOT NULL,
    purpose    TEXT NOT NULL,
    prompt     TEXT NOT NULL,
    filed_at   TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    taken_at   TEXT,
    refusals   INTEGER NOT NULL DEFAULT 0,
    why        TEXT NOT NULL DEFAULT '',
    ended_at   TEXT,
    answer     TEXT,
    UNIQUE (dream_id, key),
    UNIQUE (dream_id, position)
) STRICT;

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

-- Forgetting: what is under way, which sessions are not to come back, and whose reports have gaps.
CREATE TABLE forgetting (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    started_at TEXT NOT NULL,
    started_by TEXT NOT NULL,
    touched_at TEXT NOT NULL,
    what       TEXT NOT NULL
) STRICT;
CREATE TABLE forgotten_sessions (
    mark BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
ALTER TABLE dreams ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
