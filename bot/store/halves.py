"""Names that one mistake makes of a mistyped one: what is left and right of it is as it was.

A name is cut in two. One mistake (a letter too many, too few, another, or two swapped) leaves one
half whole, and the length as it was or one off: so a question has six halves to look up, and a
seventh for two letters swapped across the cut, however many names there are. Each half stands in
the catalogue as a number made of its letters, beside the name and the letters that the whole name
has. Of equal names one stands for all.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.model import NamedKind
from bot.store.connection import Database, marks

SHORTEST, LONGEST = 4, 100
"""Letters of names that are cut: halves of shorter ones are anybody's."""
RUN = 64
"""Names that one half leads to, the most popular: more are not compared."""
BLOCK = 240
"""Halves in a row of the table, of which four fill a page."""
LETTERS = 2
"""Letters that one mistake takes away or adds."""
_BASE, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
_BACK = np.uint64(pow(int(_BASE), -1, 1 << 64))
_KIND: dict[NamedKind, int] = {"series": 0, "episode": 1, "person": 2}

Words = NDArray[np.uint64]
Keys = NDArray[np.uint32]
Ids = NDArray[np.int64]


class Halves(NamedTuple):
    """Halves of names: their keys, the names, the letters and the votes of these."""

    keys: Keys
    names: Ids
    letters: Keys
    votes: NDArray[np.int32]


class Cut(NamedTuple):
    """Names that are cut: which of those given, the keys of both halves, the letters of each."""

    which: NDArray[np.intp]
    left: Keys
    right: Keys
    letters: Keys


def near(db: Database, folded: str, *kinds: NamedKind) -> list[int]:
    """Give the ids of names of kinds from which a mistyped one is one mistake away, or seems to.

    None in a catalogue that is too small to have halves: bot.store.likeness has all of its names.
    """
    if not SHORTEST <= len(folded) <= LONGEST:
        return []
    mine = int(_letters(_codes([folded]), np.array([0]))[0])
    half = asked(folded, "series")
    every = [(half | np.uint32(_KIND[kind] << 30)).tolist() for kind in kinds]
    keys = list(dict.fromkeys(key for some in every for key in some))
    return list(dict.fromkeys([*_at(db, keys, mine), *_late(db, keys, mine)]))


def asked(folded: str, kind: NamedKind) -> Keys:
    """Give the keys of all halves that a name may have of which this is one mistake away."""
    size, middle = len(folded), len(folded) // 2
    wholes = [length for length in (size - 1, size, size + 1) if length >= SHORTEST]
    # Where the two letters beside the middle are swapped, neither half is whole.
    again = folded[: middle - 1] + folded[middle]
    starts = [start for length in wholes for start in (0, size - (length - length // 2))]
    ends = [end for length in wholes for end in (length // 2, size)]
    parts = _Parts(
        np.array([*starts, size]),
        np.array([*ends, size + middle]),
        np.array([*(length for length in wholes for _ in range(2)), size]),
        kind,
    )
    return _keys(_codes([folded, again]), parts, np.arange(len(starts) + 1) % 2)


def cut(folded: Sequence[str], kind: NamedKind) -> Cut:
    """Cut names in halves."""
    sizes = np.fromiter(map(len, folded), np.int64, len(folded))
    which = np.flatnonzero((sizes >= SHORTEST) & (sizes <= LONGEST))
    sizes = sizes[which]
    starts = np.cumsum(sizes) - sizes
    text = _codes([folded[at] for at in which.tolist()])
    middle = starts + sizes // 2
    left = _keys(text, _Parts(starts, middle, sizes, kind), np.zeros(len(which), np.int64))
    right = _keys(text, _Parts(middle, starts + sizes, sizes, kind), np.ones(len(which), np.int64))
    return Cut(which, left, right, _letters(text, starts))


def rows(every: Halves) -> Iterator[tuple[int, bytes, bytes, bytes]]:
    """Give the rows of the table for halves in any order: first key, keys, names, letters."""
    order = _ordered(every)
    keys = every.keys[order]
    start = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    at = np.searchsorted(start, np.arange(0, len(keys), BLOCK))
    ends = [*np.unique(start[np.minimum(at, len(start) - 1)]).tolist(), len(keys)]
    for first, end in pairwise(ends):
        some, mine = slice(first, end), order[first:end]
        names, letters = every.names[mine], every.letters[mine]
        yield int(keys[first]), keys[some].tobytes(), names.tobytes(), letters.tobytes()


def _ordered(every: Halves) -> NDArray[np.uint32]:
    """Give where halves stand in the order of their keys, of one key the most popular alone."""
    # By key, and of one key by popularity: one sort of one number takes a third of one of two.
    both = every.keys.astype(np.uint64) << np.uint64(32)
    both |= (~every.votes).astype(np.uint32)
    order = np.argsort(both, kind="stable").astype(np.uint32)
    both = both[order] >> np.uint64(32)
    start = np.flatnonzero(np.diff(both, prepend=~both[:1])).astype(np.uint32)
    run = np.arange(len(both), dtype=np.uint32)
    run -= np.repeat(start, np.diff(start, append=np.uint32(len(both))))
    return order[run < RUN]


def renew(db: Database) -> None:
    """Let names be found that were written since the last time (likeness_late)."""
    if db.execute("SELECT 1 FROM halves LIMIT 1").fetchone() is None:
        return
    sql = "SELECT id, kind, folded FROM name WHERE id IN (SELECT name FROM likeness_late)"
    late = []
    for name, kind, folded in db.execute(sql).fetchall():
        made = cut([folded], kind)
        late += [
            {"key": key, "name": name, "letters": int(made.letters[0])}
            for key in (*made.left.tolist(), *made.right.tolist())
        ]
    sql = """
        INSERT INTO halves_late (key, name, letters) VALUES (:key, :name, :letters)
        ON CONFLICT DO NOTHING
    """
    db.executemany(sql, late)


def _at(db: Database, keys: Sequence[int], mine: int) -> Iterator[int]:
    typed, key = marks(keys)
    asked = ", ".join(f"({mark})" for mark in typed.split(", "))
    sql = f"""
        WITH typed (asked) AS (VALUES {asked})
        SELECT asked, keys, names, letters FROM typed CROSS JOIN halves
        WHERE first = (SELECT max(first) FROM halves WHERE first <= asked)
    """  # noqa: S608 - marks are counted
    for half, stored, names, letters in db.execute(sql, key):
        # A few numbers of bytes: numpy would take longer to begin with them than this takes.
        every = memoryview(stored).cast("I")
        ids, others = memoryview(names).cast("q"), memoryview(letters).cast("I")
        for at in range(bisect_left(every, half), bisect_right(every, half)):
            if (others[at] ^ mine).bit_count() <= LETTERS:
                yield ids[at]


def _late(db: Database, keys: Sequence[int], mine: int) -> Iterator[int]:
    some, key = marks(keys)
    sql = f"SELECT name, letters FROM halves_late WHERE key IN ({some}) LIMIT {RUN * len(keys)}"  # noqa: S608
    for name, letters in db.execute(sql, key):
        if (letters ^ mine).bit_count() <= LETTERS:
            yield name


class _Parts(NamedTuple):
    """Pieces of texts that stand one behind the other, and the length of what each is a half of."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    sizes: NDArray[np.int64]
    kind: NamedKind


def _codes(folded: Sequence[str]) -> Keys:
    return np.frombuffer("".join(folded).encode("utf-32-le"), "<u4")


def _keys(text: Keys, parts: _Parts, side: NDArray[np.int64]) -> Keys:
    """Make a number of each piece: of its letters in their order, side, length and kind."""
    up, down = (powers[: len(text) + 1] for powers in _powers(1 << len(text).bit_length()))
    sums = np.zeros(len(text) + 1, np.uint64)
    np.cumsum(text * up[:-1], out=sums[1:])
    key = (sums[parts.ends] - sums[parts.starts]) * down[parts.starts]
    salt = parts.sizes * 2 + side
    key = (key ^ key >> np.uint64(29)) * _MIX + salt.astype(np.uint64) * _BASE
    key = (key ^ key >> np.uint64(32)) * _MIX
    # The kinds apart, in one order: the blocks of one follow those of the other.
    made: Keys = (key >> np.uint64(34)).astype(np.uint32)
    return made | np.uint32(_KIND[parts.kind] << 30)


@lru_cache(4)
def _powers(size: int) -> tuple[Words, Words]:
    """Give the powers of the base, and of what undoes it, from the zeroth on: `size` and one."""
    every = []
    for base in (_BASE, _BACK):
        powers = np.full(size + 1, base, np.uint64)
        powers[0] = 1
        every.append(np.cumprod(powers, dtype=np.uint64))
    return every[0], every[1]


def _letters(text: Keys, starts: NDArray[np.int64]) -> Keys:
    """Give a bit for each letter that a text has, of 32."""
    bits = np.uint32(1) << (text & np.uint32(31))
    return np.bitwise_or.reduceat(bits, starts) if len(starts) else bits[:0]
