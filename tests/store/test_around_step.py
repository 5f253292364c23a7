"""A file from before brings who is in what, and its ratings, into today's tables."""

from pathlib import Path

from bot.store.migrations import CATALOGUE, prepare
from tests.store.folders import connected, make

BEFORE = 5
ROWS = """
DELETE FROM credit; DELETE FROM episode; DELETE FROM series; DELETE FROM person;
DELETE FROM telling;
INSERT INTO series (id, title, kind, start_year, status) VALUES (1, 'Harbour', 'series', 2001, '');
INSERT INTO series (id, title, kind, status) VALUES (2, 'Light', 'series', '');
INSERT INTO episode (id, series, title, kind, date) VALUES (3, 1, 'A', '', '2001-02-03');
INSERT INTO episode (id, series, title, kind) VALUES (4, 2, 'B', '');
INSERT INTO person (id, name) VALUES (7, 'Ann'), (8, 'Bo');
"""
CREDIT = """
    INSERT INTO credit (thing, told_by, position, person, department, billed, guest, himself, voice,
        archive_footage, uncredited, source)
    VALUES (:thing, :by, :at, :person, 'cast', 1, 0, 0, 0, 0, 0, '')
"""
CREDITS = (
    (3, "TVmaze", 0, 7), (3, "TVmaze", 1, 7), (3, "table", 0, 7), (3, "table", 1, None),
    (4, "TVmaze", 0, 8), (1, "TVmaze", 0, 7), (2, "TVmaze", 0, 8), (99, "TVmaze", 0, 8),
)  # fmt: skip
TELLING = "INSERT INTO telling (thing, told_by, kind, body) VALUES (:thing, :by, '', :body)"
TELLINGS = (
    (3, "TVmaze", '{"ratings": [{"source": "TVmaze", "value": 8.5, "votes": 12}]}'),
    (3, "IMDb", '{"ratings": [{"value": 7, "source": "IMDb"}, {"value": 1, "source": "x"}]}'),
    (3, "a table", '{"ratings": [{"value": 2, "source": "a table"}]}'),
    (4, "IMDb", '{"titles": [{"text": "B"}]}'),
    (4, "Cold Open", '{"ratings": [{"value": 3, "source": "Wikipedia"}]}'),
    (1, "TVmaze", "not JSON"),
)


def test_credits_and_ratings_are_brought_along(tmp_path: Path):
    path = make(tmp_path / "catalogue.db", CATALOGUE, BEFORE)
    with connected(path) as database:
        database.executescript(ROWS)
        keys = ("thing", "by", "at", "person")
        database.executemany(CREDIT, [dict(zip(keys, row, strict=True)) for row in CREDITS])
        for thing, by, body in TELLINGS:
            database.execute(TELLING, {"thing": thing, "by": by, "body": body})
    prepare(path, CATALOGUE)
    with connected(path) as database:
        sql = "SELECT person, date, thing, series FROM appearance ORDER BY 1, 2, 3"
        assert database.execute(sql).fetchall() == [
            (7, "2001", 1, 1), (7, "2001-02-03", 3, 1), (8, "", 2, 2), (8, "", 4, 2),
        ]  # fmt: skip
        sql = "SELECT person, series, things, itself FROM person_series ORDER BY 1, 2"
        assert database.execute(sql).fetchall() == [(7, 1, 2, 1), (8, 2, 2, 1)]
        sql = "SELECT thing, value, votes, source FROM shown_rating ORDER BY thing"
        assert database.execute(sql).fetchall() == [
            (3, 7.0, None, "IMDb"), (4, 3.0, None, "Wikipedia"),
        ]  # fmt: skip
