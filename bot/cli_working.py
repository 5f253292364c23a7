"""What the shell's commands share: settings, loads done and shown; the work is bot.loading's."""

import asyncio
import json
import os
import resource
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError
from rich.console import Console
from rich.progress import (
    BarColumn,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars

from bot import logs
from bot.errors import BadSettings, Cancelled, StoreMissing, Unreadable
from bot.loaders.rejects import Rejects
from bot.loading.dump import version_of
from bot.loading.handover import Request, deliver
from bot.loading.progress import Progress, to_its_end
from bot.loading.sources import Tellings
from bot.packed import SOURCE
from bot.render.loads import details, summary
from bot.report import Order, Report
from bot.settings import Settings, problems_of
from bot.store import Store, identity
from bot.store import imdb as packed
from bot.store.generations import remove
from bot.store.holder import loading

T = TypeVar("T")
Reading = Callable[[Rejects], Awaitable[Tellings]]
PATIENT = 10
"""How much a big load lets others go first: the bot beside it has people to answer."""
NO_EPISODES = (
    "title.episode.tsv.gz is not there, and all episodes that an earlier load of IMDb's dumps "
    "brought would be gone; put it beside the others"
)
TICK = 0.1
"""Seconds between two looks at how far a load is."""


def read_settings() -> Settings:
    """Read the settings and set up logging; raises BadSettings with every problem."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise BadSettings(problems_of(error)) from None
    except (UnicodeDecodeError, OSError) as error:
        raise BadSettings(((".env", "a text file in UTF-8 that may be read"),)) from error
    logs.set_up(settings)
    return settings


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Store]:
    """Open the store of a command that only reads; raises StoreMissing where there is none.

    One that is there may be in use by the bot: reading takes nothing from it.
    """
    ready = Store.is_ready(folder)
    if not ready and not _has_database(folder):
        raise StoreMissing(folder / "community.db")
    async with Store.opened(folder, writable=not ready) as store:
        yield store


def _has_database(folder: Path) -> bool:
    return any(folder.glob("*.db"))


def done(work: Coroutine[Any, Any, T]) -> T:
    """Do the work to its end; Ctrl-C raises Cancelled once everything is as it was."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise Cancelled from None


class Wish(NamedTuple):
    """How a load was asked for on the command line."""

    folder: Path
    source: str
    allowed: float = 0.001
    strict: bool = False
    dry_run: bool = False
    as_json: bool = False

    def order(self, version: str = "") -> Order:
        """Give the order of which this is the wish."""
        return Order(self.source, version, "shell", self.dry_run, self.allowed)


class Memory:
    """The most memory that this process and its children had at one moment, in bytes."""

    def __init__(self) -> None:
        self.peak = 0

    async def watch(self) -> None:
        """Look for ever."""
        while True:
            self.look()
            await asyncio.sleep(TICK)

    def look(self) -> None:
        """Look once; where there is no /proc, the most that this process alone ever had."""
        resident = sum(map(_resident, (Path("/proc/self"), *map(Path, _children()))))
        if not resident:
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            resident = most if sys.platform == "darwin" else most << 10
        self.peak = max(self.peak, resident)


def _children() -> list[str]:
    try:
        lists = [path.read_text() for path in Path("/proc/self/task").glob("*/children")]
    except OSError:  # one of the threads has just ended
        return []
    return [f"/proc/{pid}" for one in lists for pid in one.split()]


def _resident(process: Path) -> int:
    try:
        return int((process / "statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError):
        return 0


async def load_tellings(wish: Wish, read: Reading) -> None:
    """Read tellings and load them, here or in the bot that is running."""
    rejects, progress = Rejects(strict=wish.strict), Progress()

    async def work() -> Report:
        with loading(wish.folder, f"{wish.source}, from the shell"):
            progress.begin("reading")
            tellings = await read(rejects)
            request = Request(
                kind="tellings",
                order=wish.order(),
                tellings=tuple(tellings),
                rejected=rejects.count,
                rows=rejects.rows,
                kept=tuple(rejects.kept[:1]),
            )
            return await deliver(wish.folder, request, progress)

    await _shown(wish, rejects, progress, work)


async def load_dumps(wish: Wish, dumps: Path) -> None:
    """Build a generation of IMDb's dumps and put it live, here or in the bot that is running."""
    from bot.loaders import imdb  # noqa: PLC0415 - numpy, which nothing else needs
    from bot.loading.building import Dumps, build  # noqa: PLC0415 - as above

    os.nice(PATIENT)
    rejects, progress = Rejects(strict=wish.strict), Progress()

    async def work() -> Report:
        with loading(wish.folder, f"{SOURCE}, from the shell"):
            there = imdb.check_folder(dumps)
            known, live, episodes = await _known(wish.folder)
            if episodes and "title.episode" not in there:
                raise Unreadable(str(dumps), "the folder", NO_EPISODES)
            asked = Dumps(there, wish.folder, live, known, wish.allowed)
            building = asyncio.to_thread(build, asked, rejects, progress)
            built = await to_its_end(building, progress)
            request = Request(
                kind="generation",
                order=wish.order(version_of(there.values())),
                generation=built.path.name,
                report=built.report,
            )
            try:
                return await deliver(wish.folder, request, progress)
            finally:
                remove(built.path)

    await _shown(wish, rejects, progress, work)


async def hand_over(folder: Path, request: Request) -> Report:
    """Do something else than a load here, or in the bot that is running."""
    with loading(folder, f"{request.kind}, from the shell"):
        return await deliver(folder, request, Progress())


async def _known(folder: Path) -> tuple[identity.Known, Path, bool]:
    """Give what other sources know, the live generation, and whether IMDb's episodes are in it.

    The generation is made if there is none.
    """
    if not Store.is_ready(folder):
        async with Store.opened(folder):
            pass
    async with Store.opened(folder, writable=False) as store:
        episodes = await store.read(packed.is_any_episode)
        return await store.read(identity.known), store.catalogue, episodes


async def _shown(
    wish: Wish, rejects: Rejects, progress: Progress, work: Callable[[], Awaitable[Report]]
) -> None:
    """Do the work with bars, then say what it did; rejects are written to a file either way."""
    began, memory = time.monotonic(), Memory()
    beside = [bars(progress, quiet=wish.as_json), memory.watch()]
    tasks = [asyncio.create_task(one) for one in beside]
    try:
        report = await work()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        memory.look()
        write_rejects(wish, rejects)
    for line in details(report):
        print(line, file=sys.stderr)
    print(
        json.dumps(_line(wish, report, time.monotonic() - began, memory.peak))
        if wish.as_json
        else summary(report, dry_run=wish.dry_run)
    )


async def bars(progress: Progress, *, quiet: bool) -> None:
    """Show for ever how far a load is: bars on a terminal, else a line a stage."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        await _stages(progress, quiet=quiet)
        return
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
    )  # fmt: skip
    with Bars(*columns, console=console, transient=True) as bars:
        stage, task = None, bars.add_task("", total=None, rate="")
        while True:
            if progress.stage != stage:
                stage = progress.stage
                bars.reset(task, description=stage, total=progress.total or None)
            speed = bars.tasks[0].speed
            rate = f"{speed:,.0f}/s" if speed else ""
            bars.update(task, completed=progress.done, rate=rate)
            await asyncio.sleep(TICK)


async def _stages(progress: Progress, *, quiet: bool) -> None:
    stage = ""
    while True:
        if progress.stage != stage and not quiet:
            stage = progress.stage
            total = f" ({progress.total:,})" if progress.total else ""
            print(f"{stage}{total} ...", file=sys.stderr, flush=True)
        await asyncio.sleep(TICK)


def write_rejects(wish: Wish, rejects: Rejects) -> None:
    """Write what was rejected into a file beside the databases, and say where it is."""
    if not rejects.kept:
        return
    try:
        path = _write_rejects(wish, rejects)
    except OSError as error:  # what became of the load itself is still to be told
        why = error.strerror or str(error)
        print(f"{rejects.count:,} rows rejected; no file can have them: {why}", file=sys.stderr)
        return
    kept = f", the first {len(rejects.kept):,} of them" if rejects.count > len(rejects.kept) else ""
    print(f"{rejects.count:,} rows rejected{kept} in {path}", file=sys.stderr)


def _write_rejects(wish: Wish, rejects: Rejects) -> Path:
    folder = wish.folder / "rejects"
    folder.mkdir(parents=True, exist_ok=True)
    # Two loads may end in the same moment.
    moment = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
    path = folder / f"{moment}-{wish.source}.jsonl"
    lines = (json.dumps(reject._asdict(), ensure_ascii=False) for reject in rejects.kept)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _line(wish: Wish, report: Report, seconds: float, peak: int) -> dict[str, Any]:
    names: Sequence[str] = ("series", "episodes", "people", "credits", "new", "changed")
    names = (*names, "unchanged", "rejected")
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    cpu = sum(one.ru_utime + one.ru_stime for one in (own, others))
    return {
        "source": wish.source,
        **{name: getattr(report, name) for name in names},
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu, 3),
        "peak_rss_mb": round(peak / (1 << 20), 1),
        "gone": report.gone,
        "undecided": len(report.undecided),
        "load": report.load,
    }
