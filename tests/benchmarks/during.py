"""How the bot answers while IMDb's dumps are loaded by a shell beside it, and when they go live.

Started as a program this is the bot itself, with a heart that notes when the event loop is late.
"""

import asyncio
import gc
import itertools
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

from bot.cli_working import read_settings
from bot.online import ended, online
from tests.benchmarks import loads
from tests.benchmarks.answers import A_SECOND, answer
from tests.transport.loopback import Loopback
from tests.transport.program import Program, settings_for, started

BEAT = 0.002
"""Seconds between two beats: a stall is measured that much too short at most."""
NOTED = 0.005
"""Seconds of the shortest stall that is noted; shown where there was none."""
LATE = "the loop was late"
WARM = 3
"""Seconds until what is only done once, by the first answers, is done."""
CALM = 5
"""Seconds in which nothing is loaded."""
HANDED_OVER = "handed over"
"""What the shell says when the generation is whole and the bot has to put it live."""
BEHIND = 0.1
"""Seconds that the shell may be behind with saying so (bot.cli_working.TICK)."""
SETTLED = 1.0
"""Seconds after a load in which its effects are still counted as its own."""


class Span(NamedTuple):
    """A part of the run, by the clock that all processes share."""

    name: str
    begin: float
    end: float
    others: float
    """CPU seconds that neither bot nor load nor this program took: with many, trust no figure."""


class Moment(NamedTuple):
    """When something was waited for, and how many milliseconds it took."""

    at: float
    ms: float


async def measure(folder: Path) -> None:
    """Print waits for answers and the worst stall of the bot's loop, before, during and after."""
    if not loads.GENERATOR.exists():
        print(f"during loads: skipped, {loads.GENERATOR} is not there")
        return
    of = loads.size()
    first = loads.dumps(folder, of, [name for name in loads.TABLES if name != "title.ratings"])
    second = loads.dumps(folder, of)
    data = folder / "data"
    async with Loopback(check=False) as server, _beating(data, server) as bot:
        own: list[Moment] = []
        heart = asyncio.create_task(_beat(own))
        async with _asking(server) as waits:
            await asyncio.sleep(WARM)
            spans = [await _calm("nothing is loaded", bot)]
            spans += await _loading(data, first, f"first {of.name}", bot)
            # Ratings are new: every row differs, and a generation of the same size goes live.
            spans += await _loading(data, second, f"second {of.name}", bot)
            spans.append(await _calm("all is loaded", bot))
        await ended(heart)
        await bot.stopped()
    late = list(_stalls(bot.said))
    for span in spans:
        print(_told(span, waits, late, own))


@asynccontextmanager
async def _beating(data: Path, server: Loopback) -> AsyncIterator[Program]:
    """Start this module as the bot."""
    async with started(data, settings_for(server), module=__name__) as bot:
        await server.connected(20)
        yield bot


@asynccontextmanager
async def _asking(server: Loopback) -> AsyncIterator[list[Moment]]:
    """Ask A_SECOND times a second, whether answers have come or not, while the block runs."""
    waits: list[Moment] = []

    async def one(number: int) -> None:
        begun = time.monotonic()
        await answer(server, number)
        waits.append(Moment(begun, (time.monotonic() - begun) * 1000))

    async def all_of_them(group: asyncio.TaskGroup) -> None:
        begun = time.monotonic()
        for number in itertools.count():
            await asyncio.sleep(begun + number / A_SECOND - time.monotonic())
            group.create_task(one(number))

    # Collecting what the loopback remembers takes 90 ms, which would count as the bot's.
    gc.disable()
    try:
        async with asyncio.TaskGroup() as group:
            endless = group.create_task(all_of_them(group))
            yield waits
            endless.cancel()
    finally:
        gc.enable()


async def _calm(name: str, bot: Program) -> Span:
    others, begin = _others(bot), time.monotonic()
    await asyncio.sleep(CALM)
    return Span(name, begin, time.monotonic(), _others(bot) - others)


def _others(bot: Program) -> float:
    """Give the CPU seconds of all that is no part of this, once a load has ended."""
    return loads.busy() - loads.spent() - sum(psutil.Process(bot.pid).cpu_times()[:2])


async def _loading(data: Path, dumps: Path, name: str, bot: Program) -> list[Span]:
    """Load from a shell beside the bot; raises ChildProcessError when that fails."""
    before, others, begin = _generations(data), _others(bot), time.monotonic()
    process = await asyncio.create_subprocess_exec(
        loads.COLDOPEN, "load", "imdb", str(dumps),
        env=loads.settings(data), cwd=data.parent, stdout=-3, stderr=-1,
    )  # fmt: skip
    assert process.stderr is not None
    said, whole = "", 0.0
    async for line in process.stderr:
        said += line.decode()
        if line.decode().startswith(HANDED_OVER):
            whole = time.monotonic() - BEHIND
    if await process.wait() or not whole:
        raise ChildProcessError(said)
    end = time.monotonic()
    assert _generations(data) - before, "no generation went live"
    await asyncio.sleep(SETTLED)
    others = _others(bot) - others
    return [
        Span(f"{name} is built", begin, whole, others),
        Span(f"{name} goes live", whole, end + SETTLED, others),
    ]


def _generations(data: Path) -> set[Path]:
    return set(data.glob("catalogue-*.db"))


def _stalls(said: str) -> Iterator[Moment]:
    for line in said.splitlines():
        if line.startswith(LATE):
            at, ms = line.removeprefix(LATE).split()
            yield Moment(float(at), float(ms))


def _told(
    span: Span, waits: Sequence[Moment], late: Sequence[Moment], own: Sequence[Moment]
) -> str:
    ordered = sorted(_within(span, waits))
    least = NOTED * 1000
    longest, here = (max(_within(span, some), default=least) for some in (late, own))
    others = f"(others {max(0.0, span.others):.1f})"
    return (
        f"during {span.name:21} {span.end - span.begin:5.1f} s {others}, {len(ordered):5} answers: "
        f"p50 {ordered[len(ordered) // 2]:.1f}, p99 {ordered[int(len(ordered) * 0.99)]:.1f} "
        f"(target 100), worst {ordered[-1]:.1f} ms; "
        f"longest stall of the loop {longest:.1f} ms (target 50), of the asking program {here:.1f}"
    )


def _within(span: Span, moments: Sequence[Moment]) -> list[float]:
    return [one.ms for one in moments if span.begin <= one.at < span.end]


async def _beat(late: list[Moment]) -> None:
    while True:
        begun = time.monotonic()
        await asyncio.sleep(BEAT)
        over = time.monotonic() - begun - BEAT
        if over > NOTED:
            late.append(Moment(begun, over * 1000))


async def main() -> None:
    """Be the bot until SIGTERM; say then when the loop was late, and by how many ms."""
    late: list[Moment] = []
    heart = asyncio.create_task(_beat(late))
    await online(read_settings())
    await ended(heart)
    for one in late:
        print(f"{LATE} {one.at:.3f} {one.ms:.1f}")


if __name__ == "__main__":
    asyncio.run(main())
