"""kill -9 between any two statements or file operations: the old or the new, never between."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import loading
from bot.model import Heading
from bot.store import Store, catalogue
from bot.store.migrations import Schema, prepare
from tests.store.folders import (
    SCHEMAS,
    connected,
    copied,
    lasting,
    make,
    rows_of,
    shape_of,
    shape_today,
    version_of,
)

EVERY = 293
"""Every how many statements a load is killed: there are thousands."""
ROOT = Path(__file__).parents[2]


def program(job: str, folder: Path, *arguments: str | Path) -> list[Any]:
    """Run a job of tests.faults.program to its end and give what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.program", job, folder, *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def copies(folder: Path) -> list[Path]:
    """Give what the killed processes left, in the order of the moments at which they were."""
    return sorted(folder.glob("coldopen-*"), key=lambda path: int(path.name.split("-")[1]))


def whole(path: Path, schema: Schema) -> None:
    """See that a file is of today, and sound."""
    assert shape_of(path) == shape_today(schema)
    assert version_of(path) == schema.version


def test_a_new_store_killed_at_any_moment_is_absent_or_whole(memory: Path):
    start = memory / "start"
    start.mkdir()
    [(moments, status)] = program("prepare", start)
    assert status == 0
    assert moments > 50
    seen = set()
    for copy in copies(memory):
        for schema in SCHEMAS:
            path = copy / f"{schema.name}.db"
            seen.add(path.exists())
            if path.exists():
                whole(path, schema)
            else:
                prepare(path, schema)
                whole(path, schema)
        left = {path.name for path in copy.iterdir()}
        assert left == {"catalogue.db", "community.db"}, copy
    assert seen == {True, False}


def test_a_migration_killed_at_any_moment_leaves_the_old_or_the_new_version(memory: Path):
    start = memory / "start"
    start.mkdir()
    before = {
        schema.name: rows_of(make(start / f"{schema.name}.db", schema, schema.version - 1))
        for schema in SCHEMAS
    }
    [(moments, status)] = program("prepare", start)
    assert status == 0
    assert moments > 20
    seen = set()
    for copy in copies(memory):
        for schema in SCHEMAS:
            path = copy / f"{schema.name}.db"
            version = version_of(path)
            seen.add((schema.name, version))
            if version == schema.version:
                whole(path, schema)
            else:
                assert rows_of(path) == before[schema.name], "neither old nor new"
            prepare(path, schema)
            whole(path, schema)
            kept = lasting(before[schema.name])
            assert rows_of(path, like=kept) == kept
            backup = copy / f"{schema.name}.v{schema.version - 1}.backup"
            assert rows_of(backup) == before[schema.name]
    versions = {(schema.name, schema.version - new) for schema in SCHEMAS for new in (0, 1)}
    assert seen == versions


async def test_a_load_killed_at_any_moment_happened_whole_or_not_at_all(
    memory: Path, empty: Path, started: Store
):
    listed = await started.read(_listed)
    [(moments, status)] = program("load", copied(empty, memory / "start"), str(EVERY))
    assert status == 0
    assert moments > EVERY * 10
    left = copies(memory)
    assert len(left) == moments // EVERY
    for copy in left:
        for schema in SCHEMAS:
            with connected(copy / f"{schema.name}.db") as database:
                assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        async with Store.opened(copy) as store:
            episodes = await store.read(lambda db: catalogue.counts(db)["episodes"])
            assert episodes in {0, 110}
            report = await loading.load_starter(store)
            assert report.new == (0 if episodes else 111)
            assert await store.read(_listed) == listed


def _listed(db: Any) -> list[Heading]:
    return catalogue.episodes_of(db, 1, limit=200)


@pytest.mark.parametrize("twice", [False, True])
def test_the_remains_of_a_killed_first_start_are_no_hindrance(tmp_path: Path, *, twice: bool):
    for schema in SCHEMAS:
        (tmp_path / f"{schema.name}.new").write_bytes(b"half of something")
        (tmp_path / f"{schema.name}.new-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")
        path = tmp_path / f"{schema.name}.db"
        for _ in range(1 + twice):
            prepare(path, schema)
        whole(path, schema)
    assert not [path for path in tmp_path.iterdir() if re.search(r"\.new", path.name)]
