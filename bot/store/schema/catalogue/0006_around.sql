-- Who is in what, newest first: a page of somebody's thousand episodes is read without sorting them.
CREATE TABLE appearance (
    person INTEGER NOT NULL,
    date   TEXT NOT NULL,
    thing  INTEGER NOT NULL,
    series INTEGER NOT NULL,
    PRIMARY KEY (person, date, thing)
) WITHOUT ROWID;
INSERT INTO appearance (person, date, thing, series)
SELECT DISTINCT credit.person, coalesce(episode.date, ''), episode.id, episode.series
FROM credit JOIN episode ON episode.id = credit.thing WHERE credit.person IS NOT NULL
UNION
SELECT DISTINCT credit.person, coalesce(CAST(series.start_year AS TEXT), ''), series.id, series.id
FROM credit JOIN series ON series.id = credit.thing WHERE credit.person IS NOT NULL;
CREATE INDEX appearance_thing ON appearance (thing);

-- What somebody did in one thing is asked for as well.
DROP INDEX credit_person;
CREATE INDEX credit_person ON credit (person, thing);

-- The rating that lists show: the most trusted source's first. Packed things have theirs packed.
CREATE TABLE shown_rating (
    thing  INTEGER PRIMARY KEY,
    value  REAL NOT NULL,
    votes  INTEGER,
    source TEXT NOT NULL
);
INSERT INTO shown_rating (thing, value, votes, source)
SELECT thing, json_extract(rating, '$.value'), json_extract(rating, '$.votes'),
    coalesce(json_extract(rating, '$.source'), told_by)
FROM (
    SELECT thing, told_by, rating, row_number() OVER (
        PARTITION BY thing ORDER BY CASE told_by
            WHEN 'members' THEN 0 WHEN 'table' THEN 1 WHEN 'IMDb' THEN 2 WHEN 'TVmaze' THEN 3
            WHEN 'TMDB' THEN 4 WHEN 'TheTVDB' THEN 5 WHEN 'Cold Open' THEN 7 ELSE 6
        END, told_by
    ) AS place
    FROM (
        SELECT thing, told_by,
            CASE WHEN json_valid(body) THEN json_extract(body, '$.ratings[0]') END AS rating
        FROM telling
    )
    WHERE rating IS NOT NULL
)
WHERE place = 1;

-- The latest and the next episode of a series, however many it has.
CREATE INDEX episode_shown ON episode (series, date) WHERE length(date) = 10;
