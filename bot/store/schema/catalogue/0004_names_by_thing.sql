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

CREATE TABLE old_gram AS
SELECT gram.gram, old_name.fresh FROM gram JOIN old_name ON old_name.id = gram.name;
DELETE FROM gram;
INSERT INTO gram (gram, name) SELECT gram, fresh FROM old_gram ORDER BY gram, fresh;
DROP TABLE old_gram;
DROP TABLE old_name;
