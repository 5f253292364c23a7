"""A whole generation of the catalogue, built in a file of its own by one process.

Nothing is safe until the end and nothing needs to be: what ends early is thrown away. Parameters
have no names here, unlike anywhere else: for ten million rows that is a third of the time. Rows are
added through apsw, which takes half as long for a row as Python's own module.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import apsw

from bot.errors import StoreCorrupt
from bot.packed import EMPTY, EpisodeRow, SeriesRow
from bot.store import called, indexing
from bot.store.index import NAMES
from bot.store.migrations import CATALOGUE, statements, told

NameRow = tuple[int, int, str, str, str, int]
"""id, series, kind, folded, text, popularity."""

_PRAGMAS = tuple(
    # Named, or what is attached would be locked as well.
    f"PRAGMA main.{pragma}"
    for pragma in (
        # Larger pages than SQLite's own: fewer to write, and quicker to check.
        "page_size = 16384", "journal_mode = OFF", "synchronous = OFF",
        "locking_mode = EXCLUSIVE", "cache_size = -32768",
        f"application_id = {CATALOGUE.application_id}",
    )
)  # fmt: skip
_SERIES = "INSERT INTO {} VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_EPISODE = "INSERT INTO {} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NAME = "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)"
_TOLD = (
    "telling", "external_id", "numbering", "credit", "appearance", "person_series",
    "shown_rating", "phrase", "phrase_word", "phrased", "phrase_late", "airing",
)  # fmt: skip
_LOW = 0xFFFFFFFF
"""Of ids these bits are added up: sums of ten million ids would be too large."""
WAITING = ("waiting_series", "waiting_episode")
"""Rows of series that other sources or members know: each is put in its place by its identity."""


class Counts(NamedTuple):
    """How what IMDb alone tells of compares with the generation before."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    renamed: int = 0


class Fresh:
    """The generation that is being built, in `path`; made by `building`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.taken = {"series": 0, "episode": 0}
        """How many rows were taken over from the generation before."""
        self._script = list(statements(CATALOGUE.today))
        self._rows = apsw.Connection(str(path))
        self._db = sqlite3.connect(path, isolation_level=None, uri=True)
        for pragma in _PRAGMAS:
            self._rows.execute(pragma)
        self._rows.execute("BEGIN")
        for statement in self._script:
            if "CREATE TABLE" in statement:
                self._rows.execute(statement)
        for name in WAITING:
            table = name.removeprefix("waiting_")
            self._rows.execute(f"CREATE TABLE {name} AS SELECT * FROM {table} LIMIT 0")  # noqa: S608
        self._rows.execute("CREATE TABLE waiting_put (thing INTEGER PRIMARY KEY)")

    def close(self) -> None:
        """Close the file."""
        self._rows.close()
        self._db.close()

    def all_added(self) -> None:
        """Tell that all rows are added: now it can be compared, counted and finished.

        Two libraries in one process would let go of each other's locks, so only one has any.
        """
        self._rows.execute("COMMIT")
        self._rows.close()
        for pragma in _PRAGMAS:
            self._db.execute(pragma)
        self._db.execute("BEGIN")

    def series(self, rows: Iterable[SeriesRow], *, waiting: bool = False) -> None:
        """Add series."""
        self._rows.executemany(_SERIES.format(WAITING[0] if waiting else "series"), rows)

    def episodes(self, rows: Iterable[EpisodeRow], *, waiting: bool = False) -> None:
        """Add episodes."""
        self._rows.executemany(_EPISODE.format(WAITING[1] if waiting else "episode"), rows)

    def names(self, rows: Iterable[NameRow]) -> None:
        """Add names to the index, without what mistyped ones are found by."""
        self._rows.executemany(_NAME, rows)

    def index(self, *tables: str) -> None:
        """Make the indexes of tables that have all of their rows, or nearly."""
        for table in tables:
            for statement in self._indexes(table):
                self._rows.execute(statement)

    def people(self, crowds: Iterable[tuple[int, bytes]]) -> None:
        """Add people whom packed credits name, as bot.packed packs them."""
        self._rows.executemany("INSERT INTO crowd VALUES (?, ?)", crowds)

    def call(self, rows: Iterable[called.Row]) -> None:
        """Let these people be found by their names: rows of bot.store.called."""
        self._rows.executemany("INSERT INTO called VALUES (?, ?, ?)", rows)

    def post(self, rows: Iterable[tuple[int, bytes]]) -> None:
        """Add what people are in: rows of bot.store.postings."""
        self._rows.executemany("INSERT INTO posting VALUES (?, ?)", rows)

    def take_over(self, live: Path) -> None:
        """Take over from the live generation all that is not packed there, or waits here."""
        self._db.execute("COMMIT")
        self._db.execute("ATTACH ? AS live", (f"{live.absolute().as_uri()}?mode=ro",))
        self._db.execute("BEGIN")
        # Rows of IMDb's with the same id wait (`WAITING`), so nothing is there twice; what was
        # packed and waits is taken over too, or it would seem new when its turn comes.
        kept = "{0} WHERE packed IS NULL OR id IN (SELECT id FROM waiting_{0})"
        for table in self.taken:
            sql = f"INSERT INTO {table} SELECT * FROM live.{kept.format(table)}"  # noqa: S608
            self.taken[table] = self._db.execute(sql).rowcount
        for table in _TOLD:
            self._db.execute(f"INSERT INTO {table} SELECT * FROM live.{table}")  # noqa: S608
        self._db.execute(
            """
            INSERT INTO person SELECT * FROM live.person
            WHERE id IN (SELECT person FROM live.credit) ON CONFLICT (id) DO NOTHING
            """
        )
        self._db.execute(
            f"""
            INSERT INTO name SELECT * FROM live.name
            WHERE id / {NAMES} IN (SELECT id FROM live.{kept.format("series")}
                UNION ALL SELECT id FROM live.{kept.format("episode")}
                UNION ALL SELECT id FROM person)
            """  # noqa: S608 - words of our own
        )
        self._db.execute(
            f"""
            INSERT INTO likeness_late SELECT id * {NAMES} FROM person
            WHERE id * {NAMES} NOT IN (SELECT id FROM name)
            """  # noqa: S608 - who has no name yet waits for whoever folds it
        )
        self._db.execute("COMMIT")
        self._db.execute("DETACH live")
        self._db.execute("BEGIN")

    def missing_series(self) -> int:
        """Make series known that only packed episodes name, and tell how many."""
        made = self._db.execute(
            """
            INSERT INTO series
            SELECT DISTINCT series, 'Untitled', 'series', NULL, NULL, 'unknown', 0, ?
            FROM episode WHERE series NOT IN (SELECT id FROM series)
            """,
            (EMPTY,),
        )
        return made.rowcount

    def finish(self, credits: int, people: int) -> None:
        """Make the indexes, count, and write the version, which makes it a catalogue.

        `credits` and `people` are how many of them are packed.
        """
        for table in _TOLD:
            for statement in self._indexes(table):
                self._db.execute(statement)
        indexing.make(self._db)
        for statement in self._indexes("worded"):
            self._db.execute(statement)
        self._db.execute("CREATE INDEX waiting_episode_series ON waiting_episode (series)")
        for word, table in (("series", "series"), ("episodes", "episode"), ("people", "person")):
            sql = f"INSERT INTO tally SELECT ?, count(*) FROM {table}"  # noqa: S608
            self._db.execute(sql, (word,))
        sql = "INSERT INTO tally SELECT 'parts', count(*) FROM credit"
        self._db.execute(sql)
        packed = (("packed parts", credits), ("packed people", people))
        self._db.executemany("INSERT INTO tally VALUES (?, ?)", packed)
        self._db.execute(f"PRAGMA user_version = {CATALOGUE.version}")
        self._db.execute("COMMIT")

    def check_counts(self, read: dict[str, int]) -> None:
        """See that as many rows are there as were read and taken over; raises StoreCorrupt."""
        for table, taken in self.taken.items():
            counted = sum(
                self._db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
                for name in (table, f"waiting_{table}")
            )
            if counted != read[table] + taken:
                raise StoreCorrupt(
                    self.path, f"{counted} rows of {table}, not {read[table] + taken}"
                )

    def _indexes(self, table: str) -> Iterator[str]:
        for statement in self._script:
            if "CREATE INDEX" in statement and f" ON {table} (" in statement:
                yield statement

    def packed(self) -> Counts:
        """Count what is packed, for a generation that is the first."""
        sql = "SELECT (SELECT count(*) FROM series) + (SELECT count(*) FROM episode)"
        return Counts(new=int(self._db.execute(sql).fetchone()[0]))

    def compared(self, live: Path) -> Counts:
        """Compare what is packed with what is packed in the live generation; not what waits."""
        self._db.execute("ATTACH ? AS live", (f"{live.absolute().as_uri()}?mode=ro",))
        counts = [self._compared("series"), self._compared("episode")]
        told = Counts(*(one + other for one, other in zip(*counts, strict=True)))
        if not told.new + told.changed + told.gone:
            sql = "SELECT count(*) FROM (SELECT * FROM main.crowd EXCEPT SELECT * FROM live.crowd)"
            told = told._replace(renamed=int(self._db.execute(sql).fetchone()[0]))
        self._db.execute("DETACH live")
        return told

    def _compared(self, table: str) -> Counts:
        columns = [row[1] for row in self._db.execute(f"PRAGMA main.table_info({table})")]
        same = " AND ".join(f"fresh.{name} IS old.{name}" for name in columns)
        packed = f"packed IS NOT NULL AND id NOT IN (SELECT id FROM waiting_{table})"  # noqa: S608
        (there,) = self._db.execute(f"SELECT count(*) FROM main.{table} WHERE {packed}").fetchone()  # noqa: S608
        (was,) = self._db.execute(f"SELECT count(*) FROM live.{table} WHERE {packed}").fetchone()  # noqa: S608
        both, unchanged = self._db.execute(
            f"""
            SELECT count(*), coalesce(sum({same}), 0)
            FROM main.{table} AS fresh JOIN live.{table} AS old ON old.id = fresh.id
            WHERE fresh.packed IS NOT NULL AND old.packed IS NOT NULL
                AND fresh.id NOT IN (SELECT id FROM waiting_{table})
            """  # noqa: S608 - our own columns
        ).fetchone()
        return Counts(there - both, both - unchanged, unchanged, was - both)


@contextmanager
def building(path: Path) -> Iterator[Fresh]:
    """Build a generation in a file; whatever goes wrong, nothing of it is left."""
    path.unlink(missing_ok=True)
    try:
        with closing(Fresh(path)) as fresh:
            yield fresh
    except (sqlite3.Error, apsw.Error) as error:
        path.unlink(missing_ok=True)
        if (ours := told(error, path)) is not error:
            raise ours from error
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def check(path: Path) -> None:
    """See that a file is whole and that nothing in it refers to what is not there.

    Both on a thread of their own, as SQLite lets go of Python's lock. Raises StoreCorrupt.
    """
    tables = [
        name for (name,) in _asked(path, "SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    # integrity_check would ask each index for every row, and take seven times as long.
    checks = [f"PRAGMA quick_check('{table}')" for table in tables] + [*_indexed(path)]
    # Table by table takes two threads half as long as one.
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(_asked, [path] * len(checks), checks))
    # foreign_key_check asks for each of a million episodes what its index tells at once.
    dangling = _asked(
        path,
        "SELECT series FROM (SELECT DISTINCT series FROM episode) "
        "WHERE series NOT IN (SELECT id FROM series)",
    )
    dangling += _asked(path, "PRAGMA foreign_key_check('credit')")
    if wrong := [one for one in found if one != [("ok",)]] + ([dangling] if dangling else []):
        raise StoreCorrupt(path, str(wrong[0]))


def _indexed(path: Path) -> Iterator[str]:
    """Give what tells for each index whether it has the rows of its table, all and no others."""
    sql = """
        SELECT made.tbl_name, made.name, made.sql, home.sql LIKE '%WITHOUT ROWID%'
        FROM sqlite_master AS made JOIN sqlite_master AS home ON home.name = made.tbl_name
        WHERE made.type = 'index' AND made.sql IS NOT NULL
    """
    for table, name, made, bare in _asked(path, sql):
        _, where, which = str(made).partition(" WHERE ")
        ids = "0" if bare else f"coalesce(sum(rowid & {_LOW}), 0)"
        rows = f"SELECT count(*), {ids} FROM {table}"  # noqa: S608
        ours, theirs = f"INDEXED BY {name}{where}{which}", f"NOT INDEXED{where}{which}"
        yield f"""
            SELECT CASE WHEN ({rows} {ours}) = ({rows} {theirs})
            THEN 'ok' ELSE 'rows are missing from index {name}' END
        """  # noqa: S608


def _asked(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(apsw.Connection(str(path), apsw.SQLITE_OPEN_READONLY)) as database:
        return list(database.execute(sql))
