"""A task that is cancelled while it writes leaves nothing behind, whenever it was cancelled."""

import asyncio
import random

import pytest

from bot.errors import StoreBusy
from bot.store import Store
from tests.store.test_store import count, half, other_half, write_both

MOMENTS = 150


async def whole(store: Store) -> int:
    """See that both files tell of the same number of writes, and that the writer is free."""
    async with asyncio.timeout(5), store.writing() as line:
        ours, theirs = await line.run(count)
    assert ours == theirs
    return ours


@pytest.mark.parametrize("times", [1, 2])
async def test_a_write_cancelled_at_any_moment_is_whole_or_absent(store: Store, times: int):
    chance = random.Random(times)  # noqa: S311 - moments, not secrets
    outcomes = set()
    for _ in range(MOMENTS):
        task = asyncio.create_task(write_both(store))
        for _ in range(times):
            await asyncio.sleep(chance.choice((0, chance.random() * 0.004)))
            task.cancel()
        await asyncio.wait({task})
        outcomes.add(task.cancelled())
        await whole(store)
    assert True in outcomes


async def test_a_write_cancelled_after_any_number_of_steps_is_whole_or_absent(store: Store):
    for steps in range(60):
        task = asyncio.create_task(write_both(store))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
        await whole(store)


async def test_writers_behind_a_cancelled_one_get_their_turn(store: Store):
    for moment in range(30):
        first = asyncio.create_task(write_both(store))
        second = asyncio.create_task(write_both(store))
        third = asyncio.create_task(write_both(store))
        await asyncio.sleep(moment * 0.0001)
        first.cancel()
        second.cancel()
        async with asyncio.timeout(5):
            await third
            await asyncio.wait({first, second})
        await whole(store)


async def test_a_long_statement_that_was_cancelled_is_taken_back(store: Store):
    numbers = """
        INSERT INTO thing (kind)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
        SELECT 'person' FROM n
    """

    async def write() -> None:
        async with store.writing() as line:
            await line.run(lambda db: db.execute(numbers))
            await line.run(lambda db: db.execute(numbers))

    task = asyncio.create_task(write())
    await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.wait({task})
    assert await whole(store) == 0


async def test_reading_goes_on_while_the_writer_is_stuck(store: Store):
    async with store.writing() as line:
        await line.run(half)
        async with asyncio.timeout(1):
            assert await store.read(count) == (0, 0)


async def write_without_end(store: Store) -> None:
    """Write in one transaction until that fails."""
    async with store.writing() as line:
        while True:
            await line.run(other_half, await line.run(half))


async def full(store: Store, file: str) -> None:
    """Write until SQLite says that the disk is full."""
    async with store.writing() as line:
        (pages,) = await line.run(lambda db: db.execute(f"PRAGMA {file}.page_count").fetchone())
        await line.run(lambda db: db.execute(f"PRAGMA {file}.max_page_count = {pages + 1}"))
    with pytest.raises(StoreBusy) as caught:
        await write_without_end(store)
    assert "full" in caught.value.detail
    assert caught.value.path == store.folder


@pytest.mark.parametrize("file", ["main", "catalogue"])
async def test_a_full_disk_takes_the_write_back_and_reading_goes_on(store: Store, file: str):
    await write_both(store)
    await full(store, file)
    assert await store.read(count) == (1, 1)
    async with store.writing() as line:
        await line.run(lambda db: db.execute(f"PRAGMA {file}.max_page_count = 1073741823"))
    await write_both(store)
    assert await store.read(count) == (2, 2)
