"""Episodes by where they stand in time: of a day, latest, next, first, final, any."""

from collections.abc import Mapping
from types import MappingProxyType

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
