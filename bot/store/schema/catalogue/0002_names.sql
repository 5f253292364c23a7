-- The search index: every name under which a series or an episode can be found.

CREATE TABLE name (
    id         INTEGER PRIMARY KEY,
    thing      INTEGER NOT NULL,
    series     INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    folded     TEXT NOT NULL,
    text       TEXT NOT NULL,
    popularity INTEGER NOT NULL
);
CREATE INDEX name_folded ON name (folded, kind);
CREATE INDEX name_series ON name (series, kind);
CREATE INDEX name_thing ON name (thing);

-- Three letters in a row of a folded name, blanks at its ends: candidates for mistyped names.
CREATE TABLE gram (
    gram TEXT NOT NULL,
    name INTEGER NOT NULL REFERENCES name (id) ON DELETE CASCADE,
    PRIMARY KEY (gram, name)
) WITHOUT ROWID;
CREATE INDEX gram_name ON gram (name);
