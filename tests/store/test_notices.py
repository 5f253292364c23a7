"""What authors hear of decisions, and what they say against them."""

import pytest

from bot.errors import (
    AlreadyAppealed,
    NeverHere,
    ReviewGone,
)
from bot.store import Database, Store, cases, decisions, moderation, retention, reviews
from tests.moderating import (
    AUTHOR,
    CAT,
    ELSEWHERE,
    SERVER,
    anonymised,
    decided,
    looked_at,
    reviewed,
    settled,
    shown,
    told_on,
)
from tests.reviewing import deed


async def test_a_removed_review_comes_back_when_its_author_s_appeal_is_heard(started: Store):
    review = await reviewed(started)
    await decided(started, "remove", review)
    await started.write(decisions.appeal, deed(AUTHOR), review, SERVER, "It is not spam.")
    assert (await looked_at(started, review)).appeal
    await decided(started, "restore", review)
    assert SERVER in await shown(started, review)
    assert (await looked_at(started, review)).appeal is None


async def test_an_author_is_told_once_why(started: Store):
    review = await reviewed(started)
    outcome = await decided(started, "hide", review)
    (told,) = await started.read(moderation.notices, AUTHOR)
    assert (told.id, told.member, told.headline) == (outcome.notice, AUTHOR, "Good")
    assert (told.entry.action, told.entry.reason) == ("hide", "because hide")
    assert told.appealable
    assert outcome.notice
    assert await started.read(moderation.notice, outcome.notice) == told
    await started.write(moderation.told, [outcome.notice], "2026-11-27T12:00:00+00:00")
    assert await started.read(moderation.notices, AUTHOR) == ()
    assert await started.read(moderation.notice, outcome.notice) is None


async def test_of_reports_that_were_dismissed_the_author_hears_nothing(started: Store):
    review = await reviewed(started)
    await told_on(started, CAT, review)
    assert (await decided(started, "dismiss", review)).notice is None
    assert await started.read(moderation.notices, AUTHOR) == ()


async def test_an_author_appeals_once_and_hears_what_came_of_it(started: Store):
    review = await reviewed(started)
    await decided(started, "hide", review)
    at = deed(AUTHOR)
    for _ in range(2):
        await started.write(decisions.appeal, at, review, SERVER, "Please look again.")
    (one,), _, _ = await started.read(cases.waiting, SERVER, 0, 10)
    assert (one.review, one.appealed, one.reports) == (review, True, 0)
    with pytest.raises(AlreadyAppealed):
        await started.write(decisions.appeal, deed(AUTHOR), review, SERVER, "And again.")
    assert (await decided(started, "dismiss", review)).notice
    last = (await started.read(moderation.notices, AUTHOR))[-1]
    assert (last.entry.action, last.appealable) == ("dismiss", False)
    with pytest.raises(AlreadyAppealed):
        await started.write(decisions.appeal, deed(AUTHOR), review, SERVER, "And again.")


async def test_nobody_appeals_for_words_that_nobody_can_look_at_any_more(started: Store):
    review = await reviewed(started)
    await decided(started, "hide", review)
    await started.write(reviews.delete, deed(AUTHOR), review)
    await started.write(retention.deleted, "2999-01-01")
    with pytest.raises(ReviewGone):
        await started.write(decisions.appeal, deed(AUTHOR), review, SERVER, "Why?")


async def test_only_the_author_appeals_and_only_against_what_was_decided(started: Store):
    review = await reviewed(started)
    with pytest.raises(ReviewGone):
        await started.write(decisions.appeal, deed(AUTHOR), review, SERVER, "Why?")
    await decided(started, "hide", review)
    for member, server in ((CAT, SERVER), (AUTHOR, ELSEWHERE), (AUTHOR, 0)):
        with pytest.raises(ReviewGone):
            await started.write(decisions.appeal, deed(member), review, server, "Why?")


async def test_of_a_review_whose_author_is_anonymous_nobody_is_told(started: Store):
    review = await reviewed(started)
    await anonymised(started, review)
    assert (await decided(started, "hide", review)).notice is None
    assert await shown(started, review) == {ELSEWHERE, None}


async def test_when_reports_hide_what_somebody_anonymous_wrote_nobody_is_told(started: Store):
    review = await reviewed(started)
    await anonymised(started, review)
    for member in range(CAT, CAT + 5):
        await settled(started, member)
        filed = await told_on(started, member, review)
    assert (filed.hidden, filed.notice) == (True, None)


async def test_a_notice_goes_with_the_entry_of_the_log_that_it_is_about(started: Store):
    review = await reviewed(started)
    await decided(started, "hide", review)

    def retire(db: Database) -> None:
        db.execute("DROP TRIGGER moderation_keeps_rows")
        db.execute("DELETE FROM moderation")

    await started.write(retire)
    assert await started.read(moderation.notices, AUTHOR) == ()


async def test_an_author_hears_nothing_of_a_server_that_their_review_has_never_been_in(
    started: Store,
):
    review = await reviewed(started)
    await decided(started, "hide", review, ELSEWHERE)
    assert await shown(started, review) == {SERVER, None}
    assert await started.read(moderation.notices, AUTHOR) == ()
    with pytest.raises(NeverHere):
        await decided(started, "warn", review, ELSEWHERE)
    await decided(started, "restore", review, ELSEWHERE)
    await told_on(started, CAT, review, ELSEWHERE)
    await decided(started, "warn", review, ELSEWHERE)
    assert len(await started.read(moderation.notices, AUTHOR)) == 1
