"""Who is in what, of pairs on the disk to rows of the store: made in the second process."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from bot.loaders import pairs, second
from bot.loaders.dumps import Whole, Words
from bot.loaders.imdb_rows import Newest
from bot.loaders.memory import give_back
from bot.loaders.spool import Spool, Spooled
from bot.store import postings

AT_ONCE = 1 << 23
"""Pairs that are sorted at a time: those of some people, as many as memory has room for."""
STEP = 1 << 18
"""Pairs that are read, or made rows of, at a time."""
_PERSONS = 16
"""Bits of a person's number that are not looked at when people are parted."""


def posted(path: Path, newest: Newest, work: Path) -> Spooled:
    """Make rows of bot.store.postings of the pairs in a file, for the titles that are kept."""
    with Spool(work / "postings") as out:
        for keys in _sorted(path, newest.rank):
            for some in _stretches(keys):
                second.tell(0)  # ends where the load was called off
                out.write_rows(postings.rows(some, newest.number, newest.series))
            del keys
            give_back()
    return out.by_key()


def _sorted(path: Path, rank: Whole) -> Iterator[Words]:
    """Give the keys of the rows in their order, those of some people at a time."""
    for low, high, count in _parted(path):
        keys, end = np.zeros(count, np.uint64), 0
        for some in _read(path):
            persons = pairs.persons(some)
            mine = (persons >= low) & (persons < high)
            place = rank[pairs.rows(some[mine]).astype(np.int64)]
            kept = place >= 0
            made = persons[mine][kept] << np.uint64(postings.RANK) | place[kept].astype(np.uint64)
            keys[end : end + len(made)] = made
            end += len(made)
        keys = keys[:end]
        keys.sort()
        yield keys


def _parted(path: Path) -> Iterator[tuple[int, int, int]]:
    """Part people by their numbers, so that not too many pairs are sorted at a time.

    Gives of each part the first number, that behind the last, and how many pairs it has.
    """
    counts = np.zeros(1, np.int64)
    for some in _read(path):
        high = (some >> np.uint64(pairs.ROW + _PERSONS)).astype(np.int64)
        counts = np.bincount(high, minlength=len(counts)) + np.pad(
            counts, (0, max(0, int(high.max()) + 1 - len(counts)))
        )
    low, inside = 0, 0
    for at, count in enumerate(counts.tolist()):
        if inside and inside + count > AT_ONCE:
            yield low, at << _PERSONS, inside
            low, inside = at << _PERSONS, 0
        inside += count
    if inside:
        yield low, len(counts) << _PERSONS, inside


def _read(path: Path) -> Iterator[Words]:
    with path.open("rb") as file:
        while len(some := np.fromfile(file, "<u8", STEP)):
            yield some


def _stretches(keys: Words) -> Iterator[Words]:
    """Give keys some at a time, those of one person together."""
    first = pairs.persons(keys[::STEP]) << np.uint64(postings.RANK)
    edges = np.unique(np.append(np.searchsorted(keys, first), len(keys)))
    for start, end in pairwise(edges.tolist()):
        yield keys[start:end]
