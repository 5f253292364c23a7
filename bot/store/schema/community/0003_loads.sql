-- Every load that changed the catalogue or found nothing to change. The live generation of the
-- catalogue is the one that the last load which is done made or went into.

CREATE TABLE load (
    id         INTEGER PRIMARY KEY,
    source     TEXT NOT NULL,
    version    TEXT NOT NULL,
    who        TEXT NOT NULL,
    generation TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('done', 'undone')),
    series     INTEGER NOT NULL,
    episodes   INTEGER NOT NULL,
    people     INTEGER NOT NULL,
    credits    INTEGER NOT NULL,
    new        INTEGER NOT NULL,
    changed    INTEGER NOT NULL,
    unchanged  INTEGER NOT NULL,
    gone       INTEGER NOT NULL,
    rejected   INTEGER NOT NULL,
    undecided  INTEGER NOT NULL,
    seconds    REAL NOT NULL,
    loaded_at  TEXT NOT NULL
);
