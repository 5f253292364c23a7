"""Rows of a generation that is not live yet: series that others know, and wait for their place."""

from collections.abc import Iterable

from bot.model import Episode, Series
from bot.packed import Row, people_of, unpack
from bot.store.bulk import WAITING
from bot.store.connection import Database
from bot.store.people import names

_SERIES = """
    SELECT id, title, kind, start_year, end_year, popularity, packed FROM waiting_series
    WHERE id = :series
"""
_EPISODES = """
    SELECT id, title, kind, NULL, NULL, popularity, packed, series, season, number, date
    FROM waiting_episode WHERE series = :series ORDER BY season, number, id
"""


def is_any(db: Database) -> bool:
    """Tell whether rows may wait: not any more once all have found their place."""
    sql = "SELECT 1 FROM catalogue.sqlite_master WHERE name = 'waiting_put'"
    return db.execute(sql).fetchone() is not None


def series(db: Database) -> list[int]:
    """Give the series that wait, or have episodes that do."""
    sql = "SELECT id FROM waiting_series UNION SELECT series FROM waiting_episode ORDER BY 1"
    return [row[0] for row in db.execute(sql)]


def tellings(db: Database, of: int) -> list[Series | Episode]:
    """Give what IMDb tells of a series that waits and of its episodes, the series first."""
    found = [Row(*row) for sql in (_SERIES, _EPISODES) for row in db.execute(sql, {"series": of})]
    known = names(db, {one for row in found for one in people_of(row.packed)})
    return [unpack(row, known) for row in found]


def put(db: Database, of: int, things: Iterable[int]) -> None:
    """Note that a series waits no more, and which things its tellings were about."""
    for table, key in (("waiting_series", "id"), ("waiting_episode", "series")):
        db.execute(f"DELETE FROM {table} WHERE {key} = :series", {"series": of})  # noqa: S608
    sql = "INSERT INTO waiting_put (thing) VALUES (:thing) ON CONFLICT (thing) DO NOTHING"
    db.executemany(sql, [{"thing": thing} for thing in things])


def was_begun(db: Database) -> bool:
    """Tell whether a series was put in its place before: by a process that was ended then."""
    return db.execute("SELECT 1 FROM waiting_put LIMIT 1").fetchone() is not None


def gone(db: Database, source: str) -> list[int]:
    """Give everything of which a source has a telling and that it does not tell of any more."""
    sql = """
        SELECT thing FROM telling WHERE told_by = :source
            AND thing NOT IN (SELECT thing FROM waiting_put) ORDER BY thing
    """
    return [row[0] for row in db.execute(sql, {"source": source})]


def end(db: Database) -> None:
    """Do away with the tables in which rows waited."""
    for table in (*WAITING, "waiting_put"):
        db.execute(f"DROP TABLE {table}")
