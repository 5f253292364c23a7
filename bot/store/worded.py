"""Names that have all of some words, in any order and among others: the most popular first.

For each word a catalogue of many names keeps which have it; those that a small load writes are not
among them until all are made anew (bot.store.indexing), and are found by their letters until then.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.model import NamedKind
from bot.store.connection import Database, once

ENDINGS = 64
"""Words that begin as the last one does which are looked up: it may not be typed to its end."""
SHORTEST = 2
"""Letters of a word that is not typed to its end."""
STEP = 2048
"""Places that are looked for among the others at a time: the first ones may be enough."""
_AT_ONCE = 1 << 14
"""Names whose words are taken apart at a time."""
_ALL = ""
"""The word in whose place the ids of all names stand, the most popular first."""

Ids = NDArray[np.int64]
Votes = NDArray[np.int32]
Ranks = NDArray[np.uint32]
"""Places among the ids of all names, ascending."""


def having(db: Database, folded: str, kind: NamedKind, limit: int) -> list[int]:
    """Give the ids of the most popular names of a kind that have all the words."""
    if not folded:
        return []
    *words, last = dict.fromkeys(folded.split())
    ids, lists = _ids(db, kind), []
    for word in words:
        if (ranks := _exactly(db, word, kind)) is None:
            return []
        lists.append(ranks)
    if (ranks := _exactly(db, last, kind)) is None:
        ranks = _beginning(db, last, kind, len(ids))
    best, *others = sorted([*lists, ranks], key=len)
    found: list[int] = []
    for start in range(0, len(best), STEP):
        some = best[start : start + STEP]
        for other in others:
            some = _in_both(some, other)
        found += ids[some].tolist()
        if len(found) >= limit:
            break
    return found[:limit]


def _in_both(few: Ranks, many: Ranks) -> Ranks:
    """Give the places that are among both."""
    if not len(many):
        return many
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    found: Ranks = few[many[at] == few]
    return found


def rows(
    kind: NamedKind, folded: Sequence[str], ids: Ids, popularity: Votes
) -> Iterator[tuple[str, NamedKind, bytes]]:
    """Give the rows of the table for names in any order."""
    order = np.argsort(-popularity, kind="stable")
    yield _ALL, kind, ids[order].astype("<i8").tobytes()
    known: dict[str, int] = {}
    numbers, sizes = _numbered([folded[at] for at in order.tolist()], known)
    ranks = np.repeat(np.arange(len(sizes), dtype="<u4"), sizes)
    by_word = np.argsort(numbers, kind="stable")
    numbers, ranks = numbers[by_word], ranks[by_word]
    # A name may have a word twice.
    once = (np.diff(numbers, prepend=~numbers[:1]) != 0) | (np.diff(ranks, prepend=~ranks[:1]) != 0)
    numbers, ranks = numbers[once], ranks[once]
    starts = [*np.searchsorted(numbers, np.arange(len(known))).tolist(), len(numbers)]
    for word, start, end in zip(known, starts, starts[1:], strict=False):
        yield word, kind, ranks[start:end].tobytes()


def _numbered(folded: Sequence[str], known: dict[str, int]) -> tuple[Ranks, Ranks]:
    """Give a number for each word of each name, and how many words each has.

    Words get to be `known` in the order in which they are met.
    """
    numbers, sizes = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint32)]
    for start in range(0, len(folded), _AT_ONCE):
        words = [name.split() for name in folded[start : start + _AT_ONCE]]
        every = [*chain.from_iterable(words)]
        for word in dict.fromkeys(every):
            known.setdefault(word, len(known))
        numbers.append(np.fromiter(map(known.__getitem__, every), np.uint32, len(every)))
        sizes.append(np.fromiter(map(len, words), np.uint32, len(words)))
    return np.concatenate(numbers), np.concatenate(sizes)


@once
def _exactly(db: Database, word: str, kind: NamedKind) -> Ranks | None:
    sql = "SELECT names FROM worded WHERE word = :word AND kind = :kind"
    row = db.execute(sql, {"word": word, "kind": kind}).fetchone()
    return np.frombuffer(row[0], "<u4") if row else None


def _beginning(db: Database, start: str, kind: NamedKind, size: int) -> Ranks:
    sql = """
        SELECT names FROM worded WHERE word > :start AND word < :end AND kind = :kind LIMIT :limit
    """
    key = {"start": start, "end": f"{start}\U0010ffff", "kind": kind, "limit": ENDINGS}
    has = np.zeros(size, np.bool_)
    for (names,) in db.execute(sql, key) if len(start) >= SHORTEST else ():
        has[np.frombuffer(names, "<u4")] = True
    return np.flatnonzero(has).astype(np.uint32)


def _ids(db: Database, kind: NamedKind) -> Ids:
    """Give the ids of all names, the most popular first."""
    return db.lasting(f"worded {kind}", lambda: _read_ids(db, kind))


def _read_ids(db: Database, kind: NamedKind) -> Ids:
    row = _exactly(db, _ALL, kind)
    return np.zeros(0, np.int64) if row is None else row.view("<i8")
