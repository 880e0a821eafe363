-- From format 3 to 4.

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
