"""The permanent ids of things, and the keys by which a source's telling finds its thing again."""

from collections.abc import Iterable
from typing import Literal

from bot.store.database import Database

ThingKind = Literal["series", "episode", "person"]
Key = tuple[str, str]
"""A scheme and a value: ("imdb", "tt1597909"), ("aired", "7 9 5")."""


def recognise(db: Database, kind: ThingKind, keys: Iterable[Key]) -> list[int]:
    """Give the things that have one of the keys, each once, smallest id first."""
    sql = """
        SELECT thing FROM identity
        WHERE kind = :kind AND scheme = :scheme AND value = :value
    """
    found = {
        row[0]
        for scheme, value in keys
        for row in db.execute(sql, {"kind": kind, "scheme": scheme, "value": value})
    }
    return sorted(found)


def titled(db: Database, folded: str) -> list[int]:
    """Give the series that were told of under this title, in whatever year they began."""
    sql = """
        SELECT DISTINCT thing, value FROM identity
        WHERE kind = 'series' AND scheme = 'title' AND value BETWEEN :first AND :last
    """
    rows = db.execute(sql, {"first": folded, "last": f"{folded} 9999"})
    return [thing for thing, value in rows if value == folded or value[: -len(" 2010")] == folded]


def allot(db: Database, kind: ThingKind) -> int:
    """Give out a new permanent id."""
    sql = "INSERT INTO thing (kind) VALUES (:kind) RETURNING id"
    (thing,) = db.execute(sql, {"kind": kind}).fetchone()
    return int(thing)


def catch_up(db: Database) -> None:
    """Take back ids that the catalogue has and an older community.db, restored, has not.

    Without it they would be given out again, and old rows would come to mean other things.
    """
    for kind, table in (("series", "series"), ("episode", "episode"), ("person", "person")):
        sql = f"""
            INSERT INTO thing (id, kind) SELECT id, :kind FROM {table}
            WHERE id > (SELECT coalesce(max(id), 0) FROM thing WHERE kind = :kind)
            ON CONFLICT (id) DO NOTHING
        """  # noqa: S608 - our own tables
        db.execute(sql, {"kind": kind})


def remember(db: Database, kind: ThingKind, thing: int, keys: Iterable[Key]) -> None:
    """Let the keys mean this thing; a key that meant another (it was renumbered) moves here."""
    sql = """
        INSERT INTO identity (kind, scheme, value, thing)
        VALUES (:kind, :scheme, :value, :thing)
        ON CONFLICT (kind, scheme, value) DO UPDATE SET thing = excluded.thing
        WHERE thing <> excluded.thing
    """
    db.executemany(
        sql,
        [
            {"kind": kind, "scheme": scheme, "value": value, "thing": thing}
            for scheme, value in keys
        ],
    )


def keys(db: Database, thing: int) -> list[Key]:
    """Give every key of a thing."""
    sql = """
        SELECT scheme, value FROM identity WHERE thing = :thing ORDER BY scheme, value
    """
    return [(scheme, value) for scheme, value in db.execute(sql, {"thing": thing})]
