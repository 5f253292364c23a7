"""Names that look like a mistyped one: a bit for each two letters in a row, of all names at once.

A matrix of 256 bits a name is compared with a question in one go; it finds more names with two
mistakes than three letters in a row do, and is a tenth as large. It lies in the catalogue in
blocks, as whoever reads wants them; names that a load has written or dropped since stand in
likeness_late until it ends.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.model import Kind
from bot.store import begun
from bot.store.connection import Database

WORDS = 4
"""64 bits each."""
BLOCK = 4096
"""Names in a block; a load writes those anew in which something changed."""
_AT_ONCE = 1 << 14
_KEPT = "likeness"

Ids = NDArray[np.int64]
Bits = NDArray[np.uint64]
Row = tuple[int, Kind, str]
"""A name's id, its kind, and the name as it was folded."""


class Block(NamedTuple):
    """Some names of one kind, and the bits of each, shape (names, WORDS)."""

    names: Ids
    bits: Bits

    def only(self, rows: NDArray[np.bool_]) -> "Block":
        """Give some of them."""
        return Block(self.names[rows], self.bits[rows])


class _Table(NamedTuple):
    """All names of a kind: their ids, their bits word by word, and a quarter of how many."""

    names: Ids
    words: tuple[Bits, ...]
    quarter: NDArray[np.uint8]


class _Kept(NamedTuple):
    """What a connection keeps between two questions."""

    version: int
    blocks: dict[int, tuple[Kind, Block]]
    late: frozenset[int]
    tables: dict[Kind, _Table]


def alike(db: Database, folded: str, kind: Kind, limit: int) -> list[int]:
    """Give the ids of the names of a kind that share the most letters with a mistyped one."""
    table = _current(db).tables[kind]
    asked = bits_of([folded])[0]
    score = np.zeros(len(table.names), np.int16)
    for word, mine in zip(table.words, asked, strict=True):
        score += np.bitwise_count(word & mine)
    # A long name has letters of every question: bits that were not asked for count against it.
    score -= table.quarter
    if len(score) > limit:
        best = np.argpartition(-score, limit)[:limit]
        best = best[np.argsort(-score[best], kind="stable")]
    else:
        best = np.argsort(-score, kind="stable")
    found: list[int] = table.names[best].tolist()
    return found


def bits_of(folded: Sequence[str]) -> Bits:
    """Give the bits of folded names, shape (names, WORDS): of every two bytes, ends included."""
    every = np.zeros((len(folded), WORDS), np.uint64)
    for start in range(0, len(folded), _AT_ONCE):
        some = folded[start : start + _AT_ONCE]
        text = np.frombuffer(f"\n{chr(10).join(some)}\n".encode(), np.uint8).astype(np.uint32)
        row = np.cumsum(text == ord("\n"))[:-1] - 1
        bit = (text[:-1] * 31 + text[1:]) * np.uint32(2654435761) >> 24
        matrix = np.zeros((len(some), 64 * WORDS), np.bool_)
        matrix[row, bit] = True
        every[start : start + _AT_ONCE] = np.packbits(matrix, axis=1).view("<u8")
    return every


def mark(db: Database, names: Iterable[int]) -> None:
    """Note names that are written or dropped: their bits are not those in the blocks any more."""
    rows = [{"name": name} for name in names]
    db.executemany("INSERT OR IGNORE INTO likeness_late (name) VALUES (:name)", rows)


def settle(db: Database) -> None:
    """Write the blocks anew in which names were marked; at the end of what changes names."""
    late = np.array([row[0] for row in db.execute("SELECT name FROM likeness_late")], np.int64)
    if not len(late):
        return
    begun.renew(db)
    pieces: dict[Kind, list[Block]] = {"series": [], "episode": []}
    for number, kind, names in db.execute("SELECT block, kind, names FROM likeness").fetchall():
        ids = np.frombuffer(names, "<i8")
        keep = ~np.isin(ids, late)
        if keep.all() and len(ids) >= BLOCK // 2:
            continue
        pieces[kind].append(_read(db, number)[1].only(keep))
        db.execute("DELETE FROM likeness WHERE block = :number", {"number": number})
    for kind, block in _late(db).items():
        pieces[kind].append(block)
    for kind, some in pieces.items():
        rows = [
            {"block": number, "kind": kind, "names": names, "bits": bits}
            for number, names, bits in cut(some)
        ]
        sql = """
            INSERT INTO likeness (block, kind, names, bits) VALUES (:block, :kind, :names, :bits)
        """
        db.executemany(sql, rows)
    db.execute("DELETE FROM likeness_late")


def cut(pieces: Sequence[Block]) -> Iterable[tuple[int, bytes, bytes]]:
    """Cut blocks of any size into those that are stored: a number of its own, names, bits."""
    if not pieces:
        return
    names = np.concatenate([piece.names for piece in pieces])
    order = np.argsort(names, kind="stable")
    names, bits = names[order], np.concatenate([piece.bits for piece in pieces])[order]
    for start in range(0, len(names), BLOCK):
        some = slice(start, start + BLOCK)
        mine, others = names[some].tobytes(), bits[some].tobytes()
        # By its number a reader knows a block again.
        digest = blake2b(mine + others, digest_size=8).digest()
        yield int.from_bytes(digest, "little") >> 2, mine, others


def of_rows(rows: Iterable[Row]) -> dict[Kind, Block]:
    """Make blocks of any size of names."""
    parted: dict[Kind, tuple[list[int], list[str]]] = {"series": ([], []), "episode": ([], [])}
    for name, kind, folded in rows:
        parted[kind][0].append(name)
        parted[kind][1].append(folded)
    return {
        kind: Block(np.array(names, np.int64), bits_of(texts))
        for kind, (names, texts) in parted.items()
    }


def _late(db: Database) -> dict[Kind, Block]:
    sql = "SELECT id, kind, folded FROM name WHERE id IN (SELECT name FROM likeness_late)"
    return of_rows(db.execute(sql))


def _read(db: Database, number: int) -> tuple[Kind, Block]:
    sql = "SELECT kind, names, bits FROM likeness WHERE block = :number"
    kind, names, bits = db.execute(sql, {"number": number}).fetchone()
    return kind, Block(np.frombuffer(names, "<i8"), np.frombuffer(bits, "<u8").reshape(-1, WORDS))


def _current(db: Database) -> _Kept:
    """Give what the catalogue has now; of what was read before only what changed is read."""
    kept: _Kept | None = db.kept.get(_KEPT)
    (version,) = db.execute("PRAGMA catalogue.data_version").fetchone()
    if kept and kept.version == version:
        return kept
    known = kept.blocks if kept else {}
    there = [row[0] for row in db.execute("SELECT block FROM likeness")]
    blocks = {number: known.get(number) or _read(db, number) for number in there}
    late = frozenset(row[0] for row in db.execute("SELECT name FROM likeness_late"))
    if kept and not late and not kept.late and blocks.keys() == known.keys():
        now = kept._replace(version=version)
    else:
        now = _Kept(version, blocks, late, _tables(db, blocks, late))
    db.kept[_KEPT] = now
    return now


def _tables(
    db: Database, blocks: dict[int, tuple[Kind, Block]], late: frozenset[int]
) -> dict[Kind, _Table]:
    marked, waiting = np.array(sorted(late), np.int64), _late(db)
    tables = {}
    for kind, fresh in waiting.items():
        mine = [block for of, block in blocks.values() if of == kind]
        names = np.concatenate([fresh.names, *(block.names for block in mine)])
        bits = np.concatenate([fresh.bits, *(block.bits for block in mine)])
        if len(marked):
            keep = ~np.isin(names, marked)
            keep[: len(fresh.names)] = True
            names, bits = names[keep], bits[keep]
        words = tuple(np.ascontiguousarray(bits[:, word]) for word in range(WORDS))
        counts = np.bitwise_count(bits).sum(axis=1, dtype=np.uint16) // 4
        tables[kind] = _Table(names, words, counts.astype(np.uint8))
    return tables
