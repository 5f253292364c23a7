"""Things that IMDb alone tells of: packed in their own rows, until another source tells of them."""

from bot.model import Credit, Episode, Series, imdb_id
from bot.packed import Row, credits_of, people_of, unpack
from bot.store import postings
from bot.store.connection import Database
from bot.store.index import THING
from bot.store.people import names

_SERIES = """
    SELECT id, title, kind, start_year, end_year, popularity, packed FROM series
    WHERE id = :thing AND packed IS NOT NULL
"""
_EPISODE = """
    SELECT id, title, kind, NULL, NULL, popularity, packed, series, season, number, date
    FROM episode WHERE id = :thing AND packed IS NOT NULL
"""


def told(db: Database, thing: int) -> Series | Episode | None:
    """Give what IMDb says about a thing that it alone tells of."""
    for sql in (_EPISODE, _SERIES):
        if found := db.execute(sql, {"thing": thing}).fetchone():
            row = Row(*found)
            return unpack(row, names(db, people_of(row.packed)))
    return None


def did(db: Database, thing: int, person: int) -> list[Credit]:
    """Give what a person did in a thing that IMDb alone tells of."""
    sql = """
        SELECT packed FROM episode WHERE id = :thing AND packed IS NOT NULL
        UNION ALL SELECT packed FROM series WHERE id = :thing AND packed IS NOT NULL
    """
    rows = db.execute(sql, {"thing": thing}).fetchall()
    return [one for (packed,) in rows for one in credits_of(packed, person)]


def is_packed(db: Database, thing: int) -> bool:
    """Tell whether IMDb alone tells of a thing."""
    sql = """
        SELECT 1 FROM episode WHERE id = :thing AND packed IS NOT NULL
        UNION ALL SELECT 1 FROM series WHERE id = :thing AND packed IS NOT NULL
    """
    return imdb_id(thing) is not None and db.execute(sql, {"thing": thing}).fetchone() is not None


def is_any(db: Database) -> bool:
    """Tell whether anything is packed."""
    return (
        db.execute("SELECT 1 FROM series WHERE packed IS NOT NULL LIMIT 1").fetchone() is not None
    )


def is_any_episode(db: Database) -> bool:
    """Tell whether any episode is packed."""
    sql = "SELECT 1 FROM episode WHERE packed IS NOT NULL LIMIT 1"
    return db.execute(sql).fetchone() is not None


def has_episodes(db: Database, series: int) -> bool:
    """Tell whether IMDb alone tells of some episode of a series."""
    sql = "SELECT 1 FROM episode WHERE series = :series AND packed IS NOT NULL LIMIT 1"
    return db.execute(sql, {"series": series}).fetchone() is not None


def loosen(db: Database, thing: int, credits: int) -> None:
    """Forget the packed form of a thing, of which a telling has been stored instead."""
    sql = """
        SELECT series, packed FROM episode WHERE id = :thing AND packed IS NOT NULL
        UNION ALL SELECT id, packed FROM series WHERE id = :thing AND packed IS NOT NULL
    """
    for series, packed in db.execute(sql, {"thing": thing}).fetchall():
        postings.drop(db, thing, series, people_of(packed))
    for table in ("series", "episode"):
        db.execute(f"UPDATE {table} SET packed = NULL WHERE id = :thing", {"thing": thing})  # noqa: S608
    uncount(db, credits)


def uncount(db: Database, credits: int) -> None:
    """Count fewer packed credits: a telling has them, which counts them itself."""
    sql = "UPDATE tally SET number = number - :credits WHERE word = 'packed parts'"
    db.execute(sql, {"credits": credits})


def at(db: Database, series: int, season: int, number: int) -> list[int]:
    """Give the packed episodes of a series at a place."""
    sql = """
        SELECT id FROM episode WHERE series = :series AND season = :season AND number = :number
            AND packed IS NOT NULL ORDER BY id
    """
    key = {"series": series, "season": season, "number": number}
    return [row[0] for row in db.execute(sql, key)]


def series_titled(db: Database, folded: str) -> list[tuple[int, str, int | None]]:
    """Give the packed series that have this folded title: id, title, first year."""
    sql = f"""
        SELECT DISTINCT series.id, series.title, series.start_year FROM name
        JOIN series ON series.id = {THING}
        WHERE name.folded = :folded AND name.kind = 'series' AND series.packed IS NOT NULL
        ORDER BY series.id
    """  # noqa: S608 - a word of our own
    return db.execute(sql, {"folded": folded}).fetchall()


def things(db: Database) -> list[int]:
    """Give every thing that is packed, series first."""
    sql = """
        SELECT id FROM series WHERE packed IS NOT NULL
        UNION ALL SELECT id FROM episode WHERE packed IS NOT NULL
    """
    return [row[0] for row in db.execute(sql)]
