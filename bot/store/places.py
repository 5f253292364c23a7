"""Episodes by where they stand in time: of a day, latest, next, first, final, any."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from bot.readings import Place
from bot.store.connection import Database

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

    There may be thousands of series of one name; not all of them are in the answer.
    """
    sql = """
        SELECT thing, (SELECT text FROM name WHERE id = named), popularity FROM (
            SELECT episode.id AS thing, name.id AS named, episode.popularity FROM name
            JOIN episode ON episode.series = name.series
                AND episode.season = :season AND episode.number = :number
            WHERE name.folded = :folded AND name.kind = 'series'
            UNION ALL
            SELECT numbering.thing, name.id, 0 FROM name
            JOIN numbering ON numbering.series = name.series
                AND numbering.season = :season AND numbering.number = :number
            WHERE name.folded = :folded AND name.kind = 'series'
            ORDER BY 3 DESC, 1 LIMIT 50
        )
    """
    key = {"folded": folded, "season": season, "number": number}
    return [Standing(*row) for row in db.execute(sql, key)]


def on_day(db: Database, day: str, series: int | None = None) -> list[int]:
    """Give the episodes that were shown on a day (YYYY-MM-DD): of a series, in any country.

    Without one those that were first shown then, the most popular first.
    """
    first = """
        SELECT id FROM episode WHERE date = :day AND length(date) = 10
        ORDER BY popularity DESC, id LIMIT 50
    """
    anywhere = """
        SELECT episode.id FROM episode LEFT JOIN telling ON telling.thing = episode.id
        WHERE episode.series = :series
            AND (episode.date = :day OR instr(telling.body, '"date":"' || :day || '"'))
        GROUP BY episode.id ORDER BY episode.date = :day DESC, episode.id
    """
    sql = first if series is None else anywhere
    return [row[0] for row in db.execute(sql, {"day": day, "series": series})]


def placed(db: Database, series: int, place: Place, season: int | None, today: str) -> list[int]:
    """Give the episode that stands there in a series, or in one of its seasons, if there is one."""
    sql = f"""
        SELECT id FROM (
            SELECT * FROM episode
            WHERE series = :series AND (season = :season OR :season IS NULL)
        ) WHERE {_ORDERS[place]} LIMIT 1
    """  # noqa: S608 - words of our own
    rows = db.execute(sql, {"series": series, "season": season, "today": today})
    return [row[0] for row in rows]
