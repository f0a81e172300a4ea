-- Documents, disposals and the last sign of life of each session.
-- A session's log is a table of its own, made by its first append: see sqlite/log.rs.

PRAGMA application_id = 0x526F6C6C;

-- The cushion keeps every body in pages of its own: see sqlite/document.rs.
CREATE TABLE document (
    kind    TEXT    NOT NULL,
    id      BLOB    NOT NULL,
    session BLOB,
    version INTEGER NOT NULL,
    cushion BLOB    NOT NULL,
    body    BLOB    NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;

CREATE INDEX document_by_session ON document (session) WHERE session IS NOT NULL;

CREATE TABLE alive (
    session BLOB    NOT NULL PRIMARY KEY,
    at_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE disposal (
    session BLOB NOT NULL PRIMARY KEY,
    state   TEXT NOT NULL CHECK (state IN ('emptying', 'erased'))
) STRICT, WITHOUT ROWID;
