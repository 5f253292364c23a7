-- What sources say. Everything in this file can be loaded again.
--
-- series.id, episode.id and person.id are permanent: they are given out by community.db (thing).
-- series and episode hold what lists and searches show, chosen from the tellings by trust.
-- telling.body is all that one source said about one thing, as JSON: what a page reads, in one row.
-- All other tables hold its facts for questions across episodes: (thing, told_by) is one telling,
-- `source` is
-- where the fact itself comes from, `position` keeps the order in which it was told.

CREATE TABLE series (
    id         INTEGER PRIMARY KEY,
    title      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    start_year INTEGER,
    end_year   INTEGER,
    status     TEXT NOT NULL,
    popularity INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE episode (
    id         INTEGER PRIMARY KEY,
    series     INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    season     INTEGER,
    number     INTEGER,
    title      TEXT,
    kind       TEXT NOT NULL,
    date       TEXT,
    popularity INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX episode_place ON episode (series, season, number, id);

CREATE TABLE person (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE telling (
    thing      INTEGER NOT NULL,
    told_by    TEXT NOT NULL,
    url        TEXT,
    kind       TEXT NOT NULL,
    status     TEXT,
    start_year INTEGER,
    end_year   INTEGER,
    language   TEXT,
    runtime    INTEGER,
    body       TEXT NOT NULL,
    PRIMARY KEY (thing, told_by)
);

CREATE TABLE external_id (
    thing   INTEGER NOT NULL,
    told_by TEXT NOT NULL,
    scheme  TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, scheme)
);
CREATE INDEX external_id_value ON external_id (scheme, value);

CREATE TABLE title (
    thing    INTEGER NOT NULL,
    told_by  TEXT NOT NULL,
    position INTEGER NOT NULL,
    text     TEXT NOT NULL,
    language TEXT,
    country  TEXT,
    kind     TEXT NOT NULL,
    note     TEXT,
    source   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, position)
);

CREATE TABLE numbering (
    thing    INTEGER NOT NULL,
    told_by  TEXT NOT NULL,
    position INTEGER NOT NULL,
    series   INTEGER NOT NULL,
    scheme   TEXT NOT NULL,
    season   INTEGER,
    number   INTEGER NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, position)
);
CREATE INDEX numbering_place ON numbering (series, season, number);

-- A character without a named person is legal: person is null then.
CREATE TABLE credit (
    thing           INTEGER NOT NULL,
    told_by         TEXT NOT NULL,
    position        INTEGER NOT NULL,
    person          INTEGER REFERENCES person (id),
    name            TEXT,
    department      TEXT NOT NULL,
    character       TEXT,
    job             TEXT,
    billed          INTEGER NOT NULL,
    guest           INTEGER NOT NULL,
    himself         INTEGER NOT NULL,
    voice           INTEGER NOT NULL,
    archive_footage INTEGER NOT NULL,
    uncredited      INTEGER NOT NULL,
    credited_as     TEXT,
    source          TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, position)
);
CREATE INDEX credit_person ON credit (person);

CREATE TABLE plot (
    thing    INTEGER NOT NULL,
    told_by  TEXT NOT NULL,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    text     TEXT NOT NULL,
    author   TEXT,
    language TEXT NOT NULL,
    spoiler  INTEGER NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, position)
);

-- date is 2010, 2010-10 or 2010-10-06: its length is its precision; moment is ISO 8601 in UTC.
CREATE TABLE release (
    thing    INTEGER NOT NULL,
    told_by  TEXT NOT NULL,
    position INTEGER NOT NULL,
    date     TEXT NOT NULL,
    moment   TEXT,
    country  TEXT,
    note     TEXT,
    source   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, position)
);

-- price is in minor units of currency; seen is the day on which the offer stood.
CREATE TABLE offer (
    thing    INTEGER NOT NULL,
    told_by  TEXT NOT NULL,
    position INTEGER NOT NULL,
    provider TEXT NOT NULL,
    country  TEXT NOT NULL,
    kind     TEXT NOT NULL,
    price    INTEGER,
    currency TEXT,
    quality  TEXT,
    url      TEXT,
    seen     TEXT,
    source   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, position)
);

CREATE TABLE company (
    thing    INTEGER NOT NULL,
    told_by  TEXT NOT NULL,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    country  TEXT,
    note     TEXT,
    source   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, position)
);

CREATE TABLE spec (
    thing    INTEGER NOT NULL,
    told_by  TEXT NOT NULL,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,
    note     TEXT,
    source   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, position)
);

CREATE TABLE question (
    thing    INTEGER NOT NULL,
    told_by  TEXT NOT NULL,
    position INTEGER NOT NULL,
    text     TEXT NOT NULL,
    answer   TEXT,
    spoiler  INTEGER NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, position)
);

CREATE TABLE image (
    thing    INTEGER NOT NULL,
    told_by  TEXT NOT NULL,
    position INTEGER NOT NULL,
    url      TEXT NOT NULL,
    kind     TEXT NOT NULL,
    alt      TEXT,
    width    INTEGER,
    height   INTEGER,
    source   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, position)
);

CREATE TABLE source_rating (
    thing    INTEGER NOT NULL,
    told_by  TEXT NOT NULL,
    position INTEGER NOT NULL,
    value    REAL NOT NULL,
    votes    INTEGER,
    source   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, position)
);
