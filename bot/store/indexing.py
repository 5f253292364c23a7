"""Make anew, of all names at once, what begun and mistyped names are found by.

A big load does so at its end, and a small one when there are twice as many names as the last time.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter, ne
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.model import NamedKind
from bot.store import begun, halves, likeness, worded
from bot.store.connection import Database
from bot.store.index import NAMES

ALL, LIKENED = 750_000, 300_000
"""Names up to which all are found with more than one mistake; beyond, of episodes those that have
the most votes."""
FEW = 20_000
"""Names that need nothing but likeness: all of them are compared in a moment."""
_NAMED = f"""
    (name IN (SELECT id FROM name) OR name / {NAMES} NOT IN (SELECT id FROM person))
"""  # noqa: S608 - a number of our own
"""SQL for what was written or dropped: people without a name wait for a load, which folds it."""
_KNOWN, _SINCE = "names known", "names since"
"""How many names there were when all was made, and were written since."""
_AT_ONCE = 1 << 15

Ids = NDArray[np.int64]
Votes = NDArray[np.int32]
Row = tuple[str, int]
"""A folded name and its id."""


class _Popular(NamedTuple):
    """Names that anybody voted for, in the order of their ids, and how many."""

    ids: Ids
    votes: Votes
    least: int
    """Votes from which on names of episodes are likened."""

    def of(self, ids: Ids) -> Votes:
        """Give the popularity of names, 0 for those that are not here."""
        if not len(self.ids):
            return np.zeros(len(ids), np.int32)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[at] == ids, self.votes[at], np.int32(0))


class _Gathered:
    """What is made of all names of a kind, each column filled from its beginning."""

    def __init__(self, count: int) -> None:
        self.names = (
            np.zeros(count, f"S{begun.LONGEST}"), np.zeros(count, np.int64),
            np.zeros(count, np.int32),
        )  # fmt: skip
        """Their beginnings, ids and votes."""
        self.halves = halves.Halves(
            np.zeros(2 * count, np.uint32), np.zeros(2 * count, np.int64),
            np.zeros(2 * count, np.uint32), np.zeros(2 * count, np.int32),
        )  # fmt: skip
        self.likened: list[likeness.Names] = []
        self.texts: list[str] = []
        """The names whose words are looked for, as they are folded."""
        self.rated: list[Ids] = []
        self.votes: list[Votes] = []
        self._ends = [0, 0]

    def add(self, *names: NDArray[Any]) -> None:
        """Take names in."""
        self._fill(0, self.names, names)

    def cut(self, made: halves.Cut, names: Ids, votes: Votes) -> None:
        """Take halves in."""
        for keys in (made.left, made.right):
            mine = keys, names[made.which], made.letters, votes[made.which]
            self._fill(1, self.halves, mine)

    def _fill(self, of: int, columns: Sequence[NDArray[Any]], mine: Sequence[NDArray[Any]]) -> None:
        start, end = self._ends[of], self._ends[of] + len(mine[0])
        for column, some in zip(columns, mine, strict=True):
            column[start:end] = some
        self._ends[of] = end

    @property
    def all_halves(self) -> halves.Halves:
        """Give the halves, without the room that was not needed."""
        return halves.Halves._make(column[: self._ends[1]] for column in self.halves)


def settle(db: Database) -> None:
    """Let everything know of names that were marked; at the end of what changes names.

    Takes as long as they are many, but when they are as many as all were the last time.
    """
    (late,) = db.execute(f"SELECT count(*) FROM likeness_late WHERE {_NAMED}").fetchone()  # noqa: S608
    if not late:
        return
    sql = "SELECT number FROM tally WHERE word = :word"
    known, since = (
        (db.execute(sql, {"word": word}).fetchone() or (0,))[0] for word in (_KNOWN, _SINCE)
    )
    if since + late > max(FEW, known) and _are_many(db):
        make(db)
        _settled(db)
        return
    begun.renew(db)
    halves.renew(db)
    likeness.renew(db)
    _settled(db)
    _note(db, _SINCE, since + late)


def _are_many(db: Database) -> bool:
    """Tell whether names are more than few: writing few again and again makes them no more."""
    (count,) = db.execute("SELECT count(*) FROM name").fetchone()
    return bool(count > FEW)


def _settled(db: Database) -> None:
    db.execute(f"DELETE FROM likeness_late WHERE {_NAMED}")  # noqa: S608 - words of our own


def _note(db: sqlite3.Connection, word: str, number: int) -> None:
    sql = """
        INSERT INTO tally (word, number) VALUES (:word, :number)
        ON CONFLICT (word) DO UPDATE SET number = excluded.number
    """
    db.execute(sql, {"word": word, "number": number})


def make(db: sqlite3.Connection) -> None:
    """Make everything anew; names are in their place already, and found when they are whole."""
    for table in ("likeness", "begun", "halves", "halves_late", "worded"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    popular = _popular(db)
    counts = dict(db.execute("SELECT kind, count(*) FROM name GROUP BY kind"))
    count = sum(counts.values())
    if count <= ALL:
        popular = popular._replace(least=0)
    _note(db, _KNOWN, count)
    _note(db, _SINCE, 0)
    for kind, names in counts.items():
        _make(db, kind, names, popular)


def _make(db: sqlite3.Connection, kind: NamedKind, count: int, popular: _Popular) -> None:
    """Make what is kept of one kind."""
    made = _Gathered(count)
    for some in _names(db, kind):
        _gather(made, kind, some, popular)
    likeness.put(db, kind, made.likened)
    rated, votes = np.concatenate(made.rated), np.concatenate(made.votes)
    rows = worded.rows(kind, made.texts, rated, votes)
    db.executemany("INSERT INTO worded VALUES (?, ?, ?)", rows)
    best = ((prefix, kind, best) for prefix, best in begun.rows(*made.names))
    db.executemany("INSERT INTO begun VALUES (?, ?, ?)", best)
    every = made.all_halves
    del made, rows, best, rated, votes  # sorting millions of halves wants the room
    db.executemany("INSERT INTO halves VALUES (?, ?, ?, ?)", halves.rows(every))


def _gather(made: _Gathered, kind: NamedKind, rows: Sequence[Row], popular: _Popular) -> None:
    folded, ids = [name for name, _ in rows], np.array([name for _, name in rows], np.int64)
    votes = popular.of(ids)
    made.add(np.array([name.encode() for name in folded]), ids, votes)
    fresh = np.array([True, *map(ne, folded, folded[1:])])
    # Of equal names the most popular one comes first, and stands for them.
    order = np.lexsort((-votes, np.cumsum(fresh)))[np.flatnonzero(fresh)]
    names, votes, texts = ids[order], votes[order], [folded[at] for at in order.tolist()]
    made.cut(halves.cut(texts, kind), names, votes)
    liken = np.flatnonzero(votes >= (popular.least if kind == "episode" else 0))
    likened = [texts[at] for at in liken.tolist()]
    made.likened.append(likeness.Names(names[liken], likeness.bits_of(likened)))
    rated = np.flatnonzero(votes >= (max(1, popular.least) if kind == "episode" else 0))
    made.texts += [texts[at] for at in rated.tolist()]
    made.rated.append(names[rated])
    made.votes.append(votes[rated])


def _names(db: sqlite3.Connection, kind: NamedKind) -> Iterator[list[Row]]:
    """Give the names of a kind in their order, some at a time, equal ones together."""
    rows = db.execute("SELECT folded, id FROM name WHERE kind = ? ORDER BY folded", (kind,))
    kept: list[Row] = []
    while some := rows.fetchmany(_AT_ONCE):
        kept += some
        end = bisect_left(kept, kept[-1][0], key=itemgetter(0))
        if end:
            yield kept[:end]
            kept = kept[end:]
    if kept:
        yield kept


def _popular(db: sqlite3.Connection) -> _Popular:
    sql = "SELECT id, popularity, kind = 'episode' FROM name WHERE popularity > 0 ORDER BY id"
    known = np.fromiter(chain.from_iterable(db.execute(sql)), np.int64).reshape(-1, 3)
    ids, votes, episodes = (np.ascontiguousarray(column) for column in known.T)
    most: Votes = np.minimum(votes, np.iinfo(np.int32).max).astype(np.int32)
    return _Popular(ids, most, _least(most[episodes == 1]))


def _least(votes: Votes) -> int:
    """Give the votes from which on names are likened, and never those that nobody voted for."""
    if len(votes) <= LIKENED:
        return 1
    return int(np.partition(votes, -LIKENED - 1)[-LIKENED - 1]) + 1
