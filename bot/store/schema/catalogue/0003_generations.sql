-- Loads of millions of rows: what IMDb alone says of a thing is packed into the thing's own row.
-- Tables of facts that nothing asked are gone: telling.body has every one of their facts.

DROP TABLE title;
DROP TABLE plot;
DROP TABLE release;
DROP TABLE offer;
DROP TABLE company;
DROP TABLE spec;
DROP TABLE question;
DROP TABLE image;
DROP TABLE source_rating;

ALTER TABLE series ADD COLUMN packed BLOB;
ALTER TABLE episode ADD COLUMN packed BLOB;
CREATE INDEX episode_popularity ON episode (popularity) WHERE popularity > 0;
DROP INDEX name_thing;
DROP INDEX name_series;
CREATE INDEX name_series ON name (series, kind, thing);

-- Grams refer to their names no more: an index for that cost more than writing the grams.
CREATE TABLE kept_gram AS SELECT gram, name FROM gram;
DROP TABLE gram;
CREATE TABLE gram (
    gram TEXT NOT NULL,
    name INTEGER NOT NULL,
    PRIMARY KEY (gram, name)
) WITHOUT ROWID;
INSERT INTO gram SELECT gram, name FROM kept_gram;
DROP TABLE kept_gram;

CREATE INDEX telling_source ON telling (told_by);

-- People whom only packed credits name, a crowd in a row: bot.packed.
CREATE TABLE crowd (
    first INTEGER PRIMARY KEY,
    body  BLOB NOT NULL
);

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
INSERT INTO tally (word, number)
SELECT 'series', count(*) FROM series UNION ALL SELECT 'episodes', count(*) FROM episode
UNION ALL SELECT 'people', count(*) FROM person UNION ALL SELECT 'parts', count(*) FROM credit
UNION ALL SELECT 'packed parts', 0 UNION ALL SELECT 'packed people', 0;
