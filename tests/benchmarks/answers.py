"""What an answer of the bot costs beyond what any answer costs."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import psutil

from tests.transport.loopback import Loopback
from tests.transport.program import Program, online, settings_for, started

QUERIES = (
    "air emergency target is destroyed",
    "mayday 9x05",
    "gimli glider",
    "tt1597909",
    "air crash investigation s03e04",
)
CONSTANT = "tests.benchmarks.constant"
ROUNDS, EACH, IN_FLIGHT = 9, 250, 64
A_SECOND, SECONDS = 64, 6

Ask = Callable[[Loopback, int], Awaitable[object]]


async def answer(server: Loopback, number: int) -> object:
    """Ask for an episode in one of several ways."""
    return await server.slash("episode", query=QUERIES[number % len(QUERIES)])


async def keystroke(server: Loopback, number: int) -> object:
    """Type some letters of a title."""
    title = "target is destroyed"
    return await server.autocomplete(
        "episode", query=title[: 1 + number % len(title)], focused="query"
    )


async def measure(folder: Path) -> None:
    """Print CPU and wall-clock time of answers, against the constant bot in the same run."""
    async with (
        Loopback(check=False) as ours,
        Loopback(check=False) as plain,
        online(folder / "data", ours) as bot,
        started(folder / "data", settings_for(plain), module=CONSTANT) as other,
    ):
        await plain.connected()
        await _compare(ours, plain, bot, other)


async def _compare(ours: Loopback, plain: Loopback, bot: Program, other: Program) -> None:
    jobs: Sequence[tuple[str, Loopback, int, Ask]] = (
        ("constant", plain, other.pid, answer),
        ("answer", ours, bot.pid, answer),
        ("keystroke", ours, bot.pid, keystroke),
    )
    costs: dict[str, list[float]] = {job[0]: [] for job in jobs}
    waits: dict[str, list[float]] = {job[0]: [] for job in jobs}
    for _ in range(ROUNDS):
        for name, server, pid, ask in jobs:
            cost, times = await _timed(server, pid, ask)
            costs[name].append(cost)
            waits[name] += times
    base = statistics.median(costs["constant"])
    for name, server, _, ask in jobs:
        cost = statistics.median(costs[name])
        print(
            f"{name:10} {cost:5.2f} ms CPU each ({cost - base:+.2f} to constant); "
            f"{IN_FLIGHT} in flight {_told(waits[name])}; "
            f"{A_SECOND} a second {_told(await _paced(server, ask))}"
        )


async def _paced(server: Loopback, ask: Ask) -> list[float]:
    """Ask A_SECOND times a second, whether answers have come or not; gives every wait in ms."""

    async def one(number: int) -> float:
        await asyncio.sleep(number / A_SECOND)
        begun = time.perf_counter()
        await ask(server, number)
        return (time.perf_counter() - begun) * 1000

    return list(await asyncio.gather(*(one(number) for number in range(A_SECOND * SECONDS))))


async def _timed(server: Loopback, pid: int, ask: Ask) -> tuple[float, list[float]]:
    """Ask EACH times, at most IN_FLIGHT at once; gives CPU ms each, and every wait in ms."""
    turns, process = asyncio.Semaphore(IN_FLIGHT), psutil.Process(pid)
    times: list[float] = []

    async def one(number: int) -> None:
        async with turns:
            begun = time.perf_counter()
            await ask(server, number)
            times.append((time.perf_counter() - begun) * 1000)

    before = sum(process.cpu_times()[:2])
    await asyncio.gather(*(one(number) for number in range(EACH)))
    return (sum(process.cpu_times()[:2]) - before) / EACH * 1000, times


def _told(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return f"p50 {ordered[len(ordered) // 2]:.1f}, p99 {ordered[int(len(ordered) * 0.99)]:.1f} ms"
