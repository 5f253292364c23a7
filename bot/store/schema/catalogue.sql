-- What sources say. Everything in this file can be loaded again.
--
-- series.id, episode.id and person.id are permanent: they are given out by community.db (thing), or
-- made of IMDb's own numbers (bot.model).
-- series and episode hold what lists and searches show, chosen from the tellings by trust.
-- telling.body is all that one source said about one thing, as JSON: what a page reads, in one row.
-- packed is the same of things that IMDb alone tells of, in a tenth of the bytes (bot.packed); such
-- a thing has no telling. numbering and credit hold facts of tellings for questions across episodes:
-- (thing, told_by) is one telling, `source` is where the fact itself comes from, `position` keeps
-- the order in which it was told.

CREATE TABLE series (
    id         INTEGER PRIMARY KEY,
    title      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    start_year INTEGER,
    end_year   INTEGER,
    status     TEXT NOT NULL,
    popularity INTEGER NOT NULL DEFAULT 0,
    packed     BLOB
);

CREATE TABLE episode (
    id         INTEGER PRIMARY KEY,
    series     INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    season     INTEGER,
    number     INTEGER,
    title      TEXT,
    kind       TEXT NOT NULL,
    date       TEXT,
    popularity INTEGER NOT NULL DEFAULT 0,
    packed     BLOB
);
CREATE INDEX episode_place ON episode (series, season, number);
CREATE INDEX episode_popularity ON episode (popularity) WHERE popularity > 0;
-- Of IMDb's dumps years alone are known.
CREATE INDEX episode_date ON episode (date) WHERE length(date) = 10;
CREATE INDEX episode_shown ON episode (series, date) WHERE length(date) = 10;

-- The rating that lists show: the most trusted source's first. Packed things have theirs packed.
CREATE TABLE shown_rating (
    thing  INTEGER PRIMARY KEY,
    value  REAL NOT NULL,
    votes  INTEGER,
    source TEXT NOT NULL
);

CREATE TABLE person (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

-- People whom only packed credits name, a crowd in a row: bot.packed.
CREATE TABLE crowd (
    first INTEGER PRIMARY KEY,
    body  BLOB NOT NULL
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
CREATE INDEX telling_source ON telling (told_by);

CREATE TABLE external_id (
    thing   INTEGER NOT NULL,
    told_by TEXT NOT NULL,
    scheme  TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (thing, told_by, scheme)
);
CREATE INDEX external_id_value ON external_id (scheme, value);

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
CREATE INDEX credit_person ON credit (person, thing);

-- Who is in what, newest first; date is '' where it is not known. An episode's series is beside it,
-- a series is its own.
CREATE TABLE appearance (
    person INTEGER NOT NULL,
    date   TEXT NOT NULL,
    thing  INTEGER NOT NULL,
    series INTEGER NOT NULL,
    PRIMARY KEY (person, date, thing)
) WITHOUT ROWID;
CREATE INDEX appearance_thing ON appearance (thing);

-- In how many things of a series somebody is, with how many that are the series itself (1 or 0):
-- who is in thousands is counted without reading all of them.
CREATE TABLE person_series (
    person INTEGER NOT NULL,
    series INTEGER NOT NULL,
    things INTEGER NOT NULL,
    itself INTEGER NOT NULL,
    PRIMARY KEY (person, series)
) WITHOUT ROWID;

-- The search index: every name under which a series or an episode can be found.
-- id is the thing's id * 1024 and counts from there: nothing has more names.

CREATE TABLE name (
    id         INTEGER PRIMARY KEY,
    series     INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    folded     TEXT NOT NULL,
    text       TEXT NOT NULL,
    popularity INTEGER NOT NULL
);
CREATE INDEX name_folded ON name (kind, folded, series);

-- Bits of names' letters, of which mistyped names are found: bot.store.likeness.
CREATE TABLE likeness (
    block   INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,
    names   BLOB NOT NULL,
    quarter BLOB NOT NULL,
    bits    BLOB NOT NULL
);
-- Names that were written or dropped since their block was.
CREATE TABLE likeness_late (name INTEGER PRIMARY KEY);

-- Halves of names, by which those are found that are one mistake away: bot.store.halves.
CREATE TABLE halves (
    first   INTEGER PRIMARY KEY,
    keys    BLOB NOT NULL,
    names   BLOB NOT NULL,
    letters BLOB NOT NULL
);
-- Halves of names that were written since.
CREATE TABLE halves_late (
    key     INTEGER NOT NULL,
    name    INTEGER NOT NULL,
    letters INTEGER NOT NULL,
    PRIMARY KEY (key, name)
) WITHOUT ROWID;

-- How names of people begin whom only packed credits name: bot.store.called.
CREATE TABLE called (
    first   INTEGER PRIMARY KEY,
    numbers BLOB NOT NULL,
    people  BLOB NOT NULL
);

-- What people are in, of what IMDb alone tells of, newest first: bot.store.postings.
CREATE TABLE posting (
    first INTEGER PRIMARY KEY,
    body  BLOB NOT NULL
);
-- Things that another source tells of as well since the lists were made, and their series.
CREATE TABLE posting_gone (
    person INTEGER NOT NULL,
    thing  INTEGER NOT NULL,
    series INTEGER NOT NULL,
    PRIMARY KEY (person, thing)
) WITHOUT ROWID;

-- Which names have a word, by their places among all names: bot.store.worded.
CREATE TABLE worded (
    word  TEXT NOT NULL,
    kind  TEXT NOT NULL,
    names BLOB NOT NULL
);
CREATE INDEX worded_word ON worded (word, kind);

-- Beginnings that very many names have, and the most popular of these: bot.store.begun.
CREATE TABLE begun (
    prefix TEXT NOT NULL,
    kind   TEXT NOT NULL,
    names  BLOB NOT NULL,
    PRIMARY KEY (prefix, kind)
) WITHOUT ROWID;

-- Words of what tellings say, and which things have them how much: bot.store.phrases.
CREATE TABLE phrase (
    word    TEXT NOT NULL,
    block   INTEGER NOT NULL,
    places  BLOB NOT NULL,
    weights BLOB NOT NULL,
    PRIMARY KEY (word, block)
) WITHOUT ROWID;
-- How many things have a word.
CREATE TABLE phrase_word (
    word   TEXT NOT NULL PRIMARY KEY,
    things INTEGER NOT NULL
) WITHOUT ROWID;
-- A thing's place among all, and its words with what each weighs.
CREATE TABLE phrased (
    place INTEGER PRIMARY KEY,
    thing INTEGER NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX phrased_thing ON phrased (thing);

-- On which days episodes are shown, in any country and in UTC: bot.store.airing.
CREATE TABLE airing (
    thing   INTEGER NOT NULL,
    day     TEXT NOT NULL,
    country TEXT NOT NULL,
    PRIMARY KEY (thing, day, country)
) WITHOUT ROWID;
CREATE INDEX airing_day ON airing (day);

-- Things whose tellings were written or dropped since their words and days were.
CREATE TABLE phrase_late (thing INTEGER PRIMARY KEY);

-- What each load found in place of what it told: with it the last load is taken back.
CREATE TABLE undo (
    load    INTEGER NOT NULL,
    thing   INTEGER NOT NULL,
    told_by TEXT NOT NULL,
    series  INTEGER NOT NULL,
    body    TEXT,
    PRIMARY KEY (load, thing, told_by)
);

-- How much there is, counted at the end of each load: counting millions takes too long to ask.
CREATE TABLE tally (
    word   TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL
);
