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
