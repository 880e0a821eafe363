-- The whole present schema. `migrations.py` leads to it from any earlier file; a test compares the two.
-- Times are UTC, RFC 3339 with microseconds, so that text order is time order. Ids: domain/ids.py.

-- One row: what this file is, and the random key under which secrets are replaced by stable placeholders.
CREATE TABLE settings (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    redaction_key BLOB NOT NULL,           -- 32 random bytes; never exported
    created_at    TEXT NOT NULL
) STRICT;

-- A store and the output stores cloned from it share one space of the search index, so that a clone indexes nothing.
-- Its passages have neighbouring ids: a search reads its own space alone, however many others there are.
CREATE TABLE search_spaces (
    id       INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 524287),
    passages INTEGER NOT NULL DEFAULT 0,   -- how many there are,
    terms    INTEGER NOT NULL DEFAULT 0    -- and the sum of their lengths
) STRICT;

CREATE TABLE stores (
    id             TEXT PRIMARY KEY,
    space_id       INTEGER NOT NULL REFERENCES search_spaces (id),
    name           TEXT NOT NULL,          -- not unique: a name that fits two live stores is refused where it is used
    description    TEXT NOT NULL DEFAULT '',
    metadata       TEXT NOT NULL DEFAULT '{}',  -- JSON object of strings
    kind           TEXT NOT NULL DEFAULT 'live' CHECK (kind IN ('live', 'building', 'output')),
    input_store_id TEXT REFERENCES stores (id) ON DELETE SET NULL,  -- of an output store: what was dreamt of
    dream_id       TEXT,                   -- of an output store: who writes it
    created_at     TEXT NOT NULL,
    updated_at     TEXT NOT NULL,          -- of the store's own fields, not of its memories
    archived_at    TEXT
) STRICT;
CREATE INDEX stores_name ON stores (name);
CREATE INDEX stores_space ON stores (space_id);

-- Each distinct text once. A clone copies references; a blob goes when no version needs it.
CREATE TABLE blobs (
    id      INTEGER PRIMARY KEY,
    sha256  TEXT NOT NULL UNIQUE,          -- of the UTF-8 bytes as stored; checked on each read
    content TEXT NOT NULL,
    size    INTEGER NOT NULL               -- bytes
) STRICT;

-- The heads. History is in memory_versions.
CREATE TABLE memories (
    id              TEXT PRIMARY KEY,
    store_id        TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    path            TEXT NOT NULL,
    version_id      TEXT NOT NULL,         -- the head
    blob_id         INTEGER NOT NULL REFERENCES blobs (id),
    pinned          INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),  -- a dream copies it byte for byte
    input_memory_id TEXT,                  -- in an output store: the input memory it came from
    created_at      TEXT NOT NULL,
    updated_at      TEXT NOT NULL,
    UNIQUE (store_id, path)
) STRICT;
CREATE INDEX memories_blob ON memories (blob_id);

-- Append-only. `seq` orders all versions of the file: "at a time" resolves to it.
CREATE TABLE memory_versions (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    memory_id     TEXT NOT NULL,           -- outlives the memory
    store_id      TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    operation     TEXT NOT NULL CHECK (operation IN ('created', 'modified', 'deleted')),
    path          TEXT,                    -- NULL once redacted
    blob_id       INTEGER REFERENCES blobs (id),  -- NULL for a deletion, and once redacted
    pinned        INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
    origin        TEXT NOT NULL,           -- default provenance of its lines: who,
    trust         INTEGER NOT NULL,        --   how far trusted,
    asserted_at   TEXT NOT NULL,           --   and when it was said
    provenance_of TEXT NOT NULL,           -- the version whose claim_provenance rows hold here too (itself, or what it was cloned from)
    created_at    TEXT NOT NULL,
    created_by    TEXT NOT NULL,           -- 'user', 'agent:NAME', 'dream:drm_…', 'promotion:prm_…', 'import'
    redacted_at   TEXT,
    redacted_by   TEXT
) STRICT;
CREATE INDEX memory_versions_memory ON memory_versions (memory_id, seq);
CREATE INDEX memory_versions_store ON memory_versions (store_id, seq);
CREATE INDEX memory_versions_blob ON memory_versions (blob_id);

-- Heads and versions with what is known of their texts.
CREATE VIEW heads AS
    SELECT memories.*, blobs.sha256, blobs.size FROM memories JOIN blobs ON blobs.id = memories.blob_id;
CREATE VIEW history AS
    SELECT memory_versions.*, blobs.sha256, blobs.size
    FROM memory_versions LEFT JOIN blobs ON blobs.id = memory_versions.blob_id;

-- Lines whose provenance is not their version's default.
CREATE TABLE claim_provenance (
    memory_version_id TEXT NOT NULL,
    first_line        INTEGER NOT NULL,
    last_line         INTEGER NOT NULL CHECK (last_line >= first_line),
    claim_sha256      TEXT NOT NULL,       -- of those lines, joined by newlines
    asserted_at       TEXT NOT NULL,
    origin            TEXT NOT NULL,
    trust             INTEGER NOT NULL,
    generated         INTEGER NOT NULL DEFAULT 0 CHECK (generated IN (0, 1)),
    evidence          TEXT NOT NULL DEFAULT '[]',  -- JSON list of quotes with their places
    PRIMARY KEY (memory_version_id, first_line)
) STRICT, WITHOUT ROWID;

-- What a check of the project found of lines that name things of it, and the last days of lines that end. It is shown
-- wherever such a line stands, in the store or in the output of a dream over it, and lapses when the line is changed.
-- The line is known by its hash, and what it names by its place in it: no text of a memory is kept here.
CREATE TABLE findings (
    store_id       TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,  -- never an output store: its input store
    claim_sha256   TEXT NOT NULL,          -- of the claim's lines, joined by newlines
    first          INTEGER NOT NULL,       -- of the characters of it that name the thing,
    last           INTEGER NOT NULL,       --   not included
    line_count     INTEGER NOT NULL,
    content_sha256 TEXT NOT NULL,          -- of a text in which it stood when it was checked
    thing          TEXT NOT NULL CHECK (thing IN ('path', 'script', 'module', 'symbol', 'version', 'port', 'expiry')),
    verdict        TEXT NOT NULL CHECK (verdict IN ('changed', 'not_found', 'expired')),
    file           TEXT NOT NULL,          -- of the project: what says so, '' where nothing does
    line           INTEGER NOT NULL,
    value          TEXT NOT NULL,          -- what stands there; of an expiry the last day
    checked_at     TEXT NOT NULL,
    PRIMARY KEY (store_id, claim_sha256, first)
) STRICT, WITHOUT ROWID;

-- What is searched: the passages of each blob that is some memory's head, once for each space it stands in.
-- The id is made of space, blob and number in the blob: store/index.py.
CREATE TABLE passages (
    id         INTEGER PRIMARY KEY,
    first_line INTEGER NOT NULL,
    last_line  INTEGER NOT NULL,
    heading    TEXT NOT NULL DEFAULT '',   -- the headings above, joined by ' > '
    terms      TEXT NOT NULL,              -- as store/terms.py makes them: a line of the text's, the heading's, the path's
    length     INTEGER NOT NULL,           -- terms of the text, counted
    said       TEXT NOT NULL DEFAULT ''    -- terms of the lines that were merged into these, where they have them not
) STRICT;
-- The terms are made by our own tokeniser and parted by spaces; this one only has to find the spaces. It keeps columns,
-- though none is asked for: without, secure-delete loses words of rows that are added again (SQLite up to 3.53 at least).
CREATE VIRTUAL TABLE passages_fts USING fts5 (
    terms, said, content = 'passages', content_rowid = 'id', columnsize = 0, detail = column, tokenize = "ascii tokenchars '_'"
);

CREATE TABLE sessions (
    id          TEXT PRIMARY KEY,
    source      TEXT NOT NULL,             -- 'claude-code', 'codex', 'plain', 'messages', 'mcp'
    external_id TEXT,                      -- unique in its source: logging twice appends only what is new
    title       TEXT,
    agent       TEXT,
    project     TEXT,
    outcome     TEXT,                      -- JSON {result, explanation, by}
    started_at  TEXT,                      -- of the first and the last event
    ended_at    TEXT,
    event_count INTEGER NOT NULL DEFAULT 0,
    text_bytes  INTEGER NOT NULL DEFAULT 0,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL,
    UNIQUE (source, external_id)
) STRICT;
CREATE INDEX sessions_ended ON sessions (ended_at);

CREATE TABLE events (
    rowid       INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    seq         INTEGER NOT NULL,          -- order in the session, from 1
    external_id TEXT NOT NULL,             -- the record's own id and block, or its place and hash
    type        TEXT NOT NULL,
    origin      TEXT NOT NULL,
    text        TEXT NOT NULL,
    is_error    INTEGER NOT NULL DEFAULT 0 CHECK (is_error IN (0, 1)),
    abandoned   INTEGER NOT NULL DEFAULT 0 CHECK (abandoned IN (0, 1)),  -- off the latest branch: shown, never evidence
    tool_name   TEXT,
    tool_use_id TEXT,
    created_at  TEXT NOT NULL,
    UNIQUE (session_id, seq),
    UNIQUE (session_id, external_id)
) STRICT;
CREATE VIRTUAL TABLE events_fts USING fts5 (
    text, content = 'events', content_rowid = 'rowid', tokenize = 'unicode61 remove_diacritics 2', columnsize = 0, detail = column
);

-- How far each transcript was read. One that has not changed is not opened again; one that has only grown is read from
-- where the last reading ended. A row says what was kept already, so that it is written after its events.
CREATE TABLE import_cursors (
    path        TEXT PRIMARY KEY,          -- absolute
    size        INTEGER NOT NULL,          -- of the file as it was read, in bytes,
    modified_ns INTEGER NOT NULL,          --   and when it had last been written to, in nanoseconds since 1970
    resume      TEXT,                      -- JSON: what its reader needs to go on behind `size`; NULL: it is read whole
    fingerprint TEXT,                      -- of its first and its last bytes then: whether it has only grown since
    session_id  TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    left_out    TEXT,                      -- why it holds no session that is kept
    logged_at   TEXT NOT NULL,
    CHECK ((resume IS NULL) = (fingerprint IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX import_cursors_session ON import_cursors (session_id);

CREATE TABLE dreams (
    id               TEXT PRIMARY KEY,
    status           TEXT NOT NULL DEFAULT 'pending'
                     CHECK (status IN ('pending', 'running', 'completed', 'failed', 'canceled')),
    store_id         TEXT NOT NULL,        -- the input store
    output_store_id  TEXT,                 -- set when the clone exists
    model            TEXT NOT NULL,
    instructions     TEXT,
    output_behavior  TEXT NOT NULL DEFAULT 'create_new' CHECK (output_behavior IN ('create_new', 'update_existing')),
    usage            TEXT NOT NULL DEFAULT '{}',
    progress         TEXT NOT NULL DEFAULT '{}',
    error            TEXT,                 -- JSON {type, message}, of a failed dream
    cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
    lease_owner      TEXT,
    lease_until      TEXT,
    generation       INTEGER NOT NULL DEFAULT 0,  -- grows at each acquisition; a write under an old one is refused
    attempt          INTEGER NOT NULL DEFAULT 0,
    snapshot_seq     INTEGER,              -- the last version of the file when the input was pinned
    fingerprint      TEXT,                 -- of the changeset
    counts           TEXT NOT NULL DEFAULT '{}',
    created_at       TEXT NOT NULL,
    started_at       TEXT,
    ended_at         TEXT,
    archived_at      TEXT,
    promoted_at      TEXT,
    discarded_at     TEXT,
    priority         INTEGER NOT NULL DEFAULT 1,  -- the higher is run first; among equals the older
    fruitless        INTEGER NOT NULL DEFAULT 0,  -- attempts in a row that kept no answer
    unpromoted_because TEXT,               -- of a dream that was to promote itself and did not: why
    declined_at      TEXT,                 -- a person was asked whether to promote it all the same, and said no
    budget           TEXT NOT NULL DEFAULT '{}',  -- JSON: what it may spend on a model
    judged_by        TEXT,                 -- the judge that last worked for it, with its version
    keyed_as         TEXT,                 -- whose answers it goes on from, where its model was changed
    resumes          TEXT,                 -- the dream that it goes on from
    forgotten        INTEGER NOT NULL DEFAULT 0,  -- rows of its report that hold gaps since something was forgotten
    -- a final dream has an end, and only a final one
    CHECK ((ended_at IS NOT NULL) = (status IN ('completed', 'failed', 'canceled')))
) STRICT;
CREATE INDEX dreams_status ON dreams (status, created_at);
CREATE INDEX dreams_store ON dreams (store_id, created_at);

-- The input, pinned: which version of each memory,
CREATE TABLE dream_memories (
    dream_id          TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    path              TEXT NOT NULL,
    memory_id         TEXT NOT NULL,
    memory_version_id TEXT NOT NULL,
    PRIMARY KEY (dream_id, path)
) STRICT, WITHOUT ROWID;

-- and which events of each session.
CREATE TABLE dream_sessions (
    dream_id   TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,           -- the order in which they were given
    session_id TEXT NOT NULL,
    last_seq   INTEGER,                    -- NULL until the snapshot is taken
    held_out   INTEGER NOT NULL DEFAULT 0 CHECK (held_out IN (0, 1)),  -- not dreamt of: the exam and the replay read it
    unread     INTEGER NOT NULL DEFAULT 0 CHECK (unread IN (0, 1)),  -- the budget did not reach to it: not dreamt of
    PRIMARY KEY (dream_id, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dream_sessions_session ON dream_sessions (session_id);

-- Answers of the judge, by the hash of everything they depend on.
CREATE TABLE checkpoints (
    dream_id   TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    key        TEXT NOT NULL,
    stage      TEXT NOT NULL,
    answer     TEXT NOT NULL,              -- JSON
    created_at TEXT NOT NULL,
    PRIMARY KEY (dream_id, key)
) STRICT, WITHOUT ROWID;

-- Each call of a model, when its answer was checked: what it took, and what became of it.
CREATE TABLE dream_calls (
    dream_id      TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    key           TEXT NOT NULL,              -- of the prompt: none is made twice
    question_key  TEXT NOT NULL,              -- the question for which it was made
    stage         TEXT NOT NULL,
    purpose       TEXT NOT NULL,
    model         TEXT NOT NULL,
    outcome       TEXT NOT NULL CHECK (outcome IN ('answered', 'refused', 'corrected', 'fell_back', 'failed', 'skipped')),
    input_tokens  INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0,
    cache_creation_input_tokens INTEGER NOT NULL DEFAULT 0,
    cache_read_input_tokens     INTEGER NOT NULL DEFAULT 0,
    cost_usd      REAL,                   -- NULL: the price is not known
    seconds       REAL NOT NULL DEFAULT 0,
    why           TEXT NOT NULL DEFAULT '',   -- why its answer does not count
    reply         TEXT NOT NULL DEFAULT '',   -- JSON; forgotten when the dream completes
    claims        TEXT NOT NULL DEFAULT '[]', -- JSON: the ids of the claims that were shown
    at            TEXT NOT NULL,
    PRIMARY KEY (dream_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX dream_calls_at ON dream_calls (at);

-- What the agent that asked for a dream is to answer itself, and what it said; gone when the dream completes.
CREATE TABLE host_packets (
    id         TEXT PRIMARY KEY,
    dream_id   TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    key        TEXT NOT NULL,             -- of the prompt: none is asked twice
    position   INTEGER NOT NULL,          -- the order in which they were filed, from 1
    purpose    TEXT NOT NULL,
    prompt     TEXT NOT NULL,             -- all of it; forgotten when it has ended
    filed_at   TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    taken_at   TEXT,                      -- when it was last handed out to an agent
    refusals   INTEGER NOT NULL DEFAULT 0, -- answers of the wrong form
    why        TEXT NOT NULL DEFAULT '',    -- what was wrong with the last of them, or why there is no answer
    ended_at   TEXT,                      -- answered, or not to be answered any more
    answer     TEXT,                      -- JSON
    UNIQUE (dream_id, key),
    UNIQUE (dream_id, position)
) STRICT;

-- What a dream did while it ran, line by line; it quotes neither memories nor sessions, and is no session itself.
CREATE TABLE dream_journal (
    dream_id TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,             -- from 1
    at       TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('started', 'read', 'decided', 'refused', 'ended')),
    text     TEXT NOT NULL,
    PRIMARY KEY (dream_id, position)
) STRICT, WITHOUT ROWID;

-- At most one row: the process that runs this file's dreams, and until when it is taken to be alive.
CREATE TABLE worker (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    owner      TEXT NOT NULL,
    until      TEXT NOT NULL,
    started_at TEXT NOT NULL
) STRICT;

-- What a person reviews.
CREATE TABLE dream_changes (
    dream_id TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id       TEXT NOT NULL,                -- follows from what it does; the same in each run
    kind     TEXT NOT NULL,
    topic    TEXT NOT NULL DEFAULT '',
    support  INTEGER NOT NULL DEFAULT 0,
    before   TEXT NOT NULL,                -- JSON list of places
    after    TEXT NOT NULL,
    reason   TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (dream_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX dream_changes_id ON dream_changes (id);

CREATE TABLE dream_notices (
    dream_id TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    text     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    places   TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (dream_id, position)
) STRICT, WITHOUT ROWID;

-- One row for each input claim (fate) and for each new output line (fate NULL).
CREATE TABLE ledger (
    dream_id   TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    path       TEXT NOT NULL,
    first_line INTEGER NOT NULL,
    last_line  INTEGER NOT NULL,
    text       TEXT NOT NULL,
    fate       TEXT CHECK (fate IN ('kept', 'moved', 'merged_into', 'superseded_by', 'dropped:duplicate',
                                    'dropped:transient', 'dropped:asked', 'quarantined')),
    reason     TEXT NOT NULL,
    places     TEXT NOT NULL DEFAULT '[]', -- JSON: where it went
    evidence   TEXT NOT NULL DEFAULT '[]',
    change_id  TEXT,
    generated  INTEGER NOT NULL DEFAULT 0 CHECK (generated IN (0, 1)),
    PRIMARY KEY (dream_id, position)
) STRICT, WITHOUT ROWID;

-- The exam: each question that was asked of the store before and after, and where its value was found.
CREATE TABLE dream_exam (
    dream_id    TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('claim', 'current', 'observed', 'held_out')),
    question    TEXT NOT NULL,
    value       TEXT NOT NULL,
    source      TEXT NOT NULL,             -- the claim's 'path:line', or a session's id
    before_rank INTEGER,                   -- NULL where it was not among the first ten
    after_rank  INTEGER,
    stood       TEXT NOT NULL DEFAULT '',  -- 'path:line' of the passage that answered before, '' where none did
    stands      TEXT NOT NULL DEFAULT '',  -- and after; of a lost one, where the value is that is not found
    PRIMARY KEY (dream_id, position)
) STRICT, WITHOUT ROWID;

-- The replay: each moment of a session at which the store could have helped, and where it would have told so.
CREATE TABLE dream_replay (
    dream_id    TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('correction', 'failure')),
    at          TEXT NOT NULL,
    session_id  TEXT NOT NULL,
    event_id    TEXT NOT NULL,
    text        TEXT NOT NULL,
    before_told TEXT NOT NULL DEFAULT '',  -- 'path:line', 'briefing', or '' where it would not
    after_told  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (dream_id, position)
) STRICT, WITHOUT ROWID;

-- What a dream decided: with the pinned memories it gives any part of the result again. It quotes sessions.
CREATE TABLE dream_plans (
    dream_id TEXT PRIMARY KEY REFERENCES dreams (id) ON DELETE CASCADE,
    plan     TEXT NOT NULL                 -- JSON
) STRICT, WITHOUT ROWID;

-- Each promotion, each change that was taken back alone, and each restoration: the way back. In order of rowid.
CREATE TABLE promotions (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('promote', 'undo', 'restore')),
    store_id     TEXT NOT NULL,
    dream_id     TEXT,                     -- of a promotion and an undo
    changes      TEXT NOT NULL DEFAULT '[]',  -- JSON list of their ids: those that came with it, or went
    before_seq   INTEGER NOT NULL,         -- the store stood so before,
    after_seq    INTEGER NOT NULL,         -- and so after
    restored_seq INTEGER,                  -- of a restoration: as of which version
    created_at   TEXT NOT NULL,
    created_by   TEXT NOT NULL,
    details      TEXT NOT NULL DEFAULT '{}'  -- JSON: overrides and decisions on conflicts
) STRICT;
CREATE INDEX promotions_store ON promotions (store_id, created_at);
CREATE INDEX promotions_dream ON promotions (dream_id);

-- What a person said no to, as statements: no dream proposes it again until a user says it anew.
CREATE TABLE refusals (
    id        TEXT PRIMARY KEY,
    store_id  TEXT NOT NULL REFERENCES stores (id) ON DELETE CASCADE,
    kind      TEXT NOT NULL CHECK (kind IN ('line', 'value', 'removal', 'move')),
    ground    TEXT NOT NULL CHECK (ground IN ('excepted', 'discarded', 'declined', 'undone', 'deleted')),
    before    TEXT NOT NULL DEFAULT '',    -- the statement that is not to be changed so
    after     TEXT NOT NULL DEFAULT '',    -- the statement that is not to be written
    dream_id  TEXT,                        -- of a refused change
    change_id TEXT,
    at        TEXT NOT NULL,
    by        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX refusals_store ON refusals (store_id, at);
CREATE INDEX refusals_change ON refusals (change_id);

-- At most one row: what is being forgotten. It is emptied when no table holds it any more, and goes when no file does.
CREATE TABLE forgetting (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    started_at TEXT NOT NULL,
    started_by TEXT NOT NULL,
    touched_at TEXT NOT NULL,              -- when somebody last worked on it
    what       TEXT NOT NULL               -- JSON: what is needed to go on; empty once only the files are to be cleaned
) STRICT;

-- Sessions that were forgotten, and are not logged again: keyed hashes of their sources and external ids.
CREATE TABLE forgotten_sessions (
    mark BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
