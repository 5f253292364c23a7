"""A process of its own that does one thing with a store, to be killed or hemmed in.

python -m tests.faults.program JOB FOLDER ARGUMENT...; each job prints what it has to say, one JSON
value a line. Little is imported: most tests start it, and some fork it a hundred times.
"""

import asyncio
import concurrent.futures.thread  # noqa: F401 - it is loaded late, and nobody may not load it
import functools
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import apsw
import psutil

from bot import finding, loading
from bot.errors import ColdOpenError
from bot.loading import handover
from bot.pictures import Picture
from bot.render.problems import problem
from bot.reviews import Deed
from bot.store import Database, Store, catalogue, copies, erasing, loads
from bot.store.holder import is_attended
from bot.store.migrations import CATALOGUE, COMMUNITY, prepare
from tests.store import gone
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
    apsw.connection_hooks.append(lambda database: database.trace_v2(apsw.SQLITE_TRACE_STMT, step))


def killed_everywhere(folder: Path, work: Callable[[Path], None], every: int = 1) -> None:
    """Do the work in copies of a folder, killed at one moment after another, until it ends."""
    moment, status = 0, -signal.SIGKILL
    while status == -signal.SIGKILL:
        moment += every
        status = forked(folder, moment, work, die_at)
    say([moment, status])


def killed_in_time(folder: Path, work: Callable[[Path], None], times: int) -> None:
    """Do the work in copies of a folder, killed at moments spread over the time that it takes."""
    began = time.monotonic()
    status = forked(folder, 0, work, lambda _: None)
    took = time.monotonic() - began

    def alarm(moment: int) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # it ends a process as SIGKILL does
        signal.setitimer(signal.ITIMER_REAL, took * moment / (times + 1))

    killed = sum(forked(folder, moment, work, alarm) != 0 for moment in range(1, times + 1))
    say([killed, status])


def forked(
    folder: Path, moment: int, work: Callable[[Path], None], armed: Callable[[int], None]
) -> int:
    """Do the work in a copy of a folder and in a process of its own; gives how that ended.

    Returns when nobody is left whom that process had started.
    """
    copy = folder.parent / f"coldopen-{moment}"
    copy.mkdir()
    for path in folder.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    if (child := os.fork()) == 0:
        os.setsid()
        armed(moment)
        try:
            work(copy)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    while left(child):
        time.sleep(0.01)
    return status


def left(session: int) -> list[int]:
    """Give the processes of a session that have not ended."""
    found = []
    for process in psutil.process_iter(["status"]):
        try:
            if os.getsid(process.pid) == session and process.info["status"] != "zombie":
                found.append(process.pid)
        except ProcessLookupError:
            continue
    return found


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


def in_time(folder: Path, dumps: Path, times: Path) -> None:
    """Build a generation of dumps and put it live, killed so many times."""
    from bot.loading import building  # noqa: F401, PLC0415 - once, not in each that is forked

    killed_in_time(folder, lambda copy: dumped(copy, dumps), int(str(times)))


def everywhere(folder: Path, dumps: Path, every: Path) -> None:
    """Build a generation of dumps and put it live, killed every so many statements."""
    from bot.loading import building  # noqa: F401, PLC0415 - as above

    killed_everywhere(folder, lambda copy: dumped(copy, dumps), int(str(every)))


def dumped(folder: Path, dumps: Path) -> None:
    """Load dumps as the shell does."""
    from bot.cli_working import Wish, load_dumps  # noqa: PLC0415 - numpy, for these jobs alone

    with redirect_stdout(sys.stderr):
        asyncio.run(load_dumps(Wish(folder, "IMDb", as_json=True), dumps))


def tabled(folder: Path, *tables: Path) -> None:
    """Load tables as the shell does."""
    from bot.cli_working import Wish, load_tellings  # noqa: PLC0415 - as above
    from bot.loaders.rejects import Rejects  # noqa: PLC0415 - as above
    from bot.loaders.tables import read_table  # noqa: PLC0415 - as above
    from bot.loading import sources  # noqa: PLC0415 - as above

    async def read(rejects: Rejects) -> sources.Tellings:
        return sources.read_files(tables, rejects, read_table)

    with redirect_stdout(sys.stderr):
        asyncio.run(load_tellings(Wish(folder, "table", as_json=True), read))


def undone(folder: Path) -> None:
    """Take the last load back, unless that was done."""

    async def work() -> None:
        async with Store.opened(folder) as store:
            if last := await store.read(loads.last):
                await loading.undo(store, last.id)

    asyncio.run(work())


def shown(db: Database) -> tuple[int, str]:
    """Count the episodes of the generation that is read, and name it: both of one moment."""
    files = {name: file for _, name, file in db.execute("PRAGMA database_list")}
    return catalogue.counts(db)["episodes"], Path(files["catalogue"]).name


def attend(folder: Path) -> None:
    """Do what shells ask for as the bot does; tell about each line of words what is found."""

    async def work() -> None:
        async with Store.opened(folder) as store:
            shells = asyncio.create_task(handover.attend(store))
            while not is_attended(folder):  # noqa: ASYNC110 - a lock sets no event
                await asyncio.sleep(0.01)
            say(os.getpid())
            while words := await asyncio.to_thread(sys.stdin.readline):
                answer = await store.read(finding.answered, words.strip(), None, None)
                heads = [match.heading for match in answer.matches[:1]]
                episodes, generation = await store.read(shown)
                say(
                    {
                        "title": next((head.title or head.series for head in heads), None),
                        "episodes": episodes,
                        "generation": generation,
                        "attends": not shells.done(),
                    }
                )
            shells.cancel()

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


def small_disk_loads(job: str, folder: Path, what: Path, *limits: Path) -> None:
    """Load where no file may grow beyond a limit: what it says, finds, leaves; then try again."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    work = LOADS[job]
    for limit in (int(str(one)) for one in limits):
        copy = folder.parent / f"{job}-{limit}"
        shutil.copytree(folder, copy)
        told = asyncio.run(hemmed_in(limit, work, copy, what)) | {"left": names(copy)}
        work(copy, what)
        say(told | {"then": asyncio.run(seen(copy))["episodes"]})


def names(folder: Path) -> list[str]:
    """Name what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def load_on_disk(job: str, folder: Path, what: Path) -> None:
    """Load on a disk that may be too small: what it says, finds and leaves."""
    told = asyncio.run(hemmed_in(resource.RLIM_INFINITY, LOADS[job], folder, what))
    say(told | {"left": names(folder)})


async def hemmed_in(
    limit: int, work: Callable[[Path, Path], None], folder: Path, what: Path
) -> dict[str, Any]:
    """Do something that may fail while somebody reads; gives what was said and seen."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    told: dict[str, Any] = {"limit": limit, "error": None}
    async with Store.opened(folder, writable=False) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            await asyncio.to_thread(work, folder, what)
        except ColdOpenError as error:
            told |= {"error": type(error).__name__, "words": problem(error)}
        told |= await find_and_count(store)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    return told


async def seen(folder: Path) -> dict[str, Any]:
    """Give what somebody sees who only reads."""
    async with Store.opened(folder, writable=False) as store:
        return await find_and_count(store)


async def find_and_count(store: Store) -> dict[str, Any]:
    """Find something, and count."""
    found = await finding.find(store, "mayday 9x05")
    episodes = (await store.read(catalogue.counts))["episodes"]
    return {"title": found.page and found.page.heading.title, "episodes": episodes}


def pictured(folder: Path, file: Path) -> None:
    """Keep a copy of a picture."""
    picture = Picture("jpg", file.read_bytes())
    with copies.copying(folder, "a test"):
        copies.put(folder, "https://pictures.example/1.jpg", picture, picture)


def erased(folder: Path) -> None:
    """Erase all of a member."""

    async def work() -> None:
        async with Store.opened(folder) as store:
            at = Deed(gone.ANN, 1 << 40, gone.AT)
            await store.write(erasing.erase, at, folder, "erased")

    asyncio.run(work())


LOADS: dict[str, Callable[[Path, Path], None]] = {"big": dumped, "small": tabled}
JOBS: dict[str, Callable[..., None]] = {
    "hold": hold,
    "prepare": lambda folder: killed_everywhere(folder, prepared),
    "load": lambda folder, every: killed_everywhere(folder, loaded, int(str(every))),
    "load_table": lambda folder, table, every: killed_everywhere(
        folder, lambda copy: tabled(copy, table), int(str(every))
    ),
    "undo": lambda folder, every: killed_everywhere(folder, undone, int(str(every))),
    "erase": lambda folder, every: killed_everywhere(folder, erased, int(str(every))),
    "picture": lambda folder, file: killed_everywhere(folder, lambda copy: pictured(copy, file)),
    "dumps": everywhere,
    "dumps_in_time": in_time,
    "attend": attend,
    "big_load": functools.partial(load_on_disk, "big"),
    "small_load": functools.partial(load_on_disk, "small"),
    "small_disk_big_load": functools.partial(small_disk_loads, "big"),
    "small_disk_small_load": functools.partial(small_disk_loads, "small"),
    "unprivileged": unprivileged,
    "small_disk": small_disk,
}

if __name__ == "__main__":
    JOBS[sys.argv[1]](*(Path(argument) for argument in sys.argv[2:]))
