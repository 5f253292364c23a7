"""People whom only packed credits name, by how their names begin: as they are, and last word first.

A twentieth of the room that other names take: a number is made of the first letters of a name, and
stands in the order of all of them beside the person. Whose name it is says bot.store.people.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.model import PERSON_IDS
from bot.store.connection import Database

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

Words = NDArray[np.uint64]
Whose = NDArray[np.uint32]
"""IMDb's numbers of people."""


def numbers(folded: Sequence[bytes]) -> Words:
    """Make numbers of folded names, in whose order those stand together that begin alike."""
    text = np.array(folded, f"S{LETTERS}").view(np.uint8).reshape(-1, LETTERS)
    made = np.zeros(len(folded), np.uint64)
    for column in _CODES[text].T:
        made = made << np.uint64(_BITS) | column.astype(np.uint64)
    return made


def turned(folded: bytes) -> bytes:
    """Put the last word of a name first."""
    first, _, last = folded.rpartition(b" ")
    return last + b" " + first if first else last


def rows(every: Words, whose: Whose) -> Iterator[tuple[int, bytes, bytes]]:
    """Give the rows of the table for numbers in their order: the first one, all, and whose."""
    start = np.flatnonzero(np.diff(every, prepend=~every[:1]))
    at = np.searchsorted(start, np.arange(0, len(every), BLOCK))
    ends = [*np.unique(start[np.minimum(at, len(start) - 1)]).tolist(), len(every)]
    for first, end in pairwise(ends):
        some = slice(first, end)
        yield int(every[first]), every[some].tobytes(), whose[some].tobytes()


def beginning(db: Database, folded: str, limit: int) -> list[int]:
    """Give people whose name begins so, or so when its last word is first, and perhaps others."""
    text = folded.encode()[:LETTERS]
    least = int(numbers([text])[0])
    most = least | (1 << _BITS * (LETTERS - len(text))) - 1
    sql = """
        SELECT numbers, people FROM called WHERE first <= :most AND first >= coalesce(
            (SELECT max(first) FROM called WHERE first <= :least), 0
        ) ORDER BY first LIMIT :blocks
    """
    found: list[int] = []
    for stored, people in db.execute(sql, {"least": least, "most": most, "blocks": BLOCKS}):
        some = slice(*np.searchsorted(np.frombuffer(stored, "<u8"), [least, most + 1]).tolist())
        found += (np.frombuffer(people, "<u4")[some].astype(np.int64) + PERSON_IDS).tolist()
    return found[:limit]
