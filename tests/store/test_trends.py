"""Look-ups are counted by day and server, and kept for eight days."""

import sqlite3
from datetime import date, timedelta

import pytest

from bot.store import Database, Store, trends
from bot.trends import Lookups

TODAY = date(2026, 3, 10)


async def add(store: Store, days_ago: int, server: int, thing: int, count: int = 1) -> None:
    day = (TODAY - timedelta(days_ago)).isoformat()
    async with store.writing() as line:
        await line.run(trends.add, {(day, server, thing): count})


@pytest.fixture
async def things(started: Store) -> list[int]:
    return await started.read(
        lambda db: [row[0] for row in db.execute("SELECT id FROM episode ORDER BY id LIMIT 5")]
    )


async def listed(store: Store, server: int | None = None) -> list[tuple[int, int]]:
    found = await store.read(trends.week, server, TODAY, size=10)
    return [(one.heading.id, one.lookups) for one in found.trends]


async def test_a_week_is_seven_days_with_this_one(started: Store, things: list[int]):
    for days_ago, thing in ((7, 0), (6, 1), (0, 2)):
        await add(started, days_ago, 0, things[thing], 1 + thing)
    assert await listed(started) == [(things[2], 3), (things[1], 2)]


async def test_counts_add_up_and_older_days_are_forgotten(started: Store, things: list[int]):
    await add(started, 8, 0, things[0])
    await add(started, 7, 0, things[0])
    for _ in range(3):
        await add(started, 0, 5, things[0], 2)
    rows = await started.read(lambda db: db.execute("SELECT day, count FROM lookup").fetchall())
    assert sorted(rows) == [("2026-03-03", 1), ("2026-03-10", 6)]
    assert await listed(started, 5) == [(things[0], 6)]
    assert await listed(started, 6) == []
    assert await listed(started) == []


async def test_a_page_behind_the_last_is_the_last(started: Store, things: list[int]):
    for thing in things:
        await add(started, 0, 0, thing)
    found = await started.read(trends.week, None, TODAY, size=2, page=9)
    assert (found.total, found.page, len(found.trends)) == (5, 2, 1)


async def test_nothing_of_a_person_is_in_the_table(started: Store):
    def columns(db: Database) -> list[str]:
        return [row[1] for row in db.execute("PRAGMA table_info(lookup)")]

    assert await started.read(columns) == ["day", "server", "thing", "count"]


async def test_a_store_that_is_read_only_counts_nothing(started: Store, things: list[int]):
    async with Store.opened(started.folder, writable=False) as other:
        lookups = Lookups(other)
        lookups.begin()
        lookups.note(1, things[0])
        await lookups.close()
        assert await listed(other) == []


async def test_what_cannot_be_written_is_written_the_next_time(started: Store, things: list[int]):
    lookups = Lookups(started)
    lookups.note(7, things[0])

    async with started.writing() as line:
        await line.run(lambda db: db.execute("ALTER TABLE lookup RENAME TO elsewhere"))
    with pytest.raises(sqlite3.OperationalError, match="lookup"):
        await lookups.write()
    async with started.writing() as line:
        await line.run(lambda db: db.execute("ALTER TABLE elsewhere RENAME TO lookup"))
    await lookups.write()
    await lookups.write()
    rows = await started.read(lambda db: db.execute("SELECT server, count FROM lookup").fetchall())
    assert sorted(rows) == [(0, 1), (7, 1)]
