"""Databases of any version with rows in every table, and what is on the disk, to compare."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.reviews import seconds
from bot.store.migrations import CATALOGUE, COMMUNITY, Schema, statements

SCHEMAS = (CATALOGUE, COMMUNITY)
Rows = dict[str, list[dict[str, Any]]]

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
_MASTER = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
_SPACED = re.compile(r" ?([(),]) ?")
_CHECKED = re.compile(r"(\w+)\s+TEXT NOT NULL CHECK \(\w+ IN \('(\w+)'")


def connected(path: Path) -> closing[sqlite3.Connection]:
    """Open a file as any program would, to look into it; closed when the block ends."""
    return closing(sqlite3.connect(path, isolation_level=None))


def make(path: Path, schema: Schema, version: int) -> Path:
    """Make a file as the program of that version did, with three rows in every table."""
    with connected(path) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f"PRAGMA application_id = {schema.application_id}")
        for step in schema.steps[:version]:
            for statement in statements(step):
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {version}")
        for (table,) in database.execute(_TABLES).fetchall():
            _fill(database, table)
    return path


def _fill(database: sqlite3.Connection, table: str) -> None:
    (sql,) = database.execute(
        "SELECT sql FROM sqlite_master WHERE name = :table", {"table": table}
    ).fetchone()
    checked = dict(_CHECKED.findall(sql))
    columns = database.execute(f"PRAGMA table_info({table})").fetchall()
    for number in (1, 2, 3):
        row = {
            name: checked.get(name, _text(name, number)) if kind == "TEXT" else number
            for _, name, kind, *_ in columns
        }
        names = ", ".join(f":{name}" for name in row)
        database.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({names})", row)  # noqa: S608


MOMENTS = [f"2026-01-0{number}T12:00:00+00:00" for number in (1, 2, 3)]


def _text(name: str, number: int) -> str:
    return MOMENTS[number - 1] if name.endswith("_at") else f"{name} {number} ' é"


DROPPED = {
    "title", "plot", "release", "offer", "company", "spec", "question", "image", "source_rating",
    "gram",
}  # fmt: skip
"""Tables of the catalogue whose facts a telling's body has as well: version 3 has them no more.

Names' grams are found anew from the names: version 4 has bits instead.
"""
MADE_ANEW = {"begun", "likeness", "likeness_late"}
"""Tables that version 5 makes anew: what stands there follows from the names."""
COUNTS_SECONDS = {"vote", "alarm"}
"""Tables of the community that have their moments in seconds since version 14."""


def lasting(rows: Rows) -> Rows:
    """Give the rows of an older file as today's has them: those that it has, with today's ids."""
    kept = {table: found for table, found in rows.items() if table not in DROPPED}
    old = [row for row in kept.get("name", ()) if "thing" in row]
    if old:  # version 4 makes a name's id of its thing's: here each thing has one name
        ids = {row["id"]: row["thing"] * 1024 for row in old}
        kept["name"] = [
            {column: row[column] for column in row if column != "thing"} | {"id": ids[row["id"]]}
            for row in old
        ]
    if any("quarter" not in row for row in kept.get("likeness", ())):
        for table in MADE_ANEW:
            del kept[table]
    for row in kept.get("review", ()) if kept else ():
        if "scope" in row:  # version 5 says where it is shown; nobody had written a draft
            del row["scope"]
            row["state"] = "deleted"
    for table in kept.keys() & COUNTS_SECONDS:
        kept[table] = [_in_seconds(row) for row in kept[table]]
    return {table: sorted(found, key=repr) for table, found in kept.items()}


def _in_seconds(row: dict[str, Any]) -> dict[str, Any]:
    moments = {name for name, value in row.items() if name.endswith("_at") and value in MOMENTS}
    return row | {name: seconds(row[name]) for name in moments}


def rows_of(path: Path, like: Rows | None = None) -> Rows:
    """Give all rows of all tables, or of those tables and columns alone that `like` has."""
    with connected(path) as database:
        database.row_factory = sqlite3.Row
        tables = [row[0] for row in database.execute(_TABLES)] if like is None else list(like)
        every = {
            table: [dict(row) for row in database.execute(f"SELECT * FROM {table}")]  # noqa: S608
            for table in tables
        }
    for table, rows in (like or {}).items():
        every[table] = [{column: row[column] for column in rows[0]} for row in every[table]]
    return {table: sorted(rows, key=repr) for table, rows in every.items()}


def version_of(path: Path) -> int:
    """Give a file's version."""
    with connected(path) as database:
        return int(database.execute("PRAGMA user_version").fetchone()[0])


def shape_of(path: Path) -> list[tuple[str | None, ...]]:
    """Give everything that a file's schema has, however its SQL was laid out."""
    with connected(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return _shape(database)


def shape_today(schema: Schema) -> list[tuple[str | None, ...]]:
    """Give what the schema's readable file says."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(schema.today)
        return _shape(database)


def _shape(database: sqlite3.Connection) -> list[tuple[str | None, ...]]:
    return [
        (kind, name, table, sql and _SPACED.sub(r"\1", " ".join(sql.split())))
        for kind, name, table, sql in database.execute(_MASTER)
    ]


def on_disk(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file in a folder but the lock, which every opening writes."""
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != "coldopen.lock"
    }


def copied(source: Path, target: Path) -> Path:
    """Copy a closed store's two files into another folder."""
    target.mkdir(parents=True, exist_ok=True)
    for schema in SCHEMAS:
        shutil.copy(source / f"{schema.name}.db", target)
    return target
