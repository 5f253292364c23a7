-- What people gave, and the identity of things. This file cannot be had again: back it up.

-- The permanent id of every series, episode and person, whatever source told of it first.
CREATE TABLE thing (
    id   INTEGER PRIMARY KEY,
    kind TEXT NOT NULL
);

-- How a thing is recognised: by another place's id (scheme imdb, tvmaze ...), an episode also by
-- its series and code (scheme aired, value '7 9 5') or by series, title and date (scheme title).
CREATE TABLE identity (
    kind   TEXT NOT NULL,
    scheme TEXT NOT NULL,
    value  TEXT NOT NULL,
    thing  INTEGER NOT NULL REFERENCES thing (id),
    PRIMARY KEY (kind, scheme, value)
);
CREATE INDEX identity_thing ON identity (thing);

CREATE TABLE member (
    id      INTEGER PRIMARY KEY,
    since   TEXT NOT NULL,
    country TEXT,
    locale  TEXT
);

CREATE TABLE rating (
    thing    INTEGER NOT NULL REFERENCES thing (id),
    member   INTEGER NOT NULL REFERENCES member (id),
    value    INTEGER NOT NULL CHECK (value BETWEEN 1 AND 10),
    given_at TEXT NOT NULL,
    PRIMARY KEY (thing, member)
);

-- One review of a thing by a member; its words stand in its revisions, the newest is shown.
CREATE TABLE review (
    id         INTEGER PRIMARY KEY,
    thing      INTEGER NOT NULL REFERENCES thing (id),
    member     INTEGER NOT NULL REFERENCES member (id),
    server     INTEGER,
    scope      TEXT NOT NULL CHECK (scope IN ('everywhere', 'server')),
    state      TEXT NOT NULL CHECK (state IN ('draft', 'published', 'hidden', 'removed', 'deleted')),
    created_at TEXT NOT NULL,
    UNIQUE (thing, member)
);
CREATE INDEX review_created_at ON review (created_at);

CREATE TABLE review_revision (
    id         INTEGER PRIMARY KEY,
    review     INTEGER NOT NULL REFERENCES review (id),
    headline   TEXT NOT NULL,
    body       TEXT NOT NULL,
    rating     INTEGER CHECK (rating BETWEEN 1 AND 10),
    spoiler    INTEGER NOT NULL,
    language   TEXT,
    written_at TEXT NOT NULL
);
CREATE INDEX review_revision_review ON review_revision (review);

-- A vote remembers the revision that it was given for: an edit keeps it and can say so.
CREATE TABLE vote (
    review   INTEGER NOT NULL REFERENCES review (id),
    member   INTEGER NOT NULL REFERENCES member (id),
    revision INTEGER NOT NULL REFERENCES review_revision (id),
    helpful  INTEGER NOT NULL,
    cast_at  TEXT NOT NULL,
    PRIMARY KEY (review, member)
);

CREATE TABLE report (
    review      INTEGER NOT NULL REFERENCES review (id),
    member      INTEGER NOT NULL REFERENCES member (id),
    reason      TEXT NOT NULL,
    words       TEXT,
    reported_at TEXT NOT NULL,
    decided_at  TEXT,
    decision    TEXT,
    PRIMARY KEY (review, member)
);

-- A fact that a member suggests; fact is one value of bot.model as JSON.
CREATE TABLE contribution (
    id         INTEGER PRIMARY KEY,
    thing      INTEGER NOT NULL REFERENCES thing (id),
    member     INTEGER NOT NULL REFERENCES member (id),
    kind       TEXT NOT NULL,
    fact       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'rejected')),
    given_at   TEXT NOT NULL,
    decided_by INTEGER,
    decided_at TEXT,
    reason     TEXT
);
CREATE INDEX contribution_thing ON contribution (thing, state);

-- How far a member has seen a series: the last episode watched.
CREATE TABLE progress (
    member  INTEGER NOT NULL REFERENCES member (id),
    series  INTEGER NOT NULL REFERENCES thing (id),
    episode INTEGER NOT NULL REFERENCES thing (id),
    seen_at TEXT NOT NULL,
    PRIMARY KEY (member, series)
);

CREATE TABLE server (
    id      INTEGER PRIMARY KEY,
    since   TEXT NOT NULL,
    left_at TEXT
);

CREATE TABLE server_setting (
    server INTEGER NOT NULL REFERENCES server (id),
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (server, name)
);

-- Append-only: who did what to which review or member, and why.
CREATE TABLE moderation (
    id       INTEGER PRIMARY KEY,
    server   INTEGER,
    actor    INTEGER NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    reason   TEXT NOT NULL,
    acted_at TEXT NOT NULL
);
CREATE TRIGGER moderation_keeps_rows BEFORE DELETE ON moderation
BEGIN
    SELECT RAISE (ABORT, 'the moderation log is append-only');
END;
CREATE TRIGGER moderation_keeps_words BEFORE UPDATE ON moderation
BEGIN
    SELECT RAISE (ABORT, 'the moderation log is append-only');
END;

-- Which commands Discord was last told of, by application and place: Discord counts changes.

CREATE TABLE command_sync (
    place  TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL
);

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

-- How often things were looked up on a day and a server (0: on none), and never by whom.
CREATE TABLE lookup (
    day    TEXT NOT NULL,
    server INTEGER NOT NULL,
    thing  INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (server, day, thing)
) WITHOUT ROWID;
CREATE INDEX lookup_day ON lookup (day);
