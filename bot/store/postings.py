"""What people are in, of things that IMDb alone tells of: for each person a list, newest first.

A big load makes the lists (a generation of an earlier version has none until the next one), and
they stay as they are: a thing of which another source tells as well is noted as gone from them,
and the credits of its tellings have tables of their own (bot.store.people).
"""

import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.model import PERSON_IDS, TITLE_IDS
from bot.store.connection import Database

BLOCK = 256
"""Credits in a row of the table, more where one person has them."""
LONG = 128
"""Things of a person from which on the list says of which series how many are, too."""
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
    person's newest first. Then of those with long lists the series, and how many are of each.
    """

    behind: Numbers
    counts: Numbers
    own: Numbers
    series: Numbers
    things: Numbers
    homes: Numbers
    shares: Numbers


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
    distinct = _distinct(of, start, counts)
    columns = [
        _Column(person - np.repeat(person[first], np.diff(edges)), edges),
        _Column(counts, edges),
        _Column(np.add.reduceat(things == of, start, dtype=np.int64), edges),
        _Column(distinct, edges),
        _Column(things, np.append(start, len(keys))[edges]),
    ]
    homes, shares = _shares(of, counts)
    ends = np.cumsum(np.append(0, np.where(counts >= LONG, distinct, 0)))[edges].tolist()
    for row, (one, end) in enumerate(pairwise(edges.tolist())):
        head = _HEAD.pack(end - one, *[column.widths[row] for column in columns])
        some = slice(ends[row], ends[row + 1])
        more = homes[some].tobytes() + shares[some].tobytes()
        body = b"".join([head, *[column.of(row) for column in columns], more])
        yield int(person[one]) + PERSON_IDS, body


def _shares(of: Numbers, counts: Ids) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Give the series of those with long lists, person by person, and how many are of each."""
    long = counts >= LONG
    whose = np.repeat(np.flatnonzero(long), counts[long])
    pairs, shares = np.unique(whose << _SERIES | of[np.repeat(long, counts)], return_counts=True)
    return (pairs & (1 << _SERIES) - 1).astype("<u8"), shares.astype("<u4")


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
    counts, series = columns[1], columns[3]
    size = int(counts.sum())
    columns.append(_numbers(body, widths[-1], at, size))
    at += widths[-1] * size
    more = int(series[counts >= LONG].sum())
    columns += _numbers(body, 8, at, more), _numbers(body, 4, at + 8 * more, more)
    return _Row._make(columns)


def _numbers(body: bytes, width: int, at: int, count: int) -> Numbers:
    return np.frombuffer(body, f"<u{width}", count, at) if width else np.zeros(count, np.uint8)


class Posted(NamedTuple):
    """What somebody is in of packed things: their ids, newest first, and of how many series.

    `own` of the things are series. Where anything has `gone` from the list, `series` is what it was
    before.
    """

    things: Ids
    own: int = 0
    series: int = 0
    gone: bool = False


def posted(db: Database, person: int) -> Posted:
    """Give what a person is in, of things that IMDb alone tells of, by the id of packed credits."""
    found = _found(db, person)
    if found is None:
        return Posted(np.zeros(0, np.int64))
    row, at = found
    things = _things(row, at)
    left = _left(db, person, things)
    own = int(row.own[at]) - sum(thing == home for thing, home in left.items())
    kept = things[~np.isin(things, [*left])] if left else things
    return Posted(kept, own, int(row.series[at]), bool(left))


def homes(db: Database, person: int) -> set[int] | None:
    """Give the series of what a person is in of packed things, None where the list is not long."""
    found = _found(db, person)
    if found is None or found[0].counts[found[1]] < LONG:
        return None
    row, at = found
    start = int(row.series[:at][row.counts[:at] >= LONG].sum())
    some = slice(start, start + int(row.series[at]))
    ids = (row.homes[some].astype(np.int64) + TITLE_IDS).tolist()
    left = Counter(_left(db, person, _things(row, at)).values())
    shares = zip(ids, row.shares[some].tolist(), strict=True)
    return {one for one, share in shares if share > left[one]}


def _things(row: _Row, at: int) -> Ids:
    """Give the ids of the things of somebody in a row."""
    start = int(row.counts[:at].sum())
    return row.things[start : start + int(row.counts[at])].astype(np.int64) + TITLE_IDS


def _left(db: Database, person: int, things: Ids) -> dict[int, int]:
    """Give what has gone from somebody's list, each thing with its series."""
    sql = "SELECT thing, series FROM posting_gone WHERE person = :person"
    gone = dict(db.execute(sql, {"person": person}).fetchall())
    # A load may have told of people who were in a thing by what had been told before.
    return {one: gone[one] for one in things[np.isin(things, [*gone])].tolist()} if gone else {}


def sizes(db: Database, people: Iterable[int]) -> dict[int, int]:
    """Tell how long the lists of people were when they were made; who has none is left out."""
    found = ((one, _found(db, one)) for one in people if one > PERSON_IDS)
    return {one: int(place[0].counts[place[1]]) for one, place in found if place}


def _found(db: Database, person: int) -> tuple[_Row, int] | None:
    """Give the row of the table in which a person is, and where."""
    sql = "SELECT first, body FROM posting WHERE first <= :person ORDER BY first DESC LIMIT 1"
    if found := db.execute(sql, {"person": person}).fetchone():
        row, behind = _row(found[1]), person - found[0]
        at = int(np.searchsorted(row.behind, behind))
        if at < len(row.behind) and row.behind[at] == behind:
            return row, at
    return None


def drop(db: Database, thing: int, series: int, people: Iterable[int]) -> None:
    """Take a thing of a series from people's lists: it is not packed, or not any more."""
    sql = """
        INSERT INTO posting_gone (person, thing, series) VALUES (:person, :thing, :series)
        ON CONFLICT (person, thing) DO NOTHING
    """
    db.executemany(sql, [{"person": one, "thing": thing, "series": series} for one in people])
