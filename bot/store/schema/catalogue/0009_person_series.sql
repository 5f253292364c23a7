-- In how many things of a series somebody is, with how many that are the series itself (1 or 0):
-- who is in thousands is counted without reading all of them.
CREATE TABLE person_series (
    person INTEGER NOT NULL,
    series INTEGER NOT NULL,
    things INTEGER NOT NULL,
    itself INTEGER NOT NULL,
    PRIMARY KEY (person, series)
) WITHOUT ROWID;
INSERT INTO person_series (person, series, things, itself)
SELECT person, series, count(*), count(CASE WHEN thing = series THEN 1 END)
FROM appearance GROUP BY person, series;
