"""Beginnings that very many names have, and the most popular of these: "e", "the last", "episode".

Whoever types begins with one letter, and a tenth of millions of names begins with it. What is there
for beginnings of few names is read where it stands.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.model import NamedKind
from bot.store.connection import Database, marks

MANY = 100
"""Names that begin so, from which on the most popular ones are kept."""
KEPT = 50
LONGEST = 24
"""Bytes of a beginning: few longer ones have so many names."""
END = "\n"
"""Behind a beginning that is a whole name: of those that have it, among them "pilot"."""

Ids = NDArray[np.int64]
Votes = NDArray[np.int32]
Row = tuple[str, bytes]
"""A beginning, and the ids of the most popular names that begin so, the most popular first."""


def kept(db: Database, folded: str, kind: NamedKind) -> list[int] | None:
    """Give the most popular names that begin so, None where all can be read."""
    sql = "SELECT names FROM begun WHERE prefix = :prefix AND kind = :kind"
    row = db.execute(sql, {"prefix": folded, "kind": kind}).fetchone()
    ids: list[int] | None = np.frombuffer(row[0], "<i8").tolist() if row else None
    return ids


def whole(db: Database, names: Sequence[str], kind: NamedKind) -> dict[str, list[int]]:
    """Give, for those of the names that very many have, the most popular ones of these."""
    some, key = marks([name + END for name in names])
    sql = f"SELECT prefix, names FROM begun WHERE prefix IN ({some}) AND kind = :kind"  # noqa: S608
    rows = db.execute(sql, key | {"kind": kind}).fetchall()
    return {prefix.removesuffix(END): np.frombuffer(ids, "<i8").tolist() for prefix, ids in rows}


def renew(db: Database) -> None:
    """Put names in their places that were written since the last time (likeness_late)."""
    if db.execute("SELECT 1 FROM begun LIMIT 1").fetchone() is None:
        return
    sql = "SELECT id, kind, folded FROM name WHERE id IN (SELECT name FROM likeness_late)"
    for name, kind, folded in db.execute(sql).fetchall():
        for end in range(1, min(len(folded), LONGEST) + 1):
            _take(db, folded[:end], kind, name)
        _take(db, folded + END, kind, name)


def forget(db: Database, names: Iterable[tuple[int, str, NamedKind]]) -> None:
    """Take names that are dropped (id, folded, kind) out of their places."""
    for name, folded, kind in names:
        ends = range(1, min(len(folded), LONGEST) + 1)
        for prefix in (folded + END, *(folded[:end] for end in ends)):
            known = kept(db, prefix, kind)
            if known is None or name not in known:
                continue
            known.remove(name)
            enough = len(known) > KEPT // 2
            _keep(db, prefix, kind, known if enough else _read(db, prefix, kind))


def _read(db: Database, prefix: str, kind: NamedKind) -> list[int]:
    """Read the most popular names that begin so, of all; none where they are few now."""
    whole = prefix.endswith(END)
    sql = """
        SELECT id FROM name WHERE kind = :kind AND folded >= :folded AND folded < :end
        ORDER BY popularity DESC, id LIMIT :kept
    """
    folded = prefix.removesuffix(END)
    end = f"{folded}\0" if whole else f"{folded}\U0010ffff"
    key = {"kind": kind, "folded": folded, "end": end, "kept": KEPT}
    found = [row[0] for row in db.execute(sql, key)]
    return found if len(found) == KEPT else []


def _keep(db: Database, prefix: str, kind: NamedKind, names: list[int]) -> None:
    key: dict[str, str | bytes] = {"prefix": prefix, "kind": kind}
    if names:
        sql = "UPDATE begun SET names = :names WHERE prefix = :prefix AND kind = :kind"
        db.execute(sql, key | {"names": np.array(names, "<i8").tobytes()})
    else:
        db.execute("DELETE FROM begun WHERE prefix = :prefix AND kind = :kind", key)


def _take(db: Database, prefix: str, kind: NamedKind, name: int) -> None:
    known = kept(db, prefix, kind)
    if known is None:
        return
    some, key = marks([name, *known])
    sql = f"""
        SELECT id FROM name WHERE id IN ({some}) ORDER BY popularity DESC, id LIMIT {KEPT}
    """  # noqa: S608 - marks are counted, not typed
    _keep(db, prefix, kind, [row[0] for row in db.execute(sql, key)])


def rows(folded: NDArray[np.bytes_], ids: Ids, popularity: Votes) -> Iterator[Row]:
    """Give the beginnings that many names have; all three are in the order of the folded names.

    `folded` has LONGEST bytes a name.
    """
    letters = folded.view(np.uint8).reshape(-1, LONGEST)
    common = _common(letters)
    for size in range(1, LONGEST + 1):
        starts = np.append(np.flatnonzero(common < size), len(letters))
        for at in np.flatnonzero(np.diff(starts) > MANY).tolist():
            some = slice(int(starts[at]), int(starts[at + 1]))
            if prefix := _prefix(letters[some.start, :size].tobytes()):
                best = _best(popularity[some])
                yield prefix, ids[some][best].astype("<i8").tobytes()


def _common(letters: NDArray[np.uint8]) -> NDArray[np.int8]:
    """Give how many bytes each name has in common with the one before it."""
    common = np.zeros(len(letters), np.int8)
    for start in range(1, len(letters), 1 << 18):
        here = letters[start : start + (1 << 18)]
        equal = here == letters[start - 1 : start - 1 + len(here)]
        common[start : start + len(here)] = np.logical_and.accumulate(equal, axis=1).sum(axis=1)
    return common


def _prefix(start: bytes) -> str:
    """Read a beginning; "" where it ends inside of a sign, or behind the end of a name."""
    if b"\0" in start[:-1]:
        return ""
    start = start.replace(b"\0", END.encode())
    return start.decode(errors="ignore") if start.decode(errors="replace")[-1] != "\ufffd" else ""


def _best(popularity: Votes) -> NDArray[np.intp]:
    some = np.argpartition(-popularity, KEPT)[:KEPT]
    best: NDArray[np.intp] = some[np.argsort(-popularity[some], kind="stable")]
    return best
