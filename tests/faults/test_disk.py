"""Disks that are full, and files and folders that may not be written."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.test_killed import ROOT, program
from tests.store.folders import connected, copied

FOUND = "Target Is Destroyed"
READS = {"read_only": True, "title": FOUND, "refused": "StoreReadOnly"}


@pytest.fixture
def public() -> Iterator[Path]:
    """Give a folder whose way is open to everybody, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="coldopen-test-"))
    folder.chmod(0o755)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700)
    shutil.rmtree(folder)


def closed(folder: Path, *, files: int, itself: int) -> Path:
    """Set who may do what with a folder and its files."""
    for path in folder.iterdir():
        path.chmod(files)
    folder.chmod(itself)
    return folder


def left_by_a_killed_process(folder: Path, empty: Path) -> Path:
    """Make a store whose catalogue stands in the WAL alone."""
    copied(empty, folder)
    command = [sys.executable, "-m", "tests.faults.program", "hold", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.kill()
    assert (folder / "catalogue.db-wal").stat().st_size
    return folder


def test_what_may_not_be_written_is_read(public: Path, starter: Path, empty: Path):
    def copy(name: str) -> Path:
        return copied(starter, public / name)

    used = copy("used")
    (used / "coldopen.lock").write_text("process 1 since yesterday")
    half = copy("half")
    (half / "community.db").unlink()
    killed = left_by_a_killed_process(public / "killed", empty)
    lost = left_by_a_killed_process(public / "lost", empty)
    (lost / "catalogue.db-shm").unlink()
    (lost / "community.db-shm").unlink()
    expected = {
        closed(copy("all"), files=0o444, itself=0o555): READS,
        closed(used, files=0o444, itself=0o555): READS,
        closed(copy("folder"), files=0o666, itself=0o555): READS,
        closed(copy("files"), files=0o444, itself=0o777): READS,
        closed(killed, files=0o444, itself=0o555): READS,
        closed(copy("hidden"), files=0o000, itself=0o555): {"error": "StoreReadOnly"},
        closed(half, files=0o444, itself=0o555): {"error": "StoreReadOnly"},
        public / "absent": {"error": "StoreReadOnly"},
    }
    [told] = program("unprivileged", *expected)
    assert dict(zip((folder.name for folder in expected), told, strict=True)) == {
        folder.name: one for folder, one in expected.items()
    }
    [[alone]] = program("unprivileged", closed(lost, files=0o444, itself=0o555))
    assert alone in (READS, {"error": "StoreReadOnly"}), "what is in the WAL was left out silently"


def test_a_disk_that_is_full_takes_the_load_back_and_reading_goes_on(empty: Path, tmp_path: Path):
    size = (empty / "community.db").stat().st_size
    limits = [size + extra for extra in (0, 4_096, 40_000, 150_000)]
    said = program("small_disk", copied(empty, tmp_path / "start"), *map(str, limits))
    assert [one[0] for one in said] == ["StoreBusy"] * len(limits)
    assert said == [["StoreBusy", 0, 111]] * len(limits)


def test_a_full_disk_leaves_the_databases_sound(empty: Path, tmp_path: Path):
    size = (empty / "community.db").stat().st_size
    program("small_disk", copied(empty, tmp_path / "start"), str(size + 100_000))
    for name in ("catalogue", "community"):
        with connected(tmp_path / f"limit-{size + 100_000}" / f"{name}.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
