"""Decisions: each once, with what it does here and elsewhere, in a log that only grows."""

import asyncio
import sqlite3

import pytest

from bot.cases import BOT, Action, History, Order
from bot.errors import (
    Blocked,
    Decided,
    Removed,
    ReviewGone,
)
from bot.reviews import Words
from bot.store import Database, Store, cases, decisions, moderation, reviews, servers
from bot.store.moderation import Filter
from tests.moderating import (
    AUTHOR,
    CAT,
    ELSEWHERE,
    MODERATOR,
    SERVER,
    TEXT,
    decided,
    log_of,
    looked_at,
    other_of,
    reviewed,
    settled,
    shown,
    thing_of,
    told_on,
)
from tests.reviewing import deed, wrote


@pytest.mark.parametrize("action", ["hide", "remove"])
async def test_what_is_taken_away_is_gone_on_that_server_alone(started: Store, action: Action):
    review = await reviewed(started)
    await decided(started, action, review)
    assert await shown(started, review) == {ELSEWHERE, None}


@pytest.mark.parametrize("action", ["hide", "remove"])
async def test_what_a_server_keeps_is_gone_for_all_when_it_takes_it_away(
    started: Store, action: Action
):
    review = await reviewed(started, kept=SERVER)
    await decided(started, action, review)
    assert await shown(started, review) == set()


async def test_what_operators_take_away_is_gone_everywhere(started: Store):
    review = await reviewed(started)
    await decided(started, "remove", review, 0)
    assert await shown(started, review) == set()
    assert (await looked_at(started, review)).everywhere == "removed"
    with pytest.raises(Decided):  # nothing of this server's to restore
        await decided(started, "restore", review)
    await decided(started, "restore", review, 0, operator=True)
    assert await shown(started, review) == {SERVER, ELSEWHERE, None}


async def test_a_hidden_review_comes_back_and_a_removed_one_does_not(started: Store):
    review = await reviewed(started)
    await decided(started, "hide", review)
    await decided(started, "restore", review)
    assert await shown(started, review) == {SERVER, ELSEWHERE, None}
    await decided(started, "remove", review)
    with pytest.raises(Removed):
        await decided(started, "restore", review)
    assert await shown(started, review) == {ELSEWHERE, None}
    await decided(started, "restore", review, operator=True)
    assert SERVER in await shown(started, review)


async def test_a_blocked_author_can_not_publish_here_and_is_not_shown_here(started: Store):
    review = await reviewed(started)
    await decided(started, "block", review)
    assert await shown(started, review) == {ELSEWHERE, None}
    other = await other_of(started)
    words = Words("More", TEXT)
    with pytest.raises(Blocked) as caught:
        await started.write(reviews.publish, deed(AUTHOR, SERVER), other, words, 0)
    assert caught.value.server == SERVER
    with pytest.raises(Blocked):
        await started.write(reviews.revise, deed(AUTHOR, SERVER), review, words)
    second = await wrote(started, AUTHOR, other, words)
    assert await shown(started, second) == {ELSEWHERE, None}
    await decided(started, "unblock", review)
    assert await shown(started, second) == {SERVER, ELSEWHERE, None}


async def test_who_operators_block_can_publish_nowhere(started: Store):
    review = await reviewed(started)
    await decided(started, "block", review, 0)
    assert await shown(started, review) == set()
    for server in (SERVER, None):
        with pytest.raises(Blocked) as caught:
            await started.write(reviews.revise, deed(AUTHOR, server), review, Words("More", TEXT))
        assert caught.value.server == 0


async def test_a_warning_changes_nothing_but_the_log_and_closes_no_report(started: Store):
    review = await reviewed(started)
    await told_on(started, CAT, review)
    await decided(started, "warn", review)
    assert await shown(started, review) == {SERVER, ELSEWHERE, None}
    assert len((await looked_at(started, review)).reports) == 1
    assert await log_of(started) == ["warn"]


@pytest.mark.parametrize("action", ["hide", "remove", "dismiss"])
async def test_a_decision_closes_the_reports_of_its_server(started: Store, action: Action):
    review = await reviewed(started)
    await told_on(started, CAT, review)
    await told_on(started, CAT + 1, review, ELSEWHERE)
    await decided(started, action, review)
    case = await looked_at(started, review)
    assert (case.reports, case.decided) == ((), 1)
    assert len((await looked_at(started, review, ELSEWHERE)).reports) == 1
    assert (await started.read(cases.waiting, SERVER, 0, 10))[0] == ()


async def test_what_operators_decide_closes_the_reports_of_every_server(started: Store):
    review = await reviewed(started)
    await told_on(started, CAT, review)
    await told_on(started, CAT + 1, review, ELSEWHERE)
    await decided(started, "remove", review, 0)
    for server in (SERVER, ELSEWHERE):
        assert (await looked_at(started, review, server)).reports == ()


@pytest.mark.parametrize("action", ["dismiss", "restore"])
async def test_what_reports_have_hidden_comes_back_by_a_decision(started: Store, action: Action):
    review = await reviewed(started)
    for member in range(CAT, CAT + 5):
        await settled(started, member)
        await told_on(started, member, review)
    assert SERVER not in await shown(started, review)
    await decided(started, action, review)
    assert SERVER in await shown(started, review)
    assert await log_of(started) == [action, "reports"]


async def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(started: Store):
    review = await reviewed(started)
    await told_on(started, CAT, review)
    seen = (await looked_at(started, review)).seen
    given = await asyncio.gather(
        decided(started, "dismiss", review, seen=seen),
        decided(started, "hide", review, seen=seen),
        return_exceptions=True,
    )
    (late,) = (one for one in given if isinstance(one, Decided))
    assert (late.action, late.actor) == ("dismiss", MODERATOR)
    assert await log_of(started) == ["dismiss"]
    assert SERVER in await shown(started, review)
    await decided(started, "hide", review)  # after they have looked again


@pytest.mark.parametrize("action", ["restore", "unblock", "dismiss"])
async def test_nothing_to_decide_is_told_and_not_logged(started: Store, action: Action):
    review = await reviewed(started)
    with pytest.raises(Decided) as caught:
        await decided(started, action, review)
    assert caught.value.action == ""
    assert await log_of(started) == []


@pytest.mark.parametrize("action", ["hide", "remove", "block"])
async def test_what_is_done_is_not_done_again(started: Store, action: Action):
    review = await reviewed(started)
    await decided(started, action, review)
    with pytest.raises(Decided) as caught:
        await decided(started, action, review)
    assert caught.value.action == action
    assert await log_of(started) == [action]


async def test_the_same_interaction_decides_once(started: Store):
    review, at = await reviewed(started), deed(MODERATOR, SERVER)
    order = Order(review, SERVER, "warn", "why", 0)
    first = await started.write(decisions.decide, at, order)
    again = await started.write(decisions.decide, at, order)
    assert first.entry == again.entry
    assert first.notice
    assert again.notice is None
    assert await log_of(started) == ["warn"]


@pytest.mark.parametrize("action", ["hide", "restore", "remove", "warn", "block", "dismiss"])
async def test_nobody_decides_about_what_another_server_keeps(started: Store, action: Action):
    review = await reviewed(started, kept=ELSEWHERE)
    with pytest.raises(ReviewGone):
        await decided(started, action, review, seen=0)
    with pytest.raises(ReviewGone):
        await looked_at(started, review)
    assert (await looked_at(started, review, 0)).review.id == review


async def test_what_its_author_has_deleted_can_not_be_hidden_but_they_can_be_warned(
    started: Store,
):
    review = await reviewed(started)
    await told_on(started, CAT, review)
    await started.write(reviews.delete, deed(AUTHOR), review)
    assert (await looked_at(started, review)).deleted
    for action in ("hide", "remove"):
        with pytest.raises(ReviewGone):
            await decided(started, action, review)
    await decided(started, "warn", review)
    await decided(started, "dismiss", review)


async def test_a_review_that_nobody_wrote_can_not_be_decided_about(started: Store):
    with pytest.raises(ReviewGone):
        await decided(started, "hide", 10**17, seen=0)


async def test_the_log_is_filtered_by_review_and_by_member_and_can_not_be_changed(started: Store):
    first, second = await reviewed(started), await reviewed(started, AUTHOR + 1)
    await decided(started, "warn", first)
    await decided(started, "hide", second)
    await decided(started, "hide", first, ELSEWHERE)
    assert await log_of(started) == ["hide", "warn"]
    assert await log_of(started, filtered=Filter(review=first)) == ["warn"]
    assert await log_of(started, filtered=Filter(member=AUTHOR + 1)) == ["hide"]
    assert await log_of(started, filtered=Filter(first, AUTHOR + 1)) == []
    for sql in ("DELETE FROM moderation", "UPDATE moderation SET reason = ''"):

        def change(db: Database, sql: str = sql) -> None:
            db.execute(sql)

        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            await started.write(change)


async def test_the_log_is_read_page_by_page_the_newest_first(started: Store):
    review = await reviewed(started)
    for _ in range(5):
        await decided(started, "warn", review)
    pages = [await started.read(moderation.page, SERVER, Filter(), at, 2) for at in range(4)]
    assert [[one.id for one in page[0]] for page in pages] == [[5, 4], [3, 2], [1], [1]]
    assert [page[1:] for page in pages] == [(0, 3), (1, 3), (2, 3), (2, 3)]


async def test_a_case_has_the_author_s_history_here(started: Store):
    review = await reviewed(started)
    await told_on(started, CAT, review, ELSEWHERE)
    await wrote(started, AUTHOR, await other_of(started), Words("Kept", TEXT), ELSEWHERE)
    for action in ("warn", "warn", "remove", "block"):
        await decided(started, action, review)
    await decided(started, "warn", review, ELSEWHERE)
    assert (await looked_at(started, review)).history == History(1, 1, 2, 1)
    assert (await looked_at(started, review, ELSEWHERE)).history == History(2, 0, 1, 0)


async def test_rules_that_change_are_logged_and_those_that_stay_are_not(started: Store):
    changed = {"links": False, "kept": False, "words": ("darn",)}
    rules = await started.write(decisions.set_rules, deed(MODERATOR, SERVER), changed)
    assert (rules.links, rules.kept, rules.words) == (False, False, ("darn",))
    assert await started.read(servers.rules, SERVER) == rules
    entries, _, _ = await started.read(moderation.page, SERVER, Filter(), 0, 10)
    assert [(one.subject, one.reason) for one in entries] == [
        ("words", '["darn"]'),
        ("links", "false"),
    ]


async def test_the_same_interaction_changes_a_rule_once(started: Store):
    at = deed(MODERATOR, SERVER)
    await started.write(decisions.set_rules, at, {"kept": True})
    await started.write(decisions.set_rules, deed(MODERATOR, SERVER), {"kept": False})
    assert not (await started.write(decisions.set_rules, at, {"kept": True})).kept
    assert await log_of(started) == ["set", "set"]


async def test_reports_alone_are_logged_as_nobody_s_decision(started: Store):
    review = await reviewed(started)
    for member in range(CAT, CAT + 5):
        await settled(started, member)
        await told_on(started, member, review)
    (entry,), _, _ = await started.read(moderation.page, SERVER, Filter(), 0, 10)
    assert (entry.actor, entry.action, entry.member) == (BOT, "reports", AUTHOR)
    assert (await looked_at(started, review)).last is None
    await decided(started, "hide", review, seen=0)


async def test_a_server_that_was_left_is_known_until_the_bot_is_back(started: Store):
    def away(db: Database) -> str | None:
        sql = "SELECT left_at FROM server WHERE id = :server"
        at: str | None = db.execute(sql, {"server": SERVER}).fetchone()[0]
        return at

    await started.write(decisions.set_rules, deed(MODERATOR, SERVER), {"kept": True})
    await started.write(servers.left, SERVER, "2026-11-27T12:00:00+00:00")
    await started.write(servers.left, SERVER, "2026-11-28T12:00:00+00:00")
    assert await started.read(away) == "2026-11-27T12:00:00+00:00"
    await started.write(servers.joined, SERVER)
    assert await started.read(away) is None
    await started.write(servers.left, 12345, "2026-11-27T12:00:00+00:00")  # never seen: no row


async def test_cards_of_all_an_author_s_reviews_change_when_they_are_blocked(started: Store):
    review = await reviewed(started)
    other = await wrote(started, AUTHOR, await other_of(started), Words("Two", TEXT))

    def post(db: Database) -> None:
        sql = "INSERT INTO posted (message, channel, review, posted_at) VALUES (?, 1, ?, '')"
        db.executemany(sql, [(11, review), (12, other), (13, other)])

    await started.write(post)
    assert (await decided(started, "hide", review)).touched == (review,)
    assert (await decided(started, "block", review)).touched == (other, review)


async def test_a_review_that_was_erased_waits_for_nobody_and_is_not_decided_about(started: Store):
    review = await reviewed(started)
    await decided(started, "hide", review)
    await started.write(decisions.appeal, deed(AUTHOR), review, SERVER, "Please look again.")

    def erase(db: Database) -> None:
        db.execute("UPDATE review SET state = 'deleted', revision = NULL WHERE id = ?", (review,))

    await started.write(erase)
    assert await started.read(cases.waiting, SERVER, 0, 10) == ((), 0, 1)
    with pytest.raises(ReviewGone):
        await decided(started, "restore", review, seen=99)
    with pytest.raises(ReviewGone):
        await looked_at(started, review)


@pytest.mark.parametrize("action", ["hide", "remove"])
async def test_what_was_taken_away_stays_away_when_it_is_deleted_and_written_anew(
    started: Store, action: Action
):
    for again in range(2):
        review = await reviewed(started)
        if not again:
            await decided(started, action, review)
        assert await shown(started, review) == {ELSEWHERE, None}
        await started.write(reviews.delete, deed(AUTHOR), review)
    review = await reviewed(started)
    assert await shown(started, review) == {ELSEWHERE, None}
    assert await log_of(started) == ["again", "again", action]
    last = (await started.read(moderation.notices, AUTHOR))[-1]
    assert (last.entry.action, last.entry.reason, last.entry.review) == (
        "again", f"because {action}", review,
    )  # fmt: skip
    assert last.appealable
    await started.write(decisions.appeal, deed(AUTHOR), review, SERVER, "It is another one.")
    await decided(started, "restore", review)
    assert SERVER in await shown(started, review)


async def test_what_was_restored_before_it_was_deleted_is_shown_when_it_is_written_anew(
    started: Store,
):
    review = await reviewed(started)
    await decided(started, "hide", review)
    await started.write(reviews.delete, deed(AUTHOR), review)
    await decided(started, "restore", review)
    assert SERVER in await shown(started, await reviewed(started))
    assert await log_of(started) == ["restore", "hide"]


async def test_what_is_hidden_of_one_thing_says_nothing_of_another(started: Store):
    review = await reviewed(started)
    await decided(started, "hide", review)
    await started.write(reviews.delete, deed(AUTHOR), review)
    other = await wrote(started, AUTHOR, await other_of(started), Words("Two", TEXT))
    assert SERVER in await shown(started, other)


async def test_the_thing_of_a_case_may_be_gone(started: Store):
    review, thing = await reviewed(started), await thing_of(started)

    def forget(db: Database) -> None:
        db.execute("DELETE FROM episode WHERE id = ?", (thing,))

    async with started.writing() as line:
        await line.run(forget)
    assert (await looked_at(started, review)).head is None
    await decided(started, "hide", review)
