"""The search index: names as they were folded at load time, exact, by prefix, and mistyped."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from bot.model import Kind
from bot.store import begun, likeness
from bot.store.connection import Database

CANDIDATES = 200
"""How many names share enough letters to be compared in full; more cost time and find nothing."""
NAMES = 1024
"""Names that a thing may have: a name's id is its thing's id times this, and counts from there."""


class Named(NamedTuple):
    """A name in the index: whose it is, as it is compared and as it is written."""

    thing: int
    series: int
    folded: str
    text: str
    popularity: int


THING = f"(name.id / {NAMES})"
"""SQL for the thing whose name it is."""
_NAMED = f"SELECT {THING}, name.series, name.folded, name.text, name.popularity FROM name"  # noqa: S608
_INSIDE = f"""
    {_NAMED} JOIN episode
        ON name.id >= episode.id * {NAMES} AND name.id < (episode.id + 1) * {NAMES}
    WHERE episode.series = :series
"""


def put_names(  # noqa: PLR0913, PLR0917 - a row has these columns
    db: Database,
    thing: int,
    series: int,
    kind: Kind,
    names: Iterable[tuple[str, str]],
    popularity: int,
) -> None:
    """Let a thing that has no names yet be found by these (folded, as written)."""
    sql = """
        INSERT INTO name (id, series, kind, folded, text, popularity)
        VALUES (:id, :series, :kind, :folded, :text, :popularity)
    """
    row: dict[str, Any] = {"series": series, "kind": kind, "popularity": popularity}
    rows = [
        row | {"id": name, "folded": folded, "text": text}
        for name, (folded, text) in enumerate(islice(names, NAMES), start=thing * NAMES)
    ]
    db.executemany(sql, rows)
    likeness.mark(db, (row["id"] for row in rows))


def drop_names(db: Database, thing: int) -> None:
    """Let a thing be found by no name."""
    sql = "DELETE FROM name WHERE id >= :first AND id < :behind RETURNING id"
    key = {"first": thing * NAMES, "behind": (thing + 1) * NAMES}
    likeness.mark(db, [row[0] for row in db.execute(sql, key)])


def exact(db: Database, names: Sequence[str], kind: Kind) -> list[Named]:
    """Find everything of a kind that has one of these very names, in one statement for all."""
    marks = ", ".join(f":name{number}" for number in range(len(names)))
    sql = f"""
        {_NAMED} WHERE folded IN ({marks}) AND kind = :kind ORDER BY popularity DESC, id
    """
    key = {f"name{number}": name for number, name in enumerate(names)}
    return [Named(*row) for row in db.execute(sql, key | {"kind": kind})]


def beginning(
    db: Database, folded: str, kind: Kind, limit: int, *, series: int | None = None
) -> list[Named]:
    """Find what has a name that begins so: this very name first, then the most popular."""
    known = begun.kept(db, folded, kind) if series is None else None
    if known is not None:
        return [*exact(db, [folded], kind)[:limit], *_by_id(db, known, but=folded)][:limit]
    begins = "folded >= :folded AND folded < :end AND name.kind = :kind"
    sql = f"""
        {f"{_NAMED} WHERE" if series is None else f"{_INSIDE} AND"} {begins}
        ORDER BY folded = :folded DESC, name.popularity DESC, length(folded), name.id LIMIT :limit
    """
    key = {"folded": folded, "end": f"{folded}\U0010ffff", "kind": kind, "limit": limit}
    return [Named(*row) for row in db.execute(sql, key | {"series": series})]


def alike(db: Database, folded: str, kind: Kind) -> list[Named]:
    """Give the names of a kind that share the most letters with a mistyped one."""
    return _by_id(db, likeness.alike(db, folded, kind, CANDIDATES))


def _by_id(db: Database, names: Sequence[int], *, but: str = "") -> list[Named]:
    marks = ", ".join(f":name{number}" for number in range(len(names)))
    sql = f"""
        {_NAMED} WHERE id IN ({marks}) AND folded <> :but
        ORDER BY popularity DESC, length(folded), id
    """
    key: dict[str, int | str] = {f"name{number}": name for number, name in enumerate(names)}
    return [Named(*row) for row in db.execute(sql, key | {"but": but})]


def inside(db: Database, series: int) -> list[Named]:
    """Give all names of a series' episodes."""
    sql = f"{_INSIDE} ORDER BY name.popularity DESC, name.id"
    return [Named(*row) for row in db.execute(sql, {"series": series})]
