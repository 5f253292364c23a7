"""Bring a database file to today's schema, whole or not at all; refuse foreign and newer ones."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from bot.errors import (
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreForeign,
    StoreNewer,
    StoreReadOnly,
)
from bot.store.durable import settle

_TOLD = {
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_CANTOPEN: StoreReadOnly,
    sqlite3.SQLITE_NOTADB: StoreForeign,
    sqlite3.SQLITE_CORRUPT: StoreCorrupt,
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_FULL: StoreBusy,
    sqlite3.SQLITE_IOERR: StoreBusy,
}

ROOM = 32_768
"""Bytes of a disk with which SQLite can't do anything: the file beside a database has as many."""
LARGE = 64 << 20
"""Bytes of a catalogue that is not read whole at each start: it was, before it went live."""


class Schema(NamedTuple):
    """One of the two files: its name, SQLite's application_id for it, and its steps."""

    name: str
    application_id: int
    steps: tuple[str, ...]
    today: str

    @property
    def version(self) -> int:
        """Give the user_version of a file that has taken every step."""
        return len(self.steps)


def _schema(name: str, application_id: int) -> Schema:
    folder = files("bot.store.schema")
    steps = sorted(folder.joinpath(name).iterdir(), key=lambda step: step.name)
    texts = tuple(step.read_text("utf-8") for step in steps)
    return Schema(name, application_id, texts, folder.joinpath(f"{name}.sql").read_text("utf-8"))


CATALOGUE = _schema("catalogue", 0x434F4341)  # "COCA"
COMMUNITY = _schema("community", 0x434F434D)  # "COCM"


def prepare(path: Path, schema: Schema) -> None:
    """Make the file if there is none, take the steps that it lacks if it is older.

    A file with data is copied to NAME.vN.backup beside it before its first step. Raises StoreNewer,
    StoreForeign, StoreCorrupt or StoreReadOnly, and has then changed nothing.
    """
    if not path.exists():
        return _create(path, schema)
    try:
        with closing(_connect(path)) as database:
            version = check(database, path, schema)
            if version < schema.version:
                _backup(database, path.with_suffix(f".v{version}.backup"))
                migrate(database, schema)
    except sqlite3.Error as error:
        raise told(error, path, otherwise=StoreCorrupt) from error
    except OSError as error:
        raise StoreReadOnly(path, str(error)) from error
    return None


def told(error: Exception, path: Path, *, otherwise: type[StoreError] | None = None) -> Exception:
    """Turn SQLite's error into ours; one that only a programming fault can cause stays as it is.

    It may be one of sqlite3 or of apsw, which call SQLite's code for it differently.
    While a file is only being opened no fault of ours is likely: `otherwise` is its error then.
    """
    code = getattr(error, "sqlite_errorcode", getattr(error, "result", None))
    kind = otherwise if code is None else _TOLD.get(code & 0xFF, otherwise)
    if kind is StoreBusy and _is_full(code, path):
        return StoreBusy(path, f"the disk is full: {error}")
    return kind(path, str(error)) if kind else error


def _is_full(code: int | None, path: Path) -> bool:
    """Tell whether it is for want of room; SQLite calls many things an I/O error."""
    if code in {sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE}:
        # Even who only reads makes a file beside, and it could not be made longer.
        return True
    if code is None or code & 0xFF != sqlite3.SQLITE_IOERR:
        return False
    try:
        return shutil.disk_usage(path if path.is_dir() else path.parent).free < ROOM
    except OSError:
        return False


def check(database: sqlite3.Connection, path: Path, schema: Schema) -> int:
    """Give the file's version, or raise what is wrong with it, in our words or in SQLite's."""
    # SQLite reads what is missing of a last page as zeros, and finds nothing wrong with them.
    cut = path.stat().st_size % 512 and not any(path.parent.glob(f"{path.name}-*"))
    (application_id,) = database.execute("PRAGMA application_id").fetchone()
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if application_id != schema.application_id:
        raise StoreForeign(path)
    if version > schema.version:
        raise StoreNewer(path, found=version, known=schema.version)
    if cut:
        raise StoreCorrupt(path, "its end is missing")
    if schema.name == "catalogue" and path.stat().st_size > LARGE:
        return int(version)
    try:
        (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except UnicodeDecodeError as error:  # SQLite quotes the damaged name in its verdict
        raise StoreCorrupt(path, str(error)) from error
    if verdict != "ok":
        raise StoreCorrupt(path, verdict)
    return int(version)


def migrate(database: sqlite3.Connection, schema: Schema) -> None:
    """Take all missing steps in one transaction; user_version is written last.

    executescript is not used: it commits first, and a crash would leave half a step behind.
    """
    (version,) = database.execute("PRAGMA user_version").fetchone()
    database.execute("BEGIN IMMEDIATE")
    try:
        for step in schema.steps[version:]:
            for statement in statements(step):
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {schema.version}")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def statements(script: str) -> Iterator[str]:
    """Split SQL text into its statements; a trigger's body stays in one piece."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _create(path: Path, schema: Schema) -> None:
    # Built under another name: a crash never leaves an empty file that looks like lost data.
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        with closing(_connect(fresh)) as database:
            database.execute(f"PRAGMA application_id = {schema.application_id}")
            database.execute("BEGIN")  # one transaction: each of its own would wait for the disk
            for statement in statements(schema.today):
                database.execute(statement)
            database.execute(f"PRAGMA user_version = {schema.version}")
            database.execute("COMMIT")
        settle(fresh, path)
    except (OSError, sqlite3.OperationalError) as error:
        raise StoreReadOnly(path, str(error)) from error


def _backup(database: sqlite3.Connection, path: Path) -> None:
    fresh = path.with_suffix(".part")
    fresh.unlink(missing_ok=True)
    with closing(_connect(fresh)) as copy:
        database.backup(copy)
        (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise StoreCorrupt(path, verdict)
    settle(fresh, path)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=5)
