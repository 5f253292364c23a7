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

-- Things whose tellings were written or dropped since their words and days were. What an older
-- program wrote is read by the next load, or by the bot once it runs.
CREATE TABLE phrase_late (thing INTEGER PRIMARY KEY);
INSERT INTO phrase_late (thing) SELECT DISTINCT thing FROM telling;
