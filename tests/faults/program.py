"""A process of its own that does one thing with a store, to be killed or hemmed in.

python -m tests.faults.program JOB FOLDER ARGUMENT...; each job prints what it has to say, one JSON
value a line. Little is imported: most tests start it, and some fork it a hundred times.
"""

import asyncio
import concurrent.futures.thread  # noqa: F401 - it is loaded late, and nobody may not load it
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot import finding, loading
from bot.errors import ColdOpenError
from bot.store import Store, catalogue
from bot.store.migrations import CATALOGUE, COMMUNITY, prepare
from tests.store.folders import copied

NOBODY = 65534
_FILE_WORK = {"os.remove", "os.rename", "os.mkdir", "shutil.copyfile", "open"}


def say(value: object) -> None:
    """Tell the test something."""
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def hold(folder: Path) -> None:
    """Hold the store, with something written a moment ago, until killed."""

    async def work() -> None:
        async with Store.opened(folder) as store:
            await loading.load_starter(store)
            say(os.getpid())
            await asyncio.sleep(600)

    asyncio.run(work())


def die_at(moment: int) -> None:
    """Let this process be killed before its statement or file operation of that number."""
    passed = 0

    def step(*_: object) -> None:
        nonlocal passed
        passed += 1
        if passed == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "sqlite3.connect/handle":
            database = arguments[0]

            def made(*_: object) -> None:
                sys.setprofile(None)
                database.set_trace_callback(step)

            sys.setprofile(made)  # called back when connect() returns: only then it takes one
        elif event in _FILE_WORK and "coldopen-" in str(arguments[0]):
            step()

    sys.addaudithook(hear)


def killed_everywhere(folder: Path, work: Callable[[Path], None], every: int = 1) -> None:
    """Do the work in copies of a folder, killed at one moment after another, until it ends."""
    moment, status = 0, -signal.SIGKILL
    while status == -signal.SIGKILL:
        moment += every
        copy = folder.parent / f"coldopen-{moment}"
        copy.mkdir()
        for path in folder.iterdir():
            (copy / path.name).write_bytes(path.read_bytes())
        if (child := os.fork()) == 0:
            die_at(moment)
            try:
                work(copy)
            except BaseException:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    say([moment, status])


def prepared(folder: Path) -> None:
    """Make or migrate both files."""
    for schema in (CATALOGUE, COMMUNITY):
        prepare(folder / f"{schema.name}.db", schema)


def loaded(folder: Path) -> None:
    """Load the starter catalogue."""

    async def work() -> None:
        async with Store.opened(folder) as store:
            await loading.load_starter(store)

    asyncio.run(work())


async def look(folder: Path) -> dict[str, Any]:
    """Open as well as may be, find something, try to write."""
    try:
        async with Store.opened(folder) as store:
            found = await finding.find(store, "mayday 9x05")
            told: dict[str, Any] = {
                "read_only": store.read_only,
                "title": found.page and found.page.heading.title,
            }
            try:
                async with store.writing():
                    told["wrote"] = True
            except ColdOpenError as error:
                told["refused"] = type(error).__name__
            return told
    except ColdOpenError as error:
        return {"error": type(error).__name__}


def unprivileged(*folders: Path) -> None:
    """Look into folders as somebody who may not do everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    told = [asyncio.run(look(folder)) for folder in folders]
    if root:
        os.seteuid(0)
    say(told)


def small_disk(folder: Path, *limits: Path) -> None:
    """Load where no file may grow beyond a limit, then where it may again."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    async def work(limit: int) -> list[object]:
        copy = copied(folder, folder.parent / f"limit-{limit}")
        async with Store.opened(copy) as store:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
            told: list[object] = []
            try:
                await loading.load_starter(store)
            except ColdOpenError as error:
                told.append(type(error).__name__)
            told.append((await store.read(catalogue.counts))["episodes"])
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            told.append((await loading.load_starter(store)).new)
            return told

    for limit in limits:
        say(asyncio.run(work(int(str(limit)))))


JOBS: dict[str, Callable[..., None]] = {
    "hold": hold,
    "prepare": lambda folder: killed_everywhere(folder, prepared),
    "load": lambda folder, every: killed_everywhere(folder, loaded, int(str(every))),
    "unprivileged": unprivileged,
    "small_disk": small_disk,
}

if __name__ == "__main__":
    JOBS[sys.argv[1]](*(Path(argument) for argument in sys.argv[2:]))
