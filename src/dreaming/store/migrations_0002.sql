-- From format 1 to 2: one worker a file, priorities, a dream's journal, and why it did not promote itself.

ALTER TABLE dreams ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
ALTER TABLE dreams ADD COLUMN fruitless INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dreams ADD COLUMN unpromoted_because TEXT;
ALTER TABLE dreams ADD COLUMN declined_at TEXT;
-- A dream that was to promote itself and has not is not to be taken up as if it had only just completed.
UPDATE dreams SET unpromoted_because = 'Its report says why.'
WHERE output_behavior = 'update_existing' AND status = 'completed' AND promoted_at IS NULL;

CREATE TABLE dream_journal (
    dream_id TEXT NOT NULL REFERENCES dreams (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    at       TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('started', 'read', 'decided', 'refused', 'ended')),
    text     TEXT NOT NULL,
    PRIMARY KEY (dream_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE worker (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    owner      TEXT NOT NULL,
    until      TEXT NOT NULL,
    started_at TEXT NOT NULL
) STRICT;
