"""What people are in, of things that IMDb alone tells of: for each person a list, newest first.

A big load makes the lists (a generation of an earlier version has none until the next one), and
they stay as they are: a thing of which another source tells as well is noted as gone from them,
and the credits of its tellings have tables of their own (bot.store.people).
"""

import struct
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.model import PERSON_IDS, TITLE_IDS
from bot.store.connection import Database

BLOCK = 256
"""Credits in a row of the table, more where one person has them."""
RANK = 30
"""Bits of a key that say which thing it is; those above are the person."""
_HEAD = struct.Struct("<I5B")
"""How many people a row has, and the bytes of a number in each column, 0 where all are 0."""
_LIMITS, _WIDTHS = np.array([1, 1 << 8, 1 << 16, 1 << 32]), np.array([0, 1, 2, 4, 8])
_SERIES = 34
"""Bits of IMDb's numbers, which have ten digits."""

Keys = NDArray[np.uint64]
Numbers = NDArray[Any]
"""Whole numbers of any width."""
Ids = NDArray[np.int64]


class _Row(NamedTuple):
    """The columns of a row: of each person how far behind the first one, and how many things.

    And how many of these are series, of how many series they are; then the things of all, each
    person's newest first.
    """

    behind: Numbers
    counts: Numbers
    own: Numbers
    series: Numbers
    things: Numbers


class _Column:
    """Numbers of which each row of the table has some, in as few bytes as they need there."""

    def __init__(self, numbers: Numbers, edges: Ids) -> None:
        most = np.maximum.reduceat(numbers, edges[:-1])
        self.widths: list[int] = _WIDTHS[np.searchsorted(_LIMITS, most, "right")].tolist()
        self._edges: list[int] = edges.tolist()
        self._narrow = {
            width: memoryview(numbers.astype(f"<u{width}").tobytes() if width else b"")
            for width in set(self.widths)
        }

    def of(self, row: int) -> memoryview:
        """Give the numbers of a row."""
        width = self.widths[row]
        return self._narrow[width][width * self._edges[row] : width * self._edges[row + 1]]


def rows(keys: Keys, number: Numbers, series: Numbers) -> Iterator[tuple[int, bytes]]:
    """Give the rows of the table: the first person's id, and what some people are in.

    A key is a person's number and, in its lower bits, the place of a thing in `number` and `series`
    (IMDb's numbers, newest first); keys are sorted, and may be there twice.
    """
    if not len(keys):
        return
    keys = keys[np.diff(keys, prepend=~keys[:1]) != 0]
    rank = (keys & np.uint64((1 << RANK) - 1)).astype(np.int64)
    person = keys >> np.uint64(RANK)
    start = np.flatnonzero(np.diff(person, prepend=~person[:1]))
    person, things, of = person[start], number[rank], series[rank]
    counts = np.diff(start, append=len(keys))
    at = np.searchsorted(start, np.arange(0, len(keys), BLOCK))
    first = np.unique(np.minimum(at, len(start) - 1))
    edges = np.append(first, len(start))
    columns = [
        _Column(person - np.repeat(person[first], np.diff(edges)), edges),
        _Column(counts, edges),
        _Column(np.add.reduceat(things == of, start, dtype=np.int64), edges),
        _Column(_distinct(of, start, counts), edges),
        _Column(things, np.append(start, len(keys))[edges]),
    ]
    for row, (one, end) in enumerate(pairwise(edges.tolist())):
        head = _HEAD.pack(end - one, *[column.widths[row] for column in columns])
        body = b"".join([head, *[column.of(row) for column in columns]])
        yield int(person[one]) + PERSON_IDS, body


def _distinct(of: Numbers, start: Ids, counts: Ids) -> Ids:
    """Count the different numbers in each stretch from `start` on."""
    change = np.diff(of, prepend=~of[:1]) != 0
    change[start] = True
    places = np.flatnonzero(change)  # most stand beside their like
    whose = np.repeat(np.arange(len(start)), counts)[places]
    pairs = whose << _SERIES | of[places]
    pairs.sort()
    pairs = pairs[np.diff(pairs, prepend=~pairs[:1]) != 0]
    return np.bincount(pairs >> _SERIES, minlength=len(start))


def _row(body: bytes) -> _Row:
    """Read a row of the table."""
    count, *widths = _HEAD.unpack_from(body)
    columns, at = [], _HEAD.size
    for width in widths[:-1]:
        columns.append(_numbers(body, width, at, count))
        at += width * count
    return _Row._make([*columns, _numbers(body, widths[-1], at, -1)])


def _numbers(body: bytes, width: int, at: int, count: int) -> Numbers:
    return np.frombuffer(body, f"<u{width}", count, at) if width else np.zeros(count, np.uint8)


class Posted(NamedTuple):
    """What somebody is in of packed things: their ids, newest first, and of how many series.

    `own` of the things are series. Where anything has `gone` from the list, the number of `series`
    is what it was.
    """

    things: Ids
    own: int
    series: int
    gone: bool


def posted(db: Database, person: int) -> Posted:
    """Give what a person is in, of things that IMDb alone tells of, by the id of packed credits."""
    things, own, series = _listed(db, person)
    sql = "SELECT thing, own FROM posting_gone WHERE person = :person"
    gone = dict(db.execute(sql, {"person": person}).fetchall())
    there = np.isin(things, [*gone]) if gone else np.zeros(len(things), np.bool_)
    own -= sum(gone[thing] for thing in things[there].tolist())
    return Posted(things[~there], own, series, bool(there.any()))


def sizes(db: Database, people: Iterable[int]) -> dict[int, int]:
    """Tell how long the lists of people were when they were made; who has none is left out."""
    found = ((one, _found(db, one)) for one in people if one > PERSON_IDS)
    return {one: int(place[0].counts[place[1]]) for one, place in found if place}


def _listed(db: Database, person: int) -> tuple[Ids, int, int]:
    """Give a person's list as it was made, how many of it are series, and of how many series."""
    if found := _found(db, person):
        row, at = found
        start = int(row.counts[:at].sum())
        things = row.things[start : start + int(row.counts[at])].astype(np.int64) + TITLE_IDS
        return things, int(row.own[at]), int(row.series[at])
    return np.zeros(0, np.int64), 0, 0


def _found(db: Database, person: int) -> tuple[_Row, int] | None:
    """Give the row of the table in which a person is, and where."""
    sql = "SELECT first, body FROM posting WHERE first <= :person ORDER BY first DESC LIMIT 1"
    if found := db.execute(sql, {"person": person}).fetchone():
        row, behind = _row(found[1]), person - found[0]
        at = int(np.searchsorted(row.behind, behind))
        if at < len(row.behind) and row.behind[at] == behind:
            return row, at
    return None


def drop(db: Database, thing: int, people: Iterable[int], *, own: bool) -> None:
    """Take a thing that is not packed, or not any more, from people's lists; `own`: a series."""
    sql = """
        INSERT INTO posting_gone (person, thing, own) VALUES (:person, :thing, :own)
        ON CONFLICT (person, thing) DO NOTHING
    """
    db.executemany(sql, [{"person": one, "thing": thing, "own": own} for one in people])
