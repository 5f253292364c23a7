"""Two processes and one folder: one holds it, by name, until it ends, however it ends."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import finding
from bot.errors import StoreHeld
from bot.render.problems import problem
from bot.store import Store
from tests.faults.test_killed import ROOT
from tests.store.folders import copied


@pytest.fixture
def holder(empty: Path, tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """Let another process hold a store; give its folder and the process's id."""
    folder = copied(empty, tmp_path / "held")
    command = [sys.executable, "-m", "tests.faults.program", "hold", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            pid = json.loads(process.stdout.readline())
            assert pid == process.pid
            yield folder, pid
        finally:
            process.kill()


async def killed(pid: int) -> None:
    """Kill a process and wait until it is gone; it is still there for who started it to collect."""
    os.kill(pid, signal.SIGKILL)
    await asyncio.to_thread(os.waitid, os.P_PID, pid, os.WEXITED | os.WNOWAIT)


async def test_a_second_process_is_told_who_holds_the_store_until_that_is_killed(
    holder: tuple[Path, int],
):
    folder, pid = holder
    for _ in range(2):  # to be refused changes nothing of who holds it
        with pytest.raises(StoreHeld) as caught:
            async with Store.opened(folder):
                pass
        assert f"process {pid} since 20" in caught.value.detail
        assert f"process {pid}" in problem(caught.value)
        assert str(folder) in problem(caught.value)
    async with Store.opened(folder, writable=False) as store:
        answer = await finding.find(store, "mayday 9x05")
        assert answer.page
        assert answer.page.heading.title == "Target Is Destroyed"
    await killed(pid)
    async with Store.opened(folder) as store:
        assert not store.read_only
        assert (await finding.find(store, "mayday 9x05")).page, "what was acknowledged is lost"
        async with store.writing():
            pass


async def test_what_a_killed_process_had_written_is_found_by_who_only_reads(
    holder: tuple[Path, int],
):
    folder, pid = holder
    await killed(pid)
    assert (folder / "catalogue.db-wal").stat().st_size
    async with Store.opened(folder, writable=False) as store:
        assert (await finding.find(store, "mayday 9x05")).page


async def test_one_process_does_not_hold_a_store_twice(store: Store):
    with pytest.raises(StoreHeld, match=f"process {os.getpid()}"):
        async with Store.opened(store.folder):
            pass


async def test_a_longer_name_of_an_earlier_holder_is_not_left_over(empty: Path, tmp_path: Path):
    folder = copied(empty, tmp_path / "store")
    (folder / "coldopen.lock").write_text("process 4194304 since the beginning of time" * 9)
    async with Store.opened(folder):
        text = (folder / "coldopen.lock").read_text()
    assert text.startswith(f"process {os.getpid()} since ")
    assert "beginning" not in text
