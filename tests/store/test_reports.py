"""Reports: once a member, not of one's own; enough of established members hide a review."""

from datetime import datetime, timedelta

import pytest

from bot.cases import Filed, established
from bot.errors import AlreadyReported, OwnReview, ReviewGone, TooMany
from bot.reviews import Deed
from bot.store import Store, cases, decisions, reports, reviews
from tests.moderating import (
    AUTHOR,
    ELSEWHERE,
    SERVER,
    decided,
    looked_at,
    reviewed,
    settled,
    thing_of,
    told_on,
)
from tests.reviewing import LONG_AGO, NOW, deed
from tests.store.voting import rows

CAT = LONG_AGO + 10
JUST_MADE = ((int(NOW.timestamp() * 1000) - 1_420_070_400_000) << 22) + 1


async def hidden(store: Store, review: int, server: int | None = SERVER) -> bool:
    try:
        await store.read(reviews.read, review, server)
    except ReviewGone:
        return True
    return False


async def test_a_report_waits_for_the_moderators_of_where_it_was_made(started: Store):
    review = await reviewed(started)
    assert await told_on(started, CAT, review, words="It tells the end") == Filed(first=True)
    (report,) = (await looked_at(started, review)).reports
    assert report[:3] == (CAT, "spoiler", "It tells the end")
    assert (await looked_at(started, review, ELSEWHERE)).reports == ()
    (one,), _, _ = await started.read(cases.waiting, SERVER, 0, 10)
    assert (one.review, one.reports, one.hidden, one.appealed) == (review, 1, False, False)
    assert await started.read(cases.waiting, ELSEWHERE, 0, 10) == ((), 0, 1)


async def test_reports_of_direct_messages_are_the_operators(started: Store):
    review = await reviewed(started)
    await told_on(started, CAT, review, None)
    assert len((await looked_at(started, review, 0)).reports) == 1
    assert (await looked_at(started, review)).reports == ()


async def test_one_reports_a_review_once_and_not_ones_own(started: Store):
    review = await reviewed(started)
    await told_on(started, CAT, review)
    with pytest.raises(AlreadyReported):
        await told_on(started, CAT, review)
    with pytest.raises(AlreadyReported):
        await told_on(started, CAT, review, ELSEWHERE)
    with pytest.raises(OwnReview):
        await told_on(started, AUTHOR, review)
    assert len((await looked_at(started, review)).reports) == 1


async def test_the_same_interaction_reports_once(started: Store):
    review, at = await reviewed(started), deed(CAT, SERVER)
    first = await started.write(reports.report, at, review, "spam", "")
    again = await started.write(reports.report, at, review, "spam", "")
    assert (first.first, again) == (True, Filed())
    assert len((await looked_at(started, review)).reports) == 1


async def test_what_can_not_be_read_here_can_not_be_reported_here(started: Store):
    kept = await reviewed(started, kept=ELSEWHERE)
    for server in (SERVER, None):
        with pytest.raises(ReviewGone):
            await told_on(started, CAT, kept, server)
    review = await reviewed(started, AUTHOR + 1)
    await decided(started, "hide", review)
    with pytest.raises(ReviewGone):
        await told_on(started, CAT, review)
    await told_on(started, CAT, review, ELSEWHERE)


async def test_reports_of_a_day_are_limited(started: Store):
    every = [await reviewed(started, AUTHOR + number) for number in range(3)]
    await told_on(started, CAT, every[0])
    await told_on(started, CAT, every[1])
    with pytest.raises(TooMany) as caught:
        await told_on(started, CAT, every[2])
    assert (caught.value.kind, caught.value.limit) == ("report", 2)
    ((first,),) = await rows(started, "SELECT min(reported_at) FROM report")
    assert caught.value.again == datetime.fromisoformat(first) + timedelta(days=1)
    assert (await looked_at(started, every[2])).reports == ()


async def test_reports_of_established_members_hide_it_in_their_server(started: Store):
    review, people = await reviewed(started), [CAT + number for number in range(5)]
    for member in people:
        await settled(started, member)
    before = [await told_on(started, member, review) for member in people[:4]]
    assert [one.hidden for one in before] == [False] * 4
    assert [one.first for one in before] == [True, False, False, False]
    assert not await hidden(started, review)
    last = await told_on(started, people[4], review)
    assert last.hidden
    assert last.notice
    assert await hidden(started, review)
    assert not await hidden(started, review, ELSEWHERE)
    assert not await hidden(started, review, None)
    assert (await looked_at(started, review)).hiding == "reports"
    assert await started.read(reviews.count, await thing_of(started), SERVER) == 0


async def test_a_ring_of_newcomers_hides_nothing(started: Store):
    review = await reviewed(started)
    for number in range(20):
        await told_on(started, CAT + number, review)
    assert not await hidden(started, review)
    assert len((await looked_at(started, review)).reports) == 20


async def test_reports_elsewhere_and_from_direct_messages_do_not_count_here(started: Store):
    review = await reviewed(started)
    for number in range(12):
        await settled(started, CAT + number)
        await told_on(started, CAT + number, review, (SERVER, ELSEWHERE, None)[number % 3])
    assert not await hidden(started, review)


@pytest.mark.parametrize(("least", "reported"), [(3, 3), (0, 10)])
async def test_a_server_says_how_many_reports_hide(started: Store, least: int, reported: int):
    review = await reviewed(started)
    changed = {"hide_after": least}
    await started.write(decisions.set_rules, deed(CAT, SERVER), changed)
    for number in range(reported):
        await settled(started, CAT + number)
        await told_on(started, CAT + number, review)
        assert await hidden(started, review) == (number + 1 == least)


async def test_after_a_decision_it_takes_as_many_reports_again(started: Store):
    review = await reviewed(started)
    for number in range(9):
        await settled(started, CAT + number)
    for number in range(5):
        await told_on(started, CAT + number, review)
    await decided(started, "restore", review)
    for number in range(5, 9):
        await told_on(started, CAT + number, review)
    assert not await hidden(started, review)


def test_who_counts_is_known_and_has_an_old_account_and_came_to_the_server_long_ago():
    now = NOW.isoformat()
    days = {number: (NOW - timedelta(days=number)).isoformat() for number in (6, 7, 8)}
    old = Deed(LONG_AGO, 1, now)
    assert established(old, days[7])
    assert not established(old, days[6])
    assert established(old, (NOW - timedelta(days=8)).replace(tzinfo=None).isoformat())
    assert established(old._replace(joined=days[8]), days[8])
    assert not established(old._replace(joined=days[6]), days[8])
    assert not established(old._replace(member=JUST_MADE), days[8])
