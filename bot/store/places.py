"""Episodes by where they stand in time: of a day, latest, next, first, final, any."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from bot.readings import Place
from bot.store import airing, begun
from bot.store.connection import Database, marks

NAMESAKES = 1000
"""Series of one name that are looked at for a place: no name of a real one has as many."""
FEW = 25
"""Episodes in the most popular series of a name below which others are looked at: all are equal."""

_ORDERS: Mapping[Place, str] = MappingProxyType(
    {
        "latest": """
            date IS NULL OR date <= :today
            ORDER BY date IS NULL, date DESC, season DESC, number DESC, id DESC
        """,
        "next": "date > :today ORDER BY date, season, number, id",
        "first": "season > 0 ORDER BY season, number, id",
        "final": "season > 0 ORDER BY season DESC, number DESC, id DESC",
        "random": "true ORDER BY random()",
    }
)


class Standing(NamedTuple):
    """An episode that stands where it was looked for: in which series, under which name of it."""

    thing: int
    name: str
    popularity: int


def numbered(db: Database, folded: str, season: int, number: int) -> list[Standing]:
    """Give the episodes that stand there in any series of this very name, the most popular first.

    There may be thousands of series of one name: then those in the most popular of these, and where
    they are few those in some of the others.
    """
    key: dict[str, str | int] = {"folded": folded, "season": season, "number": number}
    found: list[Standing] = []
    if popular := begun.whole(db, [folded], "series").get(folded):
        some, ids = marks(popular)
        found = _numbered(db, f"id IN ({some})", key | ids)
    if len(found) < FEW:
        found += _numbered(db, f"folded = :folded AND kind = 'series' LIMIT {NAMESAKES}", key)
    every = {one.thing: one for one in found}
    return sorted(every.values(), key=lambda one: (-one.popularity, one.thing))


def _numbered(db: Database, named: str, key: Mapping[str, str | int]) -> list[Standing]:
    sql = f"""
        WITH called (named, home) AS MATERIALIZED (SELECT id, series FROM name WHERE {named})
        SELECT thing, (SELECT text FROM name WHERE id = named), popularity FROM (
            SELECT episode.id AS thing, named, episode.popularity FROM called
            JOIN episode ON episode.series = home
                AND episode.season = :season AND episode.number = :number
            UNION ALL
            SELECT numbering.thing, named, 0 FROM called
            JOIN numbering ON numbering.series = home
                AND numbering.season = :season AND numbering.number = :number
            ORDER BY 3 DESC, 1 LIMIT 50
        )
    """  # noqa: S608 - words of our own
    return [Standing(*row) for row in db.execute(sql, key)]


def numbers(db: Database, series: int, season: int) -> tuple[int, ...]:
    """Give the numbers that the episodes of a season have, in their order."""
    sql = """
        SELECT DISTINCT number FROM episode
        WHERE series = :series AND season = :season AND number IS NOT NULL ORDER BY number
    """
    rows = db.execute(sql, {"series": series, "season": season})
    return tuple(row[0] for row in rows)


def on_day(db: Database, day: str, series: int | None = None) -> list[int]:
    """Give the episodes that were shown on a day (YYYY-MM-DD): of a series, in any country.

    Without one those that were first shown then, the most popular first.
    """
    first = """
        SELECT id FROM episode WHERE date = :day AND length(date) = 10
        ORDER BY popularity DESC, id LIMIT 50
    """
    # What is told of all is read of those alone that are known, or not known yet, to be of the day.
    anywhere = """
        SELECT id FROM episode
        WHERE series = :series AND (date = :day OR (
            (
                id IN (SELECT thing FROM airing WHERE day = :day)
                OR EXISTS (SELECT 1 FROM phrase_late WHERE thing = episode.id)
            )
            AND EXISTS (
                SELECT 1 FROM telling
                WHERE thing = episode.id AND instr(body, '"date":"' || :day || '"')
            )
        ))
        ORDER BY date = :day DESC, id
    """
    sql = first if series is None else anywhere
    return [row[0] for row in db.execute(sql, {"day": day, "series": series})]


def placed(db: Database, series: int, place: Place, season: int | None, now: datetime) -> list[int]:
    """Give the episode that stands there in a series, or in one of its seasons, if there is one.

    Which of a series came last and which comes next is told as airing.last_and_next has it; where
    neither is known, the highest number came last.
    """
    if season is None and place in {"latest", "next"}:
        last, coming = airing.last_and_next(db, series, now)
        found = last if place == "latest" else coming
        if last or coming or place == "next":
            return [found] if found else []
    sql = f"""
        SELECT id FROM (
            SELECT * FROM episode
            WHERE series = :series AND (season = :season OR :season IS NULL)
        ) WHERE {_ORDERS[place]} LIMIT 1
    """  # noqa: S608 - words of our own
    key = {"series": series, "season": season, "today": now.date().isoformat()}
    rows = db.execute(sql, key)
    return [row[0] for row in rows]
