-- Beginnings are asked for kind by kind.
DROP INDEX name_folded;
CREATE INDEX name_folded ON name (kind, folded, series);

-- Bits of names lie in columns, with how many each name has; all are put in blocks anew.
DROP TABLE likeness;
CREATE TABLE likeness (
    block   INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,
    names   BLOB NOT NULL,
    quarter BLOB NOT NULL,
    bits    BLOB NOT NULL
);
DELETE FROM begun;
INSERT OR IGNORE INTO likeness_late (name)
SELECT id FROM name ORDER BY kind = 'episode', popularity DESC LIMIT 750000;

-- People are found by name too: the next load names them.
INSERT OR IGNORE INTO likeness_late (name) SELECT id * 1024 FROM person;

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

-- Which names have a word, by their places among all names: bot.store.worded.
CREATE TABLE worded (
    word  TEXT NOT NULL,
    kind  TEXT NOT NULL,
    names BLOB NOT NULL
);
CREATE INDEX worded_word ON worded (word, kind);

-- How names of people begin whom only packed credits name: bot.store.called.
CREATE TABLE called (
    first   INTEGER PRIMARY KEY,
    numbers BLOB NOT NULL,
    people  BLOB NOT NULL
);
