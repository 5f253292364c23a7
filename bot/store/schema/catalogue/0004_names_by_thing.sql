-- A name's id says whose it is: an index less to write and to check, for millions of names.

CREATE TABLE old_name AS
SELECT id, thing * 1024 + row_number() OVER (PARTITION BY thing ORDER BY id) - 1 AS fresh,
    series, kind, folded, text, popularity
FROM name;
DROP TABLE name;
CREATE TABLE name (
    id         INTEGER PRIMARY KEY,
    series     INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    folded     TEXT NOT NULL,
    text       TEXT NOT NULL,
    popularity INTEGER NOT NULL
);
INSERT INTO name (id, series, kind, folded, text, popularity)
SELECT fresh, series, kind, folded, text, popularity FROM old_name ORDER BY fresh;
CREATE INDEX name_folded ON name (folded, kind, series);

DROP TABLE old_name;

-- Mistyped names are found by bits, not by grams: bot.store.likeness.
DROP TABLE gram;
CREATE TABLE likeness (
    block INTEGER PRIMARY KEY,
    kind  TEXT NOT NULL,
    names BLOB NOT NULL,
    bits  BLOB NOT NULL
);
CREATE TABLE likeness_late (name INTEGER PRIMARY KEY);

-- Beginnings that very many names have, and the most popular of these: bot.store.begun.
CREATE TABLE begun (
    prefix TEXT NOT NULL,
    kind   TEXT NOT NULL,
    names  BLOB NOT NULL,
    PRIMARY KEY (prefix, kind)
) WITHOUT ROWID;
INSERT INTO likeness_late (name) SELECT id FROM name;

-- Of IMDb's dumps years alone are known.
CREATE INDEX episode_date ON episode (date) WHERE length(date) = 10;
