-- From format 2 to 3: how far each transcript was read.

CREATE TABLE import_cursors (
    path        TEXT PRIMARY KEY,
    size        INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    resume      TEXT,
    fingerprint TEXT,
    session_id  TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    left_out    TEXT,
    logged_at   TEXT NOT NULL,
    CHECK ((resume IS NULL) = (fingerprint IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX import_cursors_session ON import_cursors (session_id);
