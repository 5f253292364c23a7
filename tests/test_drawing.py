"""A process of its own draws: whatever becomes of it, the next picture is drawn."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress

import psutil
import pytest

from bot.drawing import Drawing
from bot.errors import NotDrawn
from bot.ratings import Rated, Ratings
from bot.render.curve import curve
from bot.render.heatmap import heatmap

RATINGS = Ratings("IMDb", tuple(Rated(1, number, 8.0, 9) for number in range(1, 11)))
LARGE = Ratings("IMDb", tuple(Rated(1, number, 8.0, 9) for number in range(1, 20_000)))
"""So much that it is not even taken by a process that is stopped."""
BROKEN = Ratings("IMDb", (Rated(1, 1, float("nan")),))
"""What no picture can be drawn of."""
PROGRAM = """
import asyncio
from bot.drawing import Drawing
from tests.test_drawing import RATINGS

async def main():
    drawing = Drawing()
    await drawing.draw("heatmap", RATINGS)
    print(drawing.pid, flush=True)
    await asyncio.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.fixture
async def drawing() -> AsyncIterator[Drawing]:
    """Give what draws; nothing of it is left behind."""
    made = Drawing()
    yield made
    await made.close()
    assert made.pid is None


def at_work(drawing: Drawing) -> psutil.Process:
    """Give the process that draws."""
    assert drawing.pid
    return psutil.Process(drawing.pid)


async def gone(process: psutil.Process) -> None:
    """Wait until a process has ended; its end stays for who began it to notice."""
    with suppress(psutil.NoSuchProcess):
        while process.status() != psutil.STATUS_ZOMBIE:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.01)


async def test_the_same_pictures_are_drawn_there_as_here(drawing: Drawing):
    assert await drawing.draw("heatmap", RATINGS) == heatmap(RATINGS)
    assert await drawing.draw("curve", RATINGS) == curve(RATINGS)


async def test_there_is_no_process_before_the_first_picture_and_one_for_all_at_once(
    drawing: Drawing,
):
    assert drawing.pid is None
    await asyncio.gather(*(drawing.draw("curve", RATINGS) for _ in range(5)))
    first = drawing.pid
    await drawing.draw("heatmap", RATINGS)
    assert drawing.pid == first


async def test_a_process_that_died_unasked_is_replaced(drawing: Drawing):
    await drawing.draw("curve", RATINGS)
    process = at_work(drawing)
    process.kill()
    await gone(process)
    assert await drawing.draw("curve", RATINGS) == curve(RATINGS)


async def test_a_process_that_dies_over_a_picture_gives_none_and_the_next_one_is_drawn(
    drawing: Drawing, caplog: pytest.LogCaptureFixture
):
    await drawing.draw("curve", RATINGS)
    process = at_work(drawing)
    process.suspend()
    waiting = asyncio.create_task(drawing.draw("curve", RATINGS))
    await asyncio.sleep(0.05)
    process.kill()
    with pytest.raises(NotDrawn) as raised:
        await waiting
    assert not raised.value.late
    assert "a picture ended the process that draws" in caplog.text
    assert await drawing.draw("curve", RATINGS) == curve(RATINGS)


async def test_a_picture_that_takes_too_long_is_given_up_with_its_process(drawing: Drawing):
    await drawing.draw("curve", RATINGS)
    process = at_work(drawing)
    process.suspend()
    drawing.patience = 0.05
    with pytest.raises(NotDrawn) as raised:
        await drawing.draw("heatmap", LARGE)
    assert raised.value.late
    await gone(process)
    drawing.patience = 10.0
    assert await drawing.draw("curve", RATINGS) == curve(RATINGS)


async def test_a_picture_that_fails_is_logged_as_it_failed_there(
    drawing: Drawing, caplog: pytest.LogCaptureFixture
):
    with pytest.raises(NotDrawn) as raised:
        await drawing.draw("curve", BROKEN)
    assert not raised.value.late
    assert "in curve" in caplog.text
    assert await drawing.draw("curve", RATINGS) == curve(RATINGS)


async def test_who_stops_waiting_does_not_spoil_the_next_picture(drawing: Drawing):
    await drawing.draw("curve", RATINGS)
    at_work(drawing).suspend()
    waiting = asyncio.create_task(drawing.draw("curve", RATINGS))
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await drawing.draw("heatmap", RATINGS) == heatmap(RATINGS)


async def test_a_process_that_nobody_needs_ends():
    drawing = Drawing(rest=0.05)
    await drawing.draw("curve", RATINGS)
    process = at_work(drawing)
    await gone(process)
    assert drawing.pid is None
    assert await drawing.draw("curve", RATINGS) == curve(RATINGS)
    await drawing.close()


async def test_at_the_end_nobody_waits_for_a_picture_and_none_is_begun():
    drawing = Drawing()
    await drawing.draw("curve", RATINGS)
    process = at_work(drawing)
    process.suspend()
    waiting = [asyncio.create_task(drawing.draw("curve", RATINGS)) for _ in range(3)]
    await asyncio.sleep(0.05)
    await drawing.close()
    for one in waiting:
        with pytest.raises(NotDrawn):
            await one
    await gone(process)
    assert drawing.pid is None


async def test_an_interrupt_is_the_first_process_s_to_answer(drawing: Drawing):
    await drawing.draw("curve", RATINGS)
    first = drawing.pid
    os.kill(first or 0, signal.SIGINT)
    await drawing.draw("curve", RATINGS)
    assert drawing.pid == first


def test_what_draws_needs_little():
    code = """if True:
        import sys
        from bot import easel
        from bot.render import curve, heatmap
        print(*sys.modules)
    """
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    told = subprocess.run(
        [sys.executable, "-c", code], env=bare, capture_output=True, text=True, check=True
    )
    modules = set(told.stdout.split())
    assert {"PIL", "bot.easel"} <= modules
    assert not modules & {"discord", "aiohttp", "asyncio", "msgspec", "numpy", "sqlite3"}


def test_it_ends_with_the_first_process_however_that_ends():
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE) as first:
        assert first.stdout
        process = psutil.Process(int(first.stdout.readline()))
        first.kill()
    process.wait(10)
    assert not process.is_running()
