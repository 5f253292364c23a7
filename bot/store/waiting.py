"""Rows of a generation that is not live yet: series that others know, and wait for their place."""

from bot.model import Episode, Series
from bot.packed import Row, people_of, unpack
from bot.store.bulk import WAITING
from bot.store.database import Database
from bot.store.people import names

_SERIES = """
    SELECT id, title, kind, start_year, end_year, popularity, packed FROM waiting_series
    WHERE id = :series
"""
_EPISODES = """
    SELECT id, title, kind, CAST(date AS INTEGER), NULL, popularity, packed, series, season, number
    FROM waiting_episode WHERE series = :series ORDER BY season, number, id
"""


def series(db: Database) -> list[int]:
    """Give the series that wait, or have episodes that do."""
    sql = "SELECT id FROM waiting_series UNION SELECT series FROM waiting_episode ORDER BY 1"
    return [row[0] for row in db.execute(sql)]


def tellings(db: Database, of: int) -> list[Series | Episode]:
    """Give what IMDb tells of a series that waits and of its episodes, the series first."""
    found = [Row(*row) for sql in (_SERIES, _EPISODES) for row in db.execute(sql, {"series": of})]
    known = names(db, {one for row in found for one in people_of(row.packed)})
    return [unpack(row, known) for row in found]


def end(db: Database) -> None:
    """Do away with the tables in which rows waited."""
    for table in WAITING:
        db.execute(f"DROP TABLE IF EXISTS {table}")


def told(db: Database, source: str) -> set[int]:
    """Give everything of which a source has a telling."""
    sql = "SELECT thing FROM telling WHERE told_by = :source"
    return {row[0] for row in db.execute(sql, {"source": source})}
