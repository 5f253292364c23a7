"""Loads for which the disk is too small: people are answered as before, and nothing is left."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.dumps import dumps
from tests.faults.program import dumped, tabled
from tests.faults.test_killed import program
from tests.faults.test_loads_killed import BOTH, LATER, LOCKS, loaded, sound, table

__all__ = ["loaded"]
KB = 1 << 10
TIGHT = [f"{size * KB}" for size in (1, 20, 300, 600)]
"""Bytes that a file may have: less than the new generation has."""
ROOM = (0, 300, 1000, 1600, 2500)
"""Kilobytes of room on a tiny disk: for nothing up to the whole of a load."""
SOUND = LOCKS | {"community.db", "catalogue.db", "catalogue-1.db"}


def refused(said: dict[str, Any]) -> None:
    """See that a load said what is wrong, and left all as it was for those who go on reading."""
    assert said["error"] == "StoreBusy", said
    assert "can't be written right now" in said["words"]
    assert (said["title"], said["episodes"]) == ("Target Is Destroyed", BOTH)
    assert {name for name in said["left"] if not name.endswith(("-wal", "-shm"))} == SOUND


def test_a_big_load_that_outgrows_the_disk_is_taken_back_and_reading_goes_on(
    loaded: Path, memory: Path
):
    edited = dumps(memory / "second", edition=2)
    every = program("small_disk_big_load", loaded, edited, *TIGHT)
    assert len(every) == len(TIGHT)
    for said in every:
        refused(said)
        assert said["then"] == LATER


def test_a_small_load_that_outgrows_the_disk_is_taken_back_and_reading_goes_on(
    loaded: Path, memory: Path
):
    added = table(memory / "table.jsonl")
    for said in program("small_disk_small_load", loaded, added, *TIGHT[:-1]):
        refused(said)
        assert said["then"] == BOTH + 1


@pytest.fixture
def disk(memory: Path) -> Iterator[Path]:
    """Give a disk of its own, which is tiny; skips where this process may not mount one."""
    folder = memory / "disk"
    folder.mkdir()
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "coldopen", folder],
            check=True, capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk may be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def resize(disk: Path, size: int) -> None:
    """Let the disk have so many kilobytes."""
    subprocess.run(["mount", "-o", f"remount,size={size}k", disk], check=True)


@pytest.mark.parametrize("job", ["big_load", "small_load"])
def test_a_disk_with_room_for_a_part_of_a_load_holds_nothing_of_it(
    loaded: Path, memory: Path, disk: Path, job: str
):
    edited, added = dumps(memory / "second", edition=2), table(memory / "table.jsonl")
    work, what = (dumped, edited) if job == "big_load" else (tabled, added)
    outcomes = set()
    for room in ROOM:
        resize(disk, 100_000)
        folder = Path(shutil.copytree(loaded, disk / f"store-{room}"))
        # What a reader needs is there already: it was opened before.
        used = sum(-(-path.stat().st_size // 4096) * 4 for path in folder.iterdir())
        resize(disk, used + 80 + room)
        [said] = program(job, folder, what)
        outcomes.add(said["error"])
        if said["error"]:
            refused(said)
            assert "full" in said["words"] or "No space" in said["words"]
            resize(disk, 100_000)
            work(folder, what)
        sound(folder)
        shutil.rmtree(folder)
    assert outcomes == {None, "StoreBusy"}
