"""Reading and writing: whole or not at all, one at a time, and no thread left behind."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from bot.errors import StoreNewer, StoreReadOnly
from bot.store import Database, Store, identity
from bot.store.database import Line
from tests.store.folders import connected, copied

THINGS = "SELECT count(*) FROM thing"
PEOPLE = "SELECT count(*) FROM person"


def count(db: Database) -> tuple[int, int]:
    """Count the rows that `half` and `other_half` make, one in each file."""
    return db.execute(THINGS).fetchone()[0], db.execute(PEOPLE).fetchone()[0]


def half(db: Database) -> int:
    """Write into what cannot be had again."""
    return identity.allot(db, "person")


def other_half(db: Database, person: int) -> None:
    """Write into what can be loaded again."""
    db.execute("INSERT INTO person (id, name) VALUES (:id, 'Ann')", {"id": person})


async def write_both(store: Store) -> None:
    """Write a row into each file, in a hop each."""
    async with store.writing() as line:
        person = await line.run(half)
        await asyncio.sleep(0)
        await line.run(other_half, person)


async def none_left(before: set[threading.Thread]) -> None:
    """See that no thread but those of asyncio's own pool has outlived what made it."""
    for thread in set(threading.enumerate()) - before:
        if not thread.name.startswith("asyncio_"):
            await asyncio.to_thread(thread.join, 5)
            assert not thread.is_alive()


async def test_what_was_written_can_be_read_at_once_and_after_opening_again(
    empty: Path, tmp_path: Path
):
    folder = copied(empty, tmp_path)
    async with Store.opened(folder) as store:
        await write_both(store)
        assert await store.read(count) == (1, 1)
    async with Store.opened(folder) as store:
        assert await store.read(count) == (1, 1)


async def test_a_function_that_fails_takes_everything_in_its_block_back(store: Store):
    async def fail() -> None:
        async with store.writing() as line:
            await line.run(other_half, await line.run(half))
            await line.run(lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await store.read(count) == (0, 0)
    await write_both(store)
    assert await store.read(count) == (1, 1)


async def test_a_fault_of_ours_is_not_told_as_a_trouble_of_the_store(store: Store):
    async def twice() -> None:
        async with store.writing() as line:
            await line.run(other_half, 1)
            await line.run(other_half, 1)

    with pytest.raises(sqlite3.IntegrityError) as caught:
        await twice()
    assert caught.value.__cause__ is not caught.value
    assert await store.read(count) == (0, 0)


async def test_nothing_uncommitted_is_read(store: Store):
    async with store.writing() as line:
        await line.run(other_half, await line.run(half))
        assert await store.read(count) == (0, 0)
    assert await store.read(count) == (1, 1)


async def test_writers_take_turns(store: Store):
    inside: list[int] = []

    async def write(number: int) -> None:
        async with store.writing() as line:
            inside.append(number)
            person = await line.run(half)
            await asyncio.sleep(0.001 * (number % 3))
            await line.run(other_half, person)
            assert inside[-1] == number, "another writer came between"

    await asyncio.gather(*(write(number) for number in range(20)))
    assert await store.read(count) == (20, 20)


async def test_one_writer_that_fails_does_not_take_another_back(store: Store):
    async def fail() -> None:
        async with store.writing() as line:
            await line.run(half)
            raise LookupError

    done = await asyncio.gather(
        *(write_both(store) if turn % 2 else fail() for turn in range(10)), return_exceptions=True
    )
    assert [type(one) for one in done] == [LookupError, type(None)] * 5
    assert await store.read(count) == (5, 5)


async def test_the_reader_cannot_write(store: Store):
    with pytest.raises(StoreReadOnly):
        await store.read(half)
    assert await store.read(count) == (0, 0)


@pytest.mark.parametrize("change", ["DELETE FROM moderation", "UPDATE moderation SET reason = ''"])
async def test_the_moderation_log_only_grows(store: Store, change: str):
    act = """
        INSERT INTO moderation (actor, action, subject, reason, acted_at)
        VALUES (1, 'hide', 'review 1', 'spoiler', '2026-11-23')
    """
    async with store.writing() as line:
        await line.run(lambda db: db.execute(act))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        async with store.writing() as line:
            await line.run(lambda db: db.execute(change))
    told = await store.read(lambda db: db.execute("SELECT reason FROM moderation").fetchall())
    assert told == [("spoiler",)]


async def test_foreign_keys_are_kept(store: Store):
    rating = "INSERT INTO rating VALUES (77, 78, 0, 5, '2026-11-23')"
    with pytest.raises(sqlite3.IntegrityError):
        async with store.writing() as line:
            await line.run(lambda db: db.execute(rating))


async def test_no_thread_and_no_file_of_sqlites_is_left_after_closing(empty: Path, tmp_path: Path):
    folder = copied(empty, tmp_path / "store")
    before = set(threading.enumerate())
    async with Store.opened(folder) as store:
        await write_both(store)
        assert len(set(threading.enumerate()) - before) >= 2
    await none_left(before)
    assert {path.name for path in folder.iterdir()} == {
        "catalogue.db",
        "community.db",
        "coldopen.lock",
        "loading.lock",
    }


@pytest.mark.parametrize("writable", [True, False])
async def test_no_thread_is_left_when_a_store_is_refused(
    empty: Path, tmp_path: Path, *, writable: bool
):
    folder = copied(empty, tmp_path / "store")
    with connected(folder / "community.db") as database:
        database.execute("PRAGMA user_version = 99")
    before = set(threading.enumerate())
    with pytest.raises(StoreNewer):
        async with Store.opened(folder, writable=writable):
            pass
    await none_left(before)
    async with Store.opened(copied(empty, folder)) as store:
        assert await store.read(count) == (0, 0)


async def test_a_store_opened_for_reading_sees_what_another_has_just_written(store: Store):
    async with Store.opened(store.folder, writable=False) as other:
        assert other.read_only
        await write_both(store)
        assert await other.read(count) == (1, 1)
        with pytest.raises(StoreReadOnly):
            await write_both(other)


async def test_opening_for_reading_changes_no_byte_of_the_databases(empty: Path, tmp_path: Path):
    folder = copied(empty, tmp_path / "store")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    async with Store.opened(folder, writable=False) as store:
        await store.read(count)
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert not (folder / "coldopen.lock").exists()


async def test_who_is_called_off_while_a_file_is_opened_leaves_no_thread_behind(tmp_path: Path):
    before, opened = set(threading.enumerate()), threading.Event()

    def slowly() -> Database:
        opened.wait(5)
        return sqlite3.connect(tmp_path / "a.db", factory=Database)

    async def opens() -> None:
        async with Line(tmp_path / "a.db", slowly):
            raise AssertionError

    opening = asyncio.create_task(opens())
    await asyncio.sleep(0)
    opening.cancel()
    asyncio.get_running_loop().call_later(0.05, opened.set)
    with pytest.raises(asyncio.CancelledError):
        await opening
    assert opened.is_set()
    await none_left(before)
