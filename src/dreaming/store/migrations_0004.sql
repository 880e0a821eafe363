-- From format 3 to 4.

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
