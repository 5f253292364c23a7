"""What a picture costs: drawn in its own process, beside an event loop that must not notice.

Asked: a heatmap of 40 seasons in less than a second, the loop never blocked for more than 50 ms.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from bot import loading
from bot.drawing import Drawing
from bot.easel import Sort
from bot.model import Credit, Episode, Ids, Numbering, Plot, Rating, Series, SeriesReference, Title
from bot.ratings import Rated, Ratings
from bot.store import Database, Store, ratings
from tests.benchmarks.loads import MB

BEAT = 0.002
"""Seconds between two beats of the loop."""
EACH = 5
SIZES = ((40, 24), (40, 200), (1, 200))
SHOW = Ids(imdb="tt5555555")


async def measure(folder: Path) -> None:
    """Print time, CPU and bytes of pictures, how late the loop was, and what reading takes."""
    for seasons, episodes in SIZES:
        sort: Sort = "curve" if seasons == 1 else "heatmap"
        await _drawn(sort, f"{sort} of {seasons} x {episodes}", _made(seasons, episodes))
    async with Store.opened(folder / "pictures") as store:
        for seasons, episodes in SIZES[:2]:
            await loading.load(store, _told(seasons, episodes))
            await _read(store, f"{seasons} x {episodes}")


def _made(seasons: int, episodes: int) -> Ratings:
    chance = random.Random(1)  # noqa: S311 - no secret
    places = [(season, at) for season in range(1, seasons + 1) for at in range(1, episodes + 1)]
    rated = [Rated(*place, min(10.0, max(1.0, chance.gauss(7.8, 0.8))), 99) for place in places]
    return Ratings("IMDb", tuple(rated))


async def _drawn(sort: Sort, name: str, made: Ratings) -> None:
    drawing = Drawing()
    waits, cpu, size = [], [], 0
    async with beating() as late:
        for _ in range(EACH + 1):
            before = time.perf_counter(), _spent(drawing)
            size = len(await drawing.draw(sort, made))
            waits.append((time.perf_counter() - before[0]) * 1000)
            cpu.append((_spent(drawing) - before[1]) * 1000)
    memory = psutil.Process(drawing.pid).memory_full_info().uss / MB
    await drawing.close()
    print(
        f"{name}: first {waits[0]:.0f} ms with its process, later {max(waits[1:]):.0f} ms at most; "
        f"CPU there {cpu[0]:.0f} ms, then {sum(cpu[1:]) / EACH:.0f} ms each; {size / 1000:.0f} kB; "
        f"loop late by {max(late):.1f} ms at most; the process has {memory:.0f} MB of its own"
    )


def _spent(drawing: Drawing) -> float:
    return sum(psutil.Process(drawing.pid).cpu_times()[:2]) if drawing.pid else 0.0


@asynccontextmanager
async def beating() -> AsyncIterator[list[float]]:
    """Note by how many milliseconds the loop wakes too late while the block runs."""
    late = [0.0]

    async def beat() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BEAT)
            late.append((time.perf_counter() - began - BEAT) * 1000)

    heart = asyncio.create_task(beat())
    try:
        yield late
    finally:
        heart.cancel()


def _told(seasons: int, episodes: int) -> list[Series | Episode]:
    """Tell of a series, each episode with credits and a plot as pages have them."""
    cast = tuple(Credit(name=f"Keeper {one}", character=f"Somebody {one}") for one in range(25))
    return [
        Series(source="TVmaze", ids=SHOW, titles=(Title(text="Lighthouses"),)),
        *(
            Episode(
                source="TVmaze",
                series=SeriesReference(ids=SHOW),
                numberings=(Numbering(season=one.season, number=one.number),),
                titles=(Title(text=f"Light {one.season} {one.number}"),),
                credits=cast,
                plots=(Plot(text="word " * 200),),
                ratings=(Rating(value=round(one.value or 0, 1), votes=one.votes),),
            )
            for one in _made(seasons, episodes).episodes
        ),
    ]


async def _read(store: Store, name: str) -> None:
    def timed(db: Database) -> tuple[int, float, float]:
        (series,) = db.execute("SELECT min(id) FROM series").fetchone()
        began = time.thread_time()
        found = ratings.of_series(db, series)
        then = time.thread_time()
        ratings.of_season(db, series, 1)
        return len(found.ratings.episodes), then - began, time.thread_time() - then

    found = [await store.read(timed) for _ in range(EACH)]
    whole, season = (
        sorted(times)[EACH // 2] * 1000 for times in list(zip(*found, strict=True))[1:]
    )
    many = f"{found[0][0]:,} episodes ({name})"
    print(f"ratings of {many}: all read in {whole:.1f} ms of CPU, one season's in {season:.1f}")
