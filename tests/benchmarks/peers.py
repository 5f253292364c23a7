"""What two peers reach on the same questions: tantivy, and the FTS5 that is in SQLite.

Both index the words of each name, the most popular first, so that a name's number is its rank. What
they find is not read from the store while the time is taken: they answer with ranks alone.
"""

import statistics
import time
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol

import apsw
import tantivy

from bot.asking import fold
from bot.store import Database, Store
from tests.benchmarks.loads import MB

BEST = 10
MANY, FEW = 2_000_000, 20
"""Names from which on FTS5, which then takes up to half a second, is asked few of each kind."""
BATCH = 10_000


class Target(NamedTuple):
    """A thing of the store, and one of its names."""

    thing: int
    name: str


class Question(NamedTuple):
    """What is typed, and what is to be found."""

    text: str
    target: Target


class Peer(Protocol):
    """An index in a folder of its own, made of documents that come in the order of their ranks."""

    def __init__(self, folder: Path, documents: "Documents") -> None: ...

    def find(self, words: list[str]) -> list[int]:
        """Give the ranks of what is found, at most ten."""


class Documents:
    """The words of each name, those of an episode behind its series', the most popular first.

    Once all were given, `names` has their ids by rank, and `took` the CPU seconds of reading them,
    which are no part of a peer's work.
    """

    def __init__(self, db: Database) -> None:
        self.names = array("q")
        self.took = 0.0
        self._db = db

    def __iter__(self) -> Iterator[str]:
        """Read from the store."""
        began = time.thread_time()
        rows = self._db.execute("""
            SELECT name.id, CASE name.kind
                WHEN 'episode' THEN coalesce(whole.folded || ' ', '') || name.folded
                ELSE name.folded
            END
            FROM name LEFT JOIN name AS whole ON whole.id = name.series * 1024
            ORDER BY name.popularity DESC, name.id
        """)
        while batch := rows.fetchmany(BATCH):
            self.names.extend(name for name, _ in batch)
            self.took += time.thread_time() - began
            yield from (words for _, words in batch)
            began = time.thread_time()


class Tantivy:
    """Words as they are and the last one's beginning, then mistyped ones; by popularity."""

    def __init__(self, folder: Path, documents: Documents) -> None:
        fields = tantivy.SchemaBuilder()
        fields.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
        fields.add_integer_field("rank", fast=True)
        self._schema = fields.build()
        index = tantivy.Index(self._schema, path=str(folder))
        writer = index.writer(num_threads=1)
        for rank, words in enumerate(documents):
            writer.add_document(tantivy.Document(words=words, rank=rank))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def find(self, words: list[str]) -> list[int]:
        """Give the ranks of what has all words; mistyped ones only if the others are too few."""
        if not words:
            return []
        *whole, last = words
        found = self._having([*map(self._word, whole), self._word(last, prefix=True)])
        if len(found) < BEST:
            alike = self._having([self._word(word, _forgiven(word)) for word in words])
            found += [rank for rank in alike if rank not in found]
        return found[:BEST]

    def _word(self, word: str, distance: int = 0, *, prefix: bool = False) -> tantivy.Query:
        if distance or prefix:
            return tantivy.Query.fuzzy_term_query(
                self._schema, "words", word, distance=distance, prefix=prefix
            )
        return tantivy.Query.term_query(self._schema, "words", word, "basic")

    def _having(self, words: list[tantivy.Query]) -> list[int]:
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, word) for word in words])
        result = self._searcher.search(
            query, BEST, count=False, order_by_field="rank", order=tantivy.Order.Asc
        )
        return [rank for rank, _ in result.hits]


def _forgiven(word: str) -> int:
    return (len(word) > 2) + (len(word) > 5)


class Fts5:
    """All words, of the last one the beginning; apsw brings a quicker SQLite than Python has."""

    def __init__(self, folder: Path, documents: Documents) -> None:
        self._database = apsw.Connection(str(folder / "words.db"))
        self._database.execute("""
            CREATE VIRTUAL TABLE words USING fts5 (
                name, content = '', detail = none, prefix = '2 3', tokenize = 'unicode61'
            )
        """)
        with self._database:
            rows = ({"rank": rank, "name": name} for rank, name in enumerate(documents))
            self._database.executemany(
                "INSERT INTO words (rowid, name) VALUES (:rank, :name)", rows
            )
            self._database.execute("INSERT INTO words (words) VALUES ('optimize')")

    def find(self, words: list[str]) -> list[int]:
        """Give the ranks of what has all words: the first that are met are the most popular."""
        if not words:
            return []
        sql = "SELECT rowid FROM words WHERE words MATCH :all ORDER BY rowid LIMIT :best"
        every = " ".join(f'"{word}"' for word in words)
        return [rank for (rank,) in self._database.execute(sql, {"all": f"{every}*", "best": BEST})]


PEERS: dict[str, type[Peer]] = {"tantivy": Tantivy, "FTS5": Fts5}
NOTES = {"code": " (to it a code is a word)"}

Spent = dict[str, list[float]]
"""Milliseconds of CPU by kind of question, each kind's in the order of its questions."""


async def measure(store: Store, name: str, every: dict[str, list[Question]], ours: Spent) -> None:
    """Print what each peer's index costs and finds, and the ratio of ours to its times."""
    for peer, make in PEERS.items():
        with TemporaryDirectory(dir=store.folder.parent) as folder:
            line = f"find {name}: {peer:7}"
            theirs = await store.read(_measure, Path(folder), make, line, every)
        same = [one for kind, spent in theirs.items() for one in ours[kind][: len(spent)]]
        pairs = zip(_percentiles(same), _percentiles(_all(theirs)), strict=True)
        half, last = (mine / other for mine, other in pairs)
        print(f"find {name}: ours takes {half:.2f} x p50, {last:.2f} x p99 of {peer}'s CPU")


def _measure(
    db: Database, folder: Path, make: type[Peer], line: str, every: dict[str, list[Question]]
) -> Spent:
    documents, began = Documents(db), time.process_time()
    peer = make(folder, documents)
    took = time.process_time() - began - documents.took
    stored = sum(file.stat().st_size for file in folder.iterdir())
    names = documents.names
    print(f"{line} {len(names):,} names, built in {took:.1f} s of CPU, {stored / MB:.1f} MB")
    each = FEW if make is Fts5 and len(names) > MANY else None
    spent = {}
    for kind, questions in every.items():
        found, spent[kind] = _asked(db, peer, names, questions[:each])
        note = NOTES.get(kind, "")
        print(f"{line} {kind:16} recall@10 {found:.3f}, {times(spent[kind])}{note}")
    only = f", of {each} questions of each kind alone" if each else ""
    print(f"{line} {'all':16} {times(_all(spent))} ms of CPU{only}")
    return spent


def _asked(
    db: Database, peer: Peer, names: Sequence[int], questions: list[Question]
) -> tuple[float, list[float]]:
    right, spent = 0, []
    for question in questions:
        began = time.thread_time()
        found = peer.find(fold(question.text).split())
        spent.append(1000 * (time.thread_time() - began))
        right += any(_is(db, names[rank], question.target) for rank in found)
    return right / len(questions), spent


def _is(db: Database, name: int, target: Target) -> bool:
    sql = "SELECT id / 1024, folded FROM name WHERE id = :name"
    thing, folded = db.execute(sql, {"name": name}).fetchone()
    return bool(thing == target.thing or folded == target.name)


def _all(spent: Spent) -> list[float]:
    return [one for some in spent.values() for one in some]


def times(spent: list[float]) -> str:
    """Write down what half took, and what all but a hundredth took."""
    half, last = _percentiles(spent)
    return f"p50 {half:.1f}, p99 {last:.1f}"


def _percentiles(spent: list[float]) -> tuple[float, float]:
    ordered = sorted(spent)
    return statistics.median(ordered), ordered[int(0.99 * (len(ordered) - 1))]
