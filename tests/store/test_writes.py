"""Many write at once: one transaction takes them all, and what fails is taken back alone."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import ReviewGone, StoreReadOnly
from bot.reviews import Words
from bot.store import Database, Store
from bot.store.writes import Failed
from tests.reviewing import voted, wrote
from tests.store.test_around import TODAY


def remember(db: Database, member: int, *, fails: bool = False) -> int:
    sql = "INSERT INTO member (id, since) VALUES (:id, :since)"
    db.execute(sql, {"id": member, "since": TODAY})
    if fails:
        raise ReviewGone(member)
    return member


async def until_queued() -> None:
    """Let all that was asked for be waiting: a write, and the transaction that it waits for."""
    for _ in range(5):
        await asyncio.sleep(0)


def members(db: Database) -> list[int]:
    return [row[0] for row in db.execute("SELECT id FROM member ORDER BY id")]


async def test_everybody_gets_their_own_answer_once_it_is_written(store: Store):
    asked = [store.write(remember, member) for member in range(1, 101)]
    assert await asyncio.gather(*asked) == list(range(1, 101))
    assert await store.read(members) == list(range(1, 101))


async def test_what_fails_is_taken_back_alone_and_told_to_who_asked(store: Store):
    asked = [store.write(remember, member, fails=member % 10 == 0) for member in range(1, 31)]
    given = await asyncio.gather(*asked, return_exceptions=True)
    assert [one.review for one in given if isinstance(one, ReviewGone)] == [10, 20, 30]
    assert await store.read(members) == [one for one in range(1, 31) if one % 10]


async def test_many_at_once_share_a_transaction(store: Store):
    statements: list[str] = []
    async with store.writing() as line:
        asked = [asyncio.create_task(store.write(remember, member)) for member in range(1, 51)]
        await until_queued()
        await line.run(lambda db: db.set_trace_callback(statements.append))
    await asyncio.gather(*asked)
    assert await store.read(members) == list(range(1, 51))
    _, *theirs = (one for one in statements if one == "COMMIT")
    assert len(theirs) == 1


async def test_a_function_takes_together_all_who_wait_and_fails_for_one_alone(store: Store):
    calls: list[int] = []

    def together(db: Database, items: Sequence[int]) -> list[int | Failed]:
        calls.append(len(items))
        return [Failed(ReviewGone(one)) if one == 3 else remember(db, one) for one in items]

    async with store.writing():
        asked = [store.write_together(together, one) for one in range(1, 9)]
        await asyncio.sleep(0.05)
    given = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(calls) == 8
    assert len(calls) <= 2
    assert [one for one in given if isinstance(one, int)] == [1, 2, 4, 5, 6, 7, 8]
    assert isinstance(given[2], ReviewGone)


async def test_whatever_fails_first_or_later_the_others_stand(store: Store):
    def all_fail(db: Database, items: Sequence[int]) -> list[int | Failed]:
        remember(db, 100)
        raise ReviewGone(len(items))

    def none_fails(db: Database, items: Sequence[int]) -> list[int | Failed]:
        return [remember(db, one) for one in items]

    async with store.writing():
        asked = [
            asyncio.ensure_future(one)
            for one in (
                store.write(remember, 1, fails=True),
                store.write(remember, 2),
                store.write_together(all_fail, 3),
                store.write_together(none_fails, 4),
                store.write_together(all_fail, 5),
                store.write(remember, 6, fails=True),
                store.write_together(none_fails, 7),
                store.write(remember, 8),
            )
        ]
        await asyncio.sleep(0.05)
    given = await asyncio.gather(*asked, return_exceptions=True)
    assert [one for one in given if isinstance(one, int)] == [2, 4, 7, 8]
    failed = [one.review for one in given if isinstance(one, ReviewGone)]
    assert failed == [1, 2, 2, 6]
    assert await store.read(members) == [2, 4, 7, 8]


async def test_one_that_fails_alone_leaves_the_next_a_clean_start(store: Store):
    with pytest.raises(ReviewGone):
        await store.write(remember, 1, fails=True)
    assert await store.write(remember, 1) == 1
    assert await store.read(members) == [1]


async def test_who_goes_away_before_the_turn_writes_nothing_and_hinders_nobody(store: Store):
    def together(db: Database, items: Sequence[int]) -> list[int | Failed]:
        return [remember(db, one) for one in items]

    async with store.writing():
        running = asyncio.create_task(store.write(remember, 1))
        await until_queued()
        alone = [asyncio.create_task(store.write(remember, member)) for member in (2, 3)]
        joined = [store.write_together(together, member) for member in (4, 5)]
        await until_queued()
        alone[0].cancel()
        joined[0].cancel()
    await asyncio.gather(running, alone[1], joined[1])
    assert await store.read(members) == [1, 3, 5]


async def test_when_the_writing_is_ended_nobody_waits_for_ever(store: Store):
    async with store.writing():
        first = asyncio.create_task(store.write(remember, 1))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(store.write(remember, 2))
        await asyncio.sleep(0)
        (writing,) = (one for one in asyncio.all_tasks() if "_drain" in repr(one.get_coro()))
        writing.cancel()
        given = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(one) for one in given] == [OSError, OSError]
    assert await store.write(remember, 3) == 3


async def test_a_store_that_may_not_be_written_says_so(store: Store):
    folder = store.folder
    async with Store.opened(folder, writable=False) as other:
        with pytest.raises(StoreReadOnly):
            await other.write(remember, 1)


async def test_a_vote_and_a_review_written_at_once_both_stand(started: Store):
    told = started
    thing = await told.read(lambda db: db.execute("SELECT min(id) FROM episode").fetchone()[0])
    review = await wrote(told, 5, thing, Words("Good", "It was good."))
    given = await asyncio.gather(
        *(voted(told, member, review, helpful=True) for member in range(10, 60))
    )
    assert sorted(one.votes for one in given) == list(range(1, 51))
