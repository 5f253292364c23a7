"""Names that look like a mistyped one: a bit for each two letters in a row, of all names at once.

Each of 256 bits has a column, with a place for every name. The columns of a question's bits are
added up for 64 names at a time, which costs a quarter of comparing name by name, and finds more
names with two mistakes than three letters in a row do. Columns lie in the catalogue in blocks;
names that a load has written or dropped since stand in likeness_late until it ends.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.model import NamedKind
from bot.store.connection import KINDS, Database

BITS = 256
BLOCK = 4096
"""Names in a block; a load writes those anew in which something changed."""
ASKED = 32
"""Bits of a question that are looked for, the rarest: more cost time and tell little more."""
COMPARED = 4
"""How many times as many names as are wanted are compared by their bits, and by their length."""
_AT_ONCE = 1 << 14
_KEPT = "likeness"

Ids = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Columns = NDArray[np.uint64]
"""Shape (BITS, places / 64): a bit for each name, the first name's is the lowest."""


class Names(NamedTuple):
    """Names of one kind, and the bits of each, shape (names, BITS / 8)."""

    ids: Ids
    bits: Bytes


class _Table(NamedTuple):
    """Names in places, 0 where there is none: a quarter of how many bits each has, and all bits.

    `common` is how many names have each of the bits.
    """

    ids: Ids
    quarter: Bytes
    columns: Columns
    common: NDArray[np.int64]


_Place = tuple[NamedKind, slice]
_NONE = np.zeros(0, np.int64)


class _Kept(NamedTuple):
    """What a connection keeps between two questions.

    `whole` are the tables of blocks, `of` tells where in them each stands, and `living` has a bit
    for each place that still holds; `over` are tables of blocks written since, and of names that
    are in no block. `late` names count only in the last.
    """

    version: int
    whole: dict[NamedKind, _Table]
    of: dict[int, _Place]
    living: dict[NamedKind, Columns]
    over: dict[NamedKind, tuple[_Table, _Table]]
    late: Ids


def alike(db: Database, folded: str, kind: NamedKind, limit: int) -> list[int]:
    """Give the ids of the names of a kind that share the most letters with a mistyped one."""
    kept = _current(db)
    bits = np.flatnonzero(np.unpackbits(bits_of([folded])[0], bitorder="little"))
    fresh, late = kept.over[kind]
    names: list[Ids] = [_NONE]
    scores: list[NDArray[np.int16]] = [np.zeros(0, np.int16)]
    for table, living in (
        (kept.whole[kind], kept.living[kind]),
        (fresh, _bits(fresh.ids > 0)),
        (late, _bits(late.ids > 0)),
    ):
        if not len(table.ids):
            continue
        places, score = _best(table, bits, limit + min(len(kept.late), limit), living)
        mine = table.ids[places]
        if table is not late and len(kept.late):
            there = ~np.isin(mine, kept.late)
            mine, score = mine[there], score[there]
        names.append(mine)
        scores.append(score)
    best = np.argsort(-np.concatenate(scores), kind="stable")[:limit]
    found: list[int] = np.concatenate(names)[best].tolist()
    return found


def bits_of(folded: Sequence[str]) -> Bytes:
    """Give the bits of folded names, shape (names, BITS / 8): of every two bytes, ends included."""
    every = np.zeros((len(folded), BITS // 8), np.uint8)
    for start in range(0, len(folded), _AT_ONCE):
        some = folded[start : start + _AT_ONCE]
        text = np.frombuffer(f"\n{chr(10).join(some)}\n".encode(), np.uint8).astype(np.uint32)
        row = np.cumsum(text == ord("\n"))[:-1] - 1
        bit = (text[:-1] * 31 + text[1:]) * np.uint32(2654435761) >> 24
        matrix = np.zeros((len(some), BITS), np.bool_)
        matrix[row, bit] = True
        every[start : start + _AT_ONCE] = np.packbits(matrix, axis=1, bitorder="little")
    return every


def mark(db: Database, names: Iterable[int]) -> None:
    """Note names that are written or dropped: their bits are not those in the blocks any more."""
    rows = [{"name": name} for name in names]
    sql = "INSERT INTO likeness_late (name) VALUES (:name) ON CONFLICT (name) DO NOTHING"
    db.executemany(sql, rows)


def renew(db: Database) -> None:
    """Write the blocks anew in which names were marked."""
    late = np.array([row[0] for row in db.execute("SELECT name FROM likeness_late")], np.int64)
    fresh = _late(db)
    pieces: dict[NamedKind, list[Names]] = {kind: [names] for kind, names in fresh.items()}
    for number, kind, stored in db.execute("SELECT block, kind, names FROM likeness").fetchall():
        ids = np.frombuffer(stored, "<i8")
        keep = ~np.isin(ids, late)
        if keep.all() and np.count_nonzero(ids) >= BLOCK // 2:
            continue
        table = _read(db, [number])[0][kind]
        keep &= ids > 0
        pieces[kind].append(Names(ids[keep], _rows(table.columns)[: len(ids)][keep]))
        db.execute("DELETE FROM likeness WHERE block = :number", {"number": number})
    for kind, some in pieces.items():
        put(db, kind, some)


def put(db: sqlite3.Connection, kind: NamedKind, pieces: Sequence[Names]) -> None:
    """Store names of one kind in blocks, in the order of their ids."""
    ids = np.concatenate([piece.ids for piece in pieces])
    order = np.argsort(ids, kind="stable")
    ids, bits = ids[order], np.concatenate([piece.bits for piece in pieces])[order]
    rows = []
    for start in range(0, len(ids), BLOCK):
        table = _table(Names(ids[start : start + BLOCK], bits[start : start + BLOCK]))
        row = {"names": table.ids.tobytes(), "bits": table.columns.tobytes()}
        row |= {"quarter": table.quarter.tobytes()}
        # By its number a reader knows a block again.
        digest = blake2b(row["names"] + row["bits"], digest_size=8).digest()
        rows.append(row | {"block": int.from_bytes(digest, "little") >> 2, "kind": kind})
    sql = """
        INSERT INTO likeness (block, kind, names, quarter, bits)
        VALUES (:block, :kind, :names, :quarter, :bits)
    """
    db.executemany(sql, rows)


def _late(db: Database) -> dict[NamedKind, Names]:
    """Give the names that were written since they were last put in blocks."""
    sql = "SELECT id, kind, folded FROM name WHERE id IN (SELECT name FROM likeness_late)"
    parted: dict[NamedKind, tuple[list[int], list[str]]] = {kind: ([], []) for kind in KINDS}
    for name, kind, folded in db.execute(sql):
        parted[kind][0].append(name)
        parted[kind][1].append(folded)
    return {
        kind: Names(np.array(ids, np.int64), bits_of(texts))
        for kind, (ids, texts) in parted.items()
    }


def _table(names: Names) -> _Table:
    """Turn rows of bits into columns."""
    places = -(-len(names.ids) // 64) * 64
    ids, matrix = np.zeros(places, np.int64), np.zeros((places, BITS), np.uint8)
    ids[: len(names.ids)] = names.ids
    matrix[: len(names.ids)] = np.unpackbits(names.bits, axis=1, bitorder="little")
    quarter = (matrix.sum(axis=1, dtype=np.uint16) // 4).astype(np.uint8)
    columns = np.packbits(np.ascontiguousarray(matrix.T), axis=1, bitorder="little")
    return _Table(ids, quarter, columns.view("<u8"), matrix.sum(axis=0, dtype=np.int64))


def _rows(columns: Columns) -> Bytes:
    """Turn columns of bits into rows."""
    matrix = np.unpackbits(columns.view(np.uint8), axis=1, bitorder="little")
    return np.packbits(np.ascontiguousarray(matrix.T), axis=1, bitorder="little")


def _read(db: Database, blocks: Iterable[int]) -> tuple[dict[NamedKind, _Table], dict[int, _Place]]:
    """Read blocks into one table of each kind, and tell where in it each of them stands."""
    sql = "SELECT kind, names, quarter, bits FROM likeness WHERE block = :number"
    parts: dict[NamedKind, list[_Table]] = {kind: [] for kind in KINDS}
    places: dict[int, _Place] = {}
    ends: dict[NamedKind, int] = dict.fromkeys(KINDS, 0)
    for number in blocks:
        kind, ids, quarter, bits = db.execute(sql, {"number": number}).fetchone()
        parts[kind].append(_table_of(ids, quarter, bits))
        start, ends[kind] = ends[kind], ends[kind] + len(ids) // 8
        places[number] = kind, slice(start, ends[kind])
    return {kind: _joined(some) for kind, some in parts.items()}, places


def _table_of(ids: bytes, quarter: bytes, bits: bytes) -> _Table:
    columns = np.frombuffer(bits, "<u8").reshape(BITS, -1)
    return _Table(np.frombuffer(ids, "<i8"), np.frombuffer(quarter, np.uint8), columns, _NONE)


def _joined(parts: Sequence[_Table]) -> _Table:
    if not parts:
        return _table(Names(np.zeros(0, np.int64), np.zeros((0, BITS // 8), np.uint8)))
    ids = np.concatenate([part.ids for part in parts])
    quarter = np.concatenate([part.quarter for part in parts])
    columns = np.concatenate([part.columns for part in parts], axis=1)
    return _Table(ids, quarter, columns, np.bitwise_count(columns).sum(axis=1, dtype=np.int64))


def _current(db: Database) -> _Kept:
    """Give what the catalogue has now; of what was read before only what changed is read."""
    kept: _Kept | None = db.kept.get(_KEPT)
    version = db.version
    if kept and kept.version == version:
        return kept
    there = frozenset(row[0] for row in db.execute("SELECT block FROM likeness"))
    if kept is None or 4 * len(there ^ kept.of.keys()) > len(there):
        kept = _Kept(version, *_read(db, there), {}, {}, _NONE)
    # A block that is there no more leaves nothing behind; its names stand in others, or nowhere.
    holds = {kind: table.ids > 0 for kind, table in kept.whole.items()}
    for kind, place in (kept.of[number] for number in kept.of.keys() - there):
        holds[kind][place] = False
    living = {kind: _bits(some) for kind, some in holds.items()}
    fresh, written = _read(db, there - kept.of.keys())[0], _late(db)
    over = {kind: (table, _table(written[kind])) for kind, table in fresh.items()}
    late = np.array([row[0] for row in db.execute("SELECT name FROM likeness_late")], np.int64)
    db.kept[_KEPT] = now = kept._replace(version=version, living=living, over=over, late=late)
    return now


def _bits(holds: NDArray[np.bool_]) -> Columns:
    """Give a bit for each place, 64 of them in a number."""
    return np.packbits(holds, bitorder="little").view(np.uint64)


def _best(
    table: _Table, bits: NDArray[np.intp], limit: int, living: Columns
) -> tuple[NDArray[np.intp], NDArray[np.int16]]:
    """Give the living places and scores of names that have most of the bits, and few others."""
    common = table.common[bits]
    bits = bits[np.argsort(common, kind="stable")][:ASKED]
    planes = _sum([table.columns[bit] for bit in bits.tolist()])
    places = _places(_most(planes, living, COMPARED * limit))
    word, bit = places >> 6, (places & 63).astype(np.uint64)
    # A long name has letters of every question: bits that were not asked for count against it.
    score = -table.quarter[places].astype(np.int16)
    for number, plane in enumerate(planes):
        score += (plane[word] >> bit & np.uint64(1)).astype(np.int16) << number
    best = np.argsort(-score, kind="stable")[:limit]
    return places[best], score[best]


def _most(planes: list[Columns], living: Columns, count: int) -> Columns:
    """Give the places of the highest sums, of so many at least, and of all that are the same.

    None where the sum is nothing.
    """
    more, same, least = np.zeros_like(living), living, 0
    for number in reversed(range(len(planes))):
        both = same & planes[number]
        some = more | both
        if np.bitwise_count(some).sum(dtype=np.int64) >= count:
            same, least = both, least | 1 << number
        else:
            more, same = some, same & ~planes[number]
    return more | same if least else more


def _places(columns: Columns) -> NDArray[np.intp]:
    """Give the places of bits, in their order; few of the columns have more than one, or any."""
    words = np.flatnonzero(columns)
    left, every = columns[words], []
    while len(words):
        rest = left & (left - np.uint64(1))
        every.append(words * 64 + np.bitwise_count((left ^ rest) - np.uint64(1)))
        more = rest != 0
        words, left = words[more], rest[more]
    return np.sort(np.concatenate(every)) if every else words


def _sum(columns: list[NDArray[np.uint64]]) -> list[NDArray[np.uint64]]:
    """Add columns up, place by place: the first of the result has the ones, the next the twos."""
    planes = []
    while columns:
        carried = []
        while len(columns) > 2:
            one, two, three = columns.pop(), columns.pop(), columns.pop()
            either = one ^ two
            columns.append(either ^ three)
            carried.append((one & two) | (either & three))
        if len(columns) == 2:
            carried.append(columns[0] & columns[1])
            columns = [columns[0] ^ columns[1]]
        planes.append(columns[0])
        columns = carried
    return planes
