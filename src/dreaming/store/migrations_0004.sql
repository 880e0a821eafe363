-- From format 3 to 4: a dream may be promoted in parts, and again; what a person said no to is remembered.

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
