-- Which commands Discord was last told of, by application and place: Discord counts changes.

CREATE TABLE command_sync (
    place  TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL
);
