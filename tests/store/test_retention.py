"""What is too old goes, a bit at a time; what is not stays, and nobody can hurry it."""

import asyncio
import sqlite3
from datetime import datetime, timedelta

import pytest

from bot.errors import ReviewGone
from bot.retention import Retention
from bot.reviews import Words
from bot.settings import Keeping
from bot.store import Database, Store, personal, retention, reviews
from tests.reviewing import deed, rated, wrote
from tests.store.gone import ANN, BOB, HERE, crowd, fits

KEEPING = Keeping()


def later(days: float) -> datetime:
    """Give a moment so many days, and an hour, after everything was written."""
    return datetime.fromisoformat(deed(ANN).now) + timedelta(days=days, hours=1)


async def tidied(store: Store, days: float, *here: int) -> None:
    await Retention(store, KEEPING, lambda: here or None, lambda: None).tidy(later(days))


async def test_each_kind_stays_its_days_and_goes_then(started: Store):
    made = await crowd(started)
    counted = await started.read(personal.counts, ANN)
    await tidied(started, -10)
    assert await started.read(personal.counts, ANN) == counted
    await tidied(started, 1)
    with pytest.raises(ReviewGone):
        await started.write(reviews.restore, deed(ANN), made.deleted)
    left = await started.read(personal.counts, ANN)
    assert left == counted | {"review": 2}
    await tidied(started, 3)
    assert "deed" not in await started.read(personal.counts, ANN)
    await tidied(started, 30)
    left = await started.read(personal.counts, ANN)
    assert left == {
        key: count for key, count in (counted | {"review": 2, "picture": 1}).items()
        if key not in {"draft", "deed"}
    }  # fmt: skip
    await tidied(started, 365)
    assert "moderation" not in await started.read(personal.counts, ANN)
    assert (await started.read(reviews.read, made.anns, None)).headline == "Ann's"
    fits(started)


async def test_the_log_refuses_to_lose_what_is_not_due(started: Store):
    await crowd(started)
    delete = "DELETE FROM moderation"
    for before in ("2026-11-27T11:59:59+00:00", "2020-01-01T00:00:00+00:00"):
        await started.write(retention.log, before)
        with pytest.raises(sqlite3.IntegrityError):
            await started.write(lambda db: _run(db, delete))
        with pytest.raises(sqlite3.IntegrityError):
            await started.write(lambda db: _run(db, "UPDATE moderation SET reason = ''"))
    await started.write(retention.log, "2100-01-01T00:00:00+00:00")
    assert await started.read(_count, "moderation") == 0


def _run(db: Database, sql: str) -> None:
    db.execute(sql)


def _headline(db: Database, review: int) -> str:
    """Give what is stored, whoever may read it: ann is blocked there."""
    sql = "SELECT max(headline) FROM review_revision WHERE review = :review"
    return str(db.execute(sql, {"review": review}).fetchone()[0])


def _count(db: Database, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


async def test_what_a_server_kept_goes_30_days_after_it_was_left(started: Store):
    made = await crowd(started)
    await started.write(_run, f"INSERT INTO server_setting VALUES ({HERE}, 'links', 'false')")  # noqa: S608
    other = await wrote(started, BOB, made.other, Words("Elsewhere", "In another server."), 5)
    await tidied(started, 0, HERE, 5)
    await tidied(started, 1, 5)
    await tidied(started, 30, 5)
    assert await started.read(_headline, made.kept) == "Kept here"
    await tidied(started, 32, 5)
    assert await started.read(_headline, made.kept) == ""
    assert await started.read(_count, "server_setting") == 0
    assert "block" not in await started.read(personal.counts, ANN)
    assert (await started.read(reviews.read, other, 5)).headline == "Elsewhere"
    assert (await started.read(reviews.read, made.anns, None)).headline == "Ann's"
    fits(started)


async def test_a_server_that_took_the_bot_back_keeps_everything(started: Store):
    made = await crowd(started)
    for days, here in ((0, HERE), (1, 5), (20, HERE), (40, HERE)):
        await tidied(started, days, here)
    assert await started.read(_headline, made.kept) == "Kept here"


async def test_a_server_where_people_only_brought_the_bot_along_was_never_left(started: Store):
    made = await crowd(started)
    for days in (0, 1, 40, 400):
        await tidied(started, days, 5)
    assert await started.read(_headline, made.kept) == "Kept here"


async def test_many_are_removed_in_short_transactions(started: Store):
    async with started.writing() as line:
        await line.run(_many_drafts)
    assert await started.write(retention.drafts, "2026") == retention.AT_ONCE
    assert await started.read(_count, "draft") == 1000 - retention.AT_ONCE
    await tidied(started, 0)
    assert await started.read(_count, "draft") == 0


def _many_drafts(db: Database) -> None:
    db.execute("INSERT INTO member (id, since) VALUES (5, '')")
    sql = """
        INSERT INTO draft (member, place, headline, body, spoiler, changed_at)
        VALUES (5, 0, '', '', 0, '2025')
    """
    db.executemany(sql, [{}] * 1000)


async def test_it_ends_when_the_bot_ends_and_leaves_what_is_left(started: Store):
    async with started.writing() as line:
        await line.run(_many_drafts)
    task = Retention(started, KEEPING, lambda: None, lambda: None)
    task.begin()
    tidying = asyncio.create_task(task.tidy(later(0)))
    await task.close()
    await tidying
    assert 0 < await started.read(_count, "draft") < 1000


async def test_cards_of_reviews_that_went_are_forgotten_at_last(started: Store):
    made = await crowd(started)
    sql = """
        INSERT INTO posted (message, channel, review, posted_at)
        VALUES (:review, 1, :review, '2026-11-27')
    """
    for review in (made.anns, made.deleted):
        await started.write(lambda db, one: db.execute(sql, {"review": one}).rowcount, review)
    await tidied(started, 29)
    assert await started.read(_count, "posted") == 2
    await tidied(started, 31)
    assert await started.read(_count, "posted") == 1


async def test_ratings_that_a_server_kept_go_too(started: Store):
    made = await crowd(started)
    await rated(started, BOB, made.other, 3)
    await tidied(started, 0, HERE)
    for days in (1, 40):
        await tidied(started, days, 5)
    sql = "SELECT count(*) FROM rating WHERE place = :here"
    assert await started.read(lambda db: db.execute(sql, {"here": HERE}).fetchone()[0]) == 0


async def test_what_was_taken_away_stays_away_when_it_is_deleted_and_written_anew(started: Store):
    made = await crowd(started)
    await started.write(reviews.delete, deed(ANN), made.anns)
    await tidied(started, 2)
    every = await started.read(lambda db: personal.some(db, ANN, "review", -1))
    gone = next(one for one in every if one.facts["id"] == made.anns)
    assert (gone.facts["body"], gone.facts["hidden"]) == ("", 1)
    assert await started.read(_headline, made.anns) == ""
    at, words = deed(ANN, at=later(2)), Words("Again", "The same once more.")
    again = await started.write(reviews.publish, at, made.thing, words, 0)
    with pytest.raises(ReviewGone):
        await started.read(reviews.read, again, HERE)
    fits(started)


async def test_alarms_about_votes_end_with_the_log(started: Store):
    await crowd(started)
    await tidied(started, 364)
    assert await started.read(_count, "alarm") == 2
    await tidied(started, 366)
    assert await started.read(_count, "alarm") == await started.read(_count, "alarm_voter") == 0
    assert await started.read(_count, "notice") == 0


async def test_pictures_that_nothing_has_any_more_go(started: Store):
    await crowd(started)
    add = "INSERT INTO picture (id, kind, content) VALUES (99, 'jpg', x'01')"
    await started.write(_run, add)
    await tidied(started, 0)
    assert await started.read(_count, "picture") == 2
