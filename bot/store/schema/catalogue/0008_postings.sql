-- What people are in, of what IMDb alone tells of, newest first: bot.store.postings. The next load
-- of its dumps makes these lists.
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

-- An index has the id at its end anyway.
DROP INDEX episode_place;
CREATE INDEX episode_place ON episode (series, season, number);
