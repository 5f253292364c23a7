"""The search index: names as they were folded at load time, exact, by prefix, and mistyped."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.model import Kind
from bot.store.database import Database

CANDIDATES = 200
"""How many names share enough letters to be compared in full; more cost time and find nothing."""


class Named(NamedTuple):
    """A name in the index: whose it is, as it is compared and as it is written."""

    thing: int
    series: int
    folded: str
    text: str
    popularity: int


_NAMED = "SELECT thing, series, folded, text, popularity FROM name"


def put_names(  # noqa: PLR0913, PLR0917 - a row has these columns
    db: Database,
    thing: int,
    series: int,
    kind: Kind,
    names: Iterable[tuple[str, str]],
    popularity: int,
) -> None:
    """Let a thing be found by these names (folded, as written)."""
    sql = """
        INSERT INTO name (thing, series, kind, folded, text, popularity)
        VALUES (:thing, :series, :kind, :folded, :text, :popularity) RETURNING id
    """
    row = {"thing": thing, "series": series, "kind": kind, "popularity": popularity}
    for folded, text in names:
        (name,) = db.execute(sql, row | {"folded": folded, "text": text}).fetchone()
        rows = [{"gram": gram, "name": name} for gram in grams(folded)]
        db.executemany("INSERT INTO gram (gram, name) VALUES (:gram, :name)", rows)


def drop_names(db: Database, thing: int, series: int, kind: Kind) -> None:
    """Let a thing be found by no name."""
    sql = """
        DELETE FROM name WHERE series = :series AND kind = :kind AND thing = :thing
        RETURNING id, folded
    """
    rows = db.execute(sql, {"series": series, "kind": kind, "thing": thing}).fetchall()
    gone = [{"gram": gram, "name": name} for name, folded in rows for gram in grams(folded)]
    db.executemany("DELETE FROM gram WHERE gram = :gram AND name = :name", gone)


def exact(db: Database, names: Sequence[str], kind: Kind) -> list[Named]:
    """Find everything of a kind that has one of these very names, in one statement for all."""
    marks = ", ".join(f":name{number}" for number in range(len(names)))
    sql = f"""
        {_NAMED} WHERE folded IN ({marks}) AND kind = :kind ORDER BY popularity DESC, thing
    """
    key = {f"name{number}": name for number, name in enumerate(names)}
    return [Named(*row) for row in db.execute(sql, key | {"kind": kind})]


def beginning(
    db: Database, folded: str, kind: Kind, limit: int, *, series: int | None = None
) -> list[Named]:
    """Find what has a name that begins so: this very name first, then the most popular."""
    # Two statements: with one for both SQLite reads every name that begins so, of all series.
    inside = "" if series is None else "AND series = :series"
    sql = f"""
        {_NAMED} WHERE folded >= :folded AND folded < :end AND kind = :kind {inside}
        ORDER BY folded = :folded DESC, popularity DESC, length(folded), thing LIMIT :limit
    """
    key = {"folded": folded, "end": f"{folded}\U0010ffff", "kind": kind, "limit": limit}
    return [Named(*row) for row in db.execute(sql, key | {"series": series})]


def alike(db: Database, folded: str, kind: Kind) -> list[Named]:
    """Give the names of a kind that share the most letters with a mistyped one."""
    asked = sorted(grams(folded))
    marks = ", ".join(f":gram{number}" for number in range(len(asked)))
    sql = f"""
        SELECT name.thing, name.series, name.folded, name.text, name.popularity
        FROM gram JOIN name ON name.id = gram.name
        WHERE gram.gram IN ({marks}) AND name.kind = :kind
        GROUP BY name.id ORDER BY count(*) DESC, name.popularity DESC, name.id LIMIT :limit
    """  # noqa: S608 - marks are counted, not typed
    key = {f"gram{number}": gram for number, gram in enumerate(asked)}
    rows = db.execute(sql, key | {"kind": kind, "limit": CANDIDATES})
    return [Named(*row) for row in rows]


def inside(db: Database, series: int) -> list[Named]:
    """Give all names of a series' episodes."""
    sql = f"{_NAMED} WHERE series = :series AND kind = 'episode' ORDER BY popularity DESC, thing"
    return [Named(*row) for row in db.execute(sql, {"series": series})]


def grams(folded: str) -> set[str]:
    """Give the three letters in a row that a folded name has, blanks at its ends."""
    padded = f" {folded} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
