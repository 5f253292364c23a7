"""People whom only packed credits name, by how their names begin: as they are, and last word first.

A twentieth of the room that other names take: a number is made of the first letters of a name, and
stands in the order of all of them beside the person. Whose name it is says bot.store.people.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.model import PERSON_IDS
from bot.store.connection import Database, once

LETTERS = 12
"""Letters of a name in its number, with five bits each."""
BLOCK = 640
"""Names in a row of the table, of which two fill a page; more where they have one number."""
BLOCKS = 4
"""Rows of the table that are read for one beginning."""
_BITS = 5
_SPACE, _DIGIT, _OTHER = 1, 28, 29
_CODES = np.full(256, _OTHER, np.uint8)
_CODES[0] = 0
_CODES[ord(" ")] = _SPACE
_CODES[ord("a") : ord("z") + 1] = np.arange(2, 28)
_CODES[ord("0") : ord("9") + 1] = _DIGIT

_KEPT = 32
"""Bits of a number that are written."""

Words = NDArray[np.uint64]
Whose = NDArray[np.uint32]
"""IMDb's numbers of people."""
Row = tuple[int, bytes, bytes]


def numbers(lines: bytes) -> tuple[Words, Words]:
    """Make two numbers of each folded name, a name a line: as it is, and last word first.

    In their order those stand together that begin alike.
    """
    text = np.frombuffer(b"\n" + lines + b"\n" + bytes(LETTERS), np.uint8)
    breaks = np.flatnonzero(text == ord("\n"))
    starts, ends = breaks[:-1] + 1, breaks[1:]
    gaps = np.append(-1, np.flatnonzero(text == ord(" ")))
    gap = gaps[np.searchsorted(gaps, ends) - 1]
    gap = np.where(gap > starts, gap, starts - 1)  # of one word alone, all is behind it
    codes = _CODES[text]
    places = np.arange(LETTERS)
    straight = starts[:, None] + places
    forward = np.where(straight < ends[:, None], codes[np.minimum(straight, len(text) - 1)], 0)
    last = (ends - gap)[:, None]
    turned = np.where(places < last, gap[:, None] + 1 + places, starts[:, None] + places - last)
    inside = np.where(places < last, turned < ends[:, None], turned < gap[:, None])
    backward = np.where(inside, codes[np.minimum(turned, len(text) - 1)], 0)
    between = (places == last - 1) & (gap >= starts)[:, None]
    backward = np.where(between, np.uint8(_SPACE), backward)
    return _packed(forward), _packed(backward)


def number(begins: bytes) -> int:
    """Make the number of how a folded name begins."""
    return int(numbers(begins)[0][0])


def _packed(codes: NDArray[np.uint8]) -> Words:
    made = np.zeros(len(codes), np.uint64)
    for column in codes.T:
        made = made << np.uint64(_BITS) | column.astype(np.uint64)
    return made


def rows(every: Words, whose: Whose) -> Iterator[Row]:
    """Give the rows of the table for numbers in their order: the first one, all, and whose.

    Numbers are written in four bytes: how far behind the first one, without so many bits at their
    ends as a byte before them says. With the first letters of all names in a row they leave ten.
    """
    start = np.flatnonzero(np.diff(every, prepend=~every[:1]))
    at = np.searchsorted(start, np.arange(0, len(every), BLOCK))
    ends = [*np.unique(start[np.minimum(at, len(start) - 1)]).tolist(), len(every)]
    for begin, end in pairwise(ends):
        first, last = int(every[begin]), int(every[end - 1])
        dropped = max(0, (last - first).bit_length() - _KEPT)
        some = (every[begin:end] - every[begin]) >> np.uint64(dropped)
        yield first, bytes([dropped]) + some.astype("<u4").tobytes(), whose[begin:end].tobytes()


def beginning(db: Database, folded: str, limit: int) -> list[int]:
    """Give people whose name begins so, or so when its last word is first, and perhaps others."""
    if not _is_any(db):
        return []
    text = folded.encode()[:LETTERS]
    least = number(text)
    most = least | (1 << _BITS * (LETTERS - len(text))) - 1
    sql = """
        SELECT first, numbers, people FROM called WHERE first <= :most AND first >= coalesce(
            (SELECT max(first) FROM called WHERE first <= :least), 0
        ) ORDER BY first LIMIT :blocks
    """
    found: list[int] = []
    for row in db.execute(sql, {"least": least, "most": most, "blocks": BLOCKS}):
        people = np.frombuffer(row[2], "<u4")[_between(row, least, most)]
        found += (people.astype(np.int64) + PERSON_IDS).tolist()
    return found[:limit]


def _between(row: Row, least: int, most: int) -> slice:
    """Tell where numbers from the least to the most stand in a row."""
    first, stored, people = row
    if len(stored) == 2 * len(people):  # as an earlier version made them: eight bytes each
        numbers, ends = np.frombuffer(stored, "<u8"), (least, most + 1)
    else:
        numbers, dropped = np.frombuffer(stored, "<u4", offset=1), stored[0]
        ends = max(0, least - first) >> dropped, (max(-1, most - first) >> dropped) + 1
    return slice(*np.searchsorted(numbers, np.array(ends, np.uint64)).tolist())


@once
def _is_any(db: Database) -> bool:
    return db.execute("SELECT 1 FROM called LIMIT 1").fetchone() is not None
