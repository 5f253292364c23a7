"""The permanent ids of things, and the keys by which a source's telling finds its thing again."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from bot.model import TITLE_IDS, imdb_id, thing_of
from bot.store.connection import Database

ThingKind = Literal["series", "episode", "person"]
_KINDS: tuple[ThingKind, ...] = ("series", "episode", "person")


class Known(NamedTuple):
    """What others than IMDb know: IMDb's numbers of series and episodes, series' keys by title."""

    series: set[int]
    episodes: set[int]
    titles: set[str]


Key = tuple[str, str]
"""A scheme and a value: ("imdb", "tt1597909"), ("aired", "7 9 5")."""


def recognise(db: Database, kind: ThingKind, keys: Iterable[Key]) -> list[int]:
    """Give the things that have one of the keys, each once, smallest id first."""
    sql = """
        SELECT thing FROM identity
        WHERE kind = :kind AND scheme = :scheme AND value = :value
    """
    found = set()
    for scheme, value in keys:
        row = db.execute(sql, {"kind": kind, "scheme": scheme, "value": value}).fetchone()
        if row:
            found.add(row[0])
        elif scheme == "imdb" and _is_there(db, kind, thing_of(value)):
            found.add(thing_of(value))
    return sorted(found)


def _is_there(db: Database, kind: ThingKind, thing: int) -> bool:
    """Tell whether a thing whose id is made of IMDb's is in the catalogue or was given out."""
    sql = f"""
        SELECT 1 FROM {kind} WHERE id = :thing
        UNION ALL SELECT 1 FROM thing WHERE id = :thing AND kind = :kind
    """  # noqa: S608 - one of three words
    return db.execute(sql, {"thing": thing, "kind": kind}).fetchone() is not None


def titled(db: Database, folded: str) -> list[int]:
    """Give the series that were told of under this title, in whatever year they began."""
    sql = """
        SELECT DISTINCT thing, value FROM identity
        WHERE kind = 'series' AND scheme = 'title' AND value BETWEEN :first AND :last
    """
    rows = db.execute(sql, {"first": folded, "last": f"{folded} 9999"})
    return [thing for thing, value in rows if value == folded or value[: -len(" 2010")] == folded]


def allot(db: Database, kind: ThingKind, keys: Iterable[Key] = ()) -> int:
    """Give out a new permanent id: made of IMDb's where that is one of the keys, else the next."""
    made = next((thing_of(value) for scheme, value in keys if scheme == "imdb"), None)
    if made and any(_is_there(db, other, made) for other in _KINDS):
        made = None  # a source has one id of IMDb's for things of two kinds
    sql = """
        INSERT INTO thing (id, kind)
        SELECT coalesce(:made, max(id) + 1, 1), :kind FROM thing WHERE id < :made_ones
        RETURNING id
    """
    row = {"made": made, "kind": kind, "made_ones": TITLE_IDS}
    (thing,) = db.execute(sql, row).fetchone()
    return int(thing)


def catch_up(db: Database) -> None:
    """Take back ids that the catalogue has and an older community.db, restored, has not.

    Without it they would be given out again, and old rows would come to mean other things.
    """
    for kind, table in (("series", "series"), ("episode", "episode"), ("person", "person")):
        sql = f"""
            INSERT INTO thing (id, kind) SELECT id, :kind FROM {table}
            WHERE id < :made AND id > (
                SELECT coalesce(max(id), 0) FROM thing WHERE kind = :kind AND id < :made
            )
            ON CONFLICT (id) DO NOTHING
        """  # noqa: S608 - our own tables
        db.execute(sql, {"kind": kind, "made": TITLE_IDS})


def remember(db: Database, kind: ThingKind, thing: int, keys: Iterable[Key]) -> None:
    """Let the keys mean this thing; a key that meant another (it was renumbered) moves here."""
    if imdb_id(thing):  # IMDb's were not given out as long as it alone told of them
        sql = "INSERT INTO thing (id, kind) VALUES (:thing, :kind) ON CONFLICT (id) DO NOTHING"
        db.execute(sql, {"thing": thing, "kind": kind})
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
    """Give every key of a thing, IMDb's id among them where the permanent id is made of it."""
    sql = """
        SELECT scheme, value FROM identity WHERE thing = :thing ORDER BY scheme, value
    """
    found = [(scheme, value) for scheme, value in db.execute(sql, {"thing": thing})]
    made = imdb_id(thing)
    return [*found, ("imdb", made)] if made and ("imdb", made) not in found else found


def known(db: Database) -> Known:
    """Give what other sources know.

    A load of IMDb's dumps puts these in their places one by one; all others are nobody else's.
    """
    sql = """
        SELECT CAST(substr(value, 3) AS INTEGER) FROM identity
        WHERE kind = 'series' AND scheme = 'imdb'
        UNION SELECT id - :made FROM series WHERE packed IS NULL AND id > :made
        UNION SELECT series - :made FROM episode WHERE packed IS NULL AND series > :made
    """
    series = {row[0] for row in db.execute(sql, {"made": TITLE_IDS})}
    sql = "SELECT id - :made FROM episode WHERE packed IS NULL AND id > :made"
    episodes = {row[0] for row in db.execute(sql, {"made": TITLE_IDS})}
    sql = "SELECT value FROM identity WHERE kind = 'series' AND scheme = 'title'"
    return Known(series, episodes, {row[0] for row in db.execute(sql)})
