"""The search index: names as they were folded at load time, exact, by prefix, and mistyped."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from bot.model import Kind, NamedKind
from bot.store import begun, halves, likeness, worded
from bot.store.connection import KINDS, Database, marks, once

CANDIDATES = 64
"""How many names share enough letters to be compared in full; more cost time and find nothing."""
FEW = 400
"""Names of a kind that are all compared: finding out which are worth it costs as much."""
SERIES = 8
"""Series of which the names of episodes are kept between two questions: people type on."""
HAVING = 25
"""How many names that have all the words are looked at."""
BUSY = 200
"""How many people's are: who of them is in most is seen only then."""
NAMES = 1024
"""Names that a thing may have: a name's id is its thing's id times this, and counts from there."""
CLOSE = 1e-6
"""What two lengths that are reckoned may differ by."""
NOBODYS = 0
"""The series of a person's name."""


class Named(NamedTuple):
    """A name in the index: whose it is, as it is compared and as it is written."""

    thing: int
    series: int
    folded: str
    text: str
    popularity: int

    @property
    def kind(self) -> NamedKind:
        """Tell what has the name: a series is its own series, a person has none."""
        if self.series == NOBODYS:
            return "person"
        return "series" if self.thing == self.series else "episode"


class Texts:
    """Texts of which those are compared alone that are about as long as what was typed."""

    def __init__(self, every: Sequence[str]) -> None:
        self._every = every

    def sized(self, size: int, times: float) -> tuple[Sequence[str], Sequence[int] | None]:
        """Give those at most so many times as long or as short, and their places.

        All, in theirs, where they are few: these are not kept, and not put in order.
        """
        if len(self._every) <= CANDIDATES:
            return self._every, None
        sizes, texts, places = self._by_size
        start = bisect_left(sizes, size / times - CLOSE)
        some = slice(start, bisect_right(sizes, size * times + CLOSE))
        return texts[some], places[some]

    @cached_property
    def _by_size(self) -> tuple[list[int], list[str], list[int]]:
        rows = sorted((len(text), text, place) for place, text in enumerate(self._every))
        return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


class Names:
    """Names in the forms in which they are compared; where they are kept, these are as well."""

    def __init__(self, every: Sequence[Named] = ()) -> None:
        self.every = every
        self.folded = [name.folded for name in every]

    def __len__(self) -> int:
        return len(self.every)

    def __iter__(self) -> Iterator[Named]:
        return iter(self.every)

    @cached_property
    def straight(self) -> Texts:
        """Give them as they are."""
        return Texts(self.folded)

    @cached_property
    def joined(self) -> Texts:
        """Give them run together."""
        return Texts([folded.replace(" ", "") for folded in self.folded])

    @cached_property
    def ordered(self) -> Texts:
        """Give their words in the order of the alphabet."""
        return Texts([" ".join(sorted(folded.split())) for folded in self.folded])

    @cached_property
    def text(self) -> str:
        """Give all in one, a name behind each line's end."""
        return "".join(f"\n{folded}" for folded in self.folded)

    @cached_property
    def whole(self) -> frozenset[str]:
        """Give each name once."""
        return frozenset(self.folded)


THING = f"(name.id / {NAMES})"
"""SQL for the thing whose name it is."""
_NAMED = f"SELECT {THING}, name.series, name.folded, name.text, name.popularity FROM name"  # noqa: S608


def put_names(  # noqa: PLR0913, PLR0917 - a row has these columns
    db: Database,
    thing: int,
    series: int,
    kind: NamedKind,
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
    sql = "DELETE FROM name WHERE id >= :first AND id < :behind RETURNING id, folded, kind"
    key = {"first": thing * NAMES, "behind": (thing + 1) * NAMES}
    dropped = db.execute(sql, key).fetchall()
    likeness.mark(db, [name for name, *_ in dropped])
    if not is_large(db):
        return
    begun.forget(db, dropped)
    # Of equal names only one is found when it is mistyped: that may have been this one.
    sql = "SELECT id FROM name WHERE folded = :folded AND kind = :kind LIMIT 1"
    others = [
        row for _, folded, of in dropped for row in db.execute(sql, {"folded": folded, "kind": of})
    ]
    likeness.mark(db, [name for (name,) in others])


def names_of(db: Database, thing: int) -> list[str]:
    """Give the names of a thing as they are written."""
    sql = "SELECT text FROM name WHERE id >= :first AND id < :behind ORDER BY id"
    key = {"first": thing * NAMES, "behind": (thing + 1) * NAMES}
    return [row[0] for row in db.execute(sql, key)]


def exact(
    db: Database, names: Sequence[str], kind: NamedKind, most: int | None = None
) -> list[Named]:
    """Find what has one of these very names, of each so much as `most`.

    Of a name that very many have only the most popular are known.
    """
    names = there(db, names, kind)
    if not names:
        return []
    known = _exact_known(db, kind)
    asked = [name for name in names if (name, None) not in known and (name, most) not in known]
    many = begun.whole(db, asked, kind) if asked and is_large(db) else {}
    key = {name: (name, most if name in many else None) for name in asked}
    known |= {key[name]: [] for name in asked}
    for named in _exact(db, asked, kind, {name: ids[:most] for name, ids in many.items()}):
        known[key[named.folded]].append(named)
    found = (known.get((name, None)) or known.get((name, most)) or [] for name in names)
    best = (sorted(some, key=_most_popular)[:most] for some in found)
    return sorted((named for some in best for named in some), key=_most_popular)


@once
def _exact_known(_db: Database, _kind: NamedKind) -> dict[tuple[str, int | None], list[Named]]:
    """Keep what was found in this moment: several readings of a question name the same series."""
    return {}


def _exact(
    db: Database, names: Sequence[str], kind: NamedKind, many: dict[str, list[int]]
) -> list[Named]:
    every = _by_id(db, [name for ids in many.values() for name in ids])
    found = [name for name in every if name.folded in many]
    if few := [name for name in names if name not in many]:
        some, key = marks(few)
        sql = f"{_NAMED} WHERE folded IN ({some}) AND kind = :kind"
        found += [Named(*row) for row in db.execute(sql, key | {"kind": kind})]
    return found


def all_named(db: Database, folded: str, kind: NamedKind) -> list[int]:
    """Give everything that has this very name, however much it is."""
    sql = f"SELECT {THING} FROM name WHERE folded = :folded AND kind = :kind ORDER BY id"  # noqa: S608
    return [row[0] for row in db.execute(sql, {"folded": folded, "kind": kind})]


def known(db: Database, names: Set[str]) -> dict[Kind, Set[str]]:
    """Tell which of these are names of series, and which are names of episodes."""
    few = _few(db)
    if "series" in few and "episode" in few:
        kinds: tuple[Kind, ...] = ("series", "episode")
        return {kind: names & few[kind].whole for kind in kinds}
    if not names:
        return {"series": names, "episode": names}
    some, key = marks(sorted(names))
    typed = ", ".join(f"({mark})" for mark in some.split(", "))
    there = "SELECT 1 FROM name WHERE folded = asked AND kind"
    sql = f"""
        WITH typed (asked) AS (VALUES {typed})
        SELECT asked, EXISTS ({there} = 'series'), EXISTS ({there} = 'episode') FROM typed
    """  # noqa: S608 - marks are counted
    rows = db.execute(sql, key).fetchall()
    return {
        "series": {name for name, of_series, _ in rows if of_series},
        "episode": {name for name, _, of_episode in rows if of_episode},
    }


def beginning(db: Database, folded: str, kind: NamedKind, limit: int) -> list[Named]:
    """Find what has a name that begins so: this very name first, then the most popular."""
    few = _few(db).get(kind)
    if few is not None and f"\n{folded}" not in few.text:
        return []
    known = begun.kept(db, folded, kind) if is_large(db) else None
    if known is not None:
        whole = exact(db, [folded], kind, limit)[:limit]
        found = _by_id(db, known[: 2 * limit] if len(whole) < limit else [])
        begins = (one for one in found if one.folded != folded and one.folded.startswith(folded))
        return [*whole, *begins][:limit]
    sql = f"""
        {_NAMED} WHERE folded >= :folded AND folded < :end AND name.kind = :kind
        ORDER BY folded = :folded DESC, name.popularity DESC, length(folded), name.id LIMIT :limit
    """
    key = {"folded": folded, "end": f"{folded}\U0010ffff", "kind": kind, "limit": limit}
    return [Named(*row) for row in db.execute(sql, key)]


def titled(db: Database, titles: Sequence[tuple[int, str]]) -> list[Named]:
    """Find the episodes that have one of these very names in the series beside it."""
    homes: dict[str, list[int]] = {}
    for series, title in titles:
        homes.setdefault(title, []).append(series)
    found: set[Named] = set()
    for title in there(db, list(homes), "episode"):
        some, key = marks(homes[title])
        sql = f"{_NAMED} WHERE folded = :title AND kind = 'episode' AND series IN ({some})"
        found.update(Named(*row) for row in db.execute(sql, {**key, "title": title}))
    return sorted(found, key=_most_popular)


@once
def is_large(db: Database) -> bool:
    """Tell whether there are so many names that not all of a series' are read."""
    return db.execute("SELECT 1 FROM halves LIMIT 1").fetchone() is not None


def having(db: Database, folded: str, kind: NamedKind) -> Names:
    """Give the most popular names of a kind that have all the words, in any order, among others.

    None in a small catalogue, where `alike` has all names.
    """
    if not is_large(db):
        return Names()
    limit = BUSY if kind == "person" else HAVING
    return Names(_by_id(db, worded.having(db, folded, kind, limit)))


def near(db: Database, folded: str, *kinds: NamedKind) -> Names:
    """Give names of kinds that one mistake makes of a mistyped one, and others with such halves.

    None in a small catalogue, where `alike` has all names.
    """
    return Names(_by_id(db, halves.near(db, folded, *kinds)) if is_large(db) else [])


def alike(db: Database, folded: str, kind: NamedKind) -> Names:
    """Give the names of a kind that share the most letters with a mistyped one.

    Where they are few, all: they are kept between two questions.
    """
    few = _few(db).get(kind)
    if few is not None:
        return few
    return Names(_by_id(db, likeness.alike(db, folded, kind, CANDIDATES)))


def there(db: Database, names: Sequence[str], kind: NamedKind) -> Sequence[str]:
    """Give those of the names that may be there; it is certain where all of the kind are few."""
    few = _few(db).get(kind)
    return names if few is None else [name for name in names if name in few.whole]


@once
def _few(db: Database) -> dict[NamedKind, Names]:
    """Give all names of the kinds that have few."""
    if is_large(db):
        return {}
    return db.lasting("few", lambda: _read_few(db))


def _read_few(db: Database) -> dict[NamedKind, Names]:
    sql = f"{_NAMED} WHERE kind = :kind LIMIT {FEW + 1}"
    every = {kind: [Named(*row) for row in db.execute(sql, {"kind": kind})] for kind in KINDS}
    return {
        kind: Names(sorted(names, key=_most_popular))
        for kind, names in every.items()
        if len(names) <= FEW
    }


def inside(db: Database, series: int, limit: int) -> Names:
    """Give the names of a series' episodes, of `limit` of them at most; of a few it is kept."""
    kept: dict[tuple[int, int | None], Names] = db.lasting("inside", dict)
    key: tuple[int, int | None] = (series, None) if (series, None) in kept else (series, limit)
    known = kept.pop(key, None)
    if known is None:
        while len(kept) >= SERIES:
            del kept[next(iter(kept))]
        known, whole = _inside(db, series, limit)
        key = series, None if whole else limit
    kept[key] = known  # behind all others: the one that was asked for longest ago goes first
    return known


def _inside(db: Database, series: int, limit: int) -> tuple[Names, bool]:
    """Give the names, and whether they are of all episodes, whatever the limit is."""
    sql = f"""
        {_NAMED} JOIN (SELECT id AS home FROM episode WHERE series = :series LIMIT :limit)
            ON name.id >= home * {NAMES} AND name.id < (home + 1) * {NAMES}
    """  # noqa: S608 - words of our own
    rows = db.execute(sql, {"series": series, "limit": limit}).fetchall()
    sql = (
        "SELECT count(*) < :limit FROM (SELECT 1 FROM episode WHERE series = :series LIMIT :limit)"
    )
    (whole,) = db.execute(sql, {"series": series, "limit": limit}).fetchone()
    return Names(sorted((Named(*row) for row in rows), key=_most_popular)), bool(whole)


def _by_id(db: Database, names: Sequence[int]) -> list[Named]:
    if not names:
        return []
    some, key = marks(names)
    sql = f"{_NAMED} WHERE id IN ({some})"
    return sorted((Named(*row) for row in db.execute(sql, key)), key=_most_popular)


def _most_popular(name: Named) -> tuple[int, int, int]:
    return -name.popularity, len(name.folded), name.thing
