"""Bursts that moderators find honest: the votes weigh what they are worth, and who says so."""

import pytest

from bot.cases import HONEST, Alarm, Lift
from bot.errors import Decided, Gone, NotAllowed, OwnReview
from bot.reviews import FULL, Words, helpfulness
from bot.store import Store, alarms, cases, lifting, moderation
from bot.store.moderation import Filter
from bot.store.weighing import RULES, Rules
from tests.reviewing import LONG_AGO, deed, wrote
from tests.store.voting import (
    AUTHOR,
    OTHER,
    SERVER,
    at,
    ballot,
    born_at,
    cast,
    more_reviews,
    rows,
    weights,
)

DAN, EVE = LONG_AGO + 900, LONG_AGO + 901
BURST = Rules(burst=3)
FANS = range(LONG_AGO, LONG_AGO + 3)
VOTES = "SELECT member, worth, weight FROM vote"
WORTH = f"{VOTES} ORDER BY cast_at, member"


@pytest.fixture
async def thing(started: Store) -> int:
    return await started.read(lambda db: db.execute("SELECT max(id) FROM episode").fetchone()[0])


@pytest.fixture
async def review(started: Store, thing: int) -> int:
    """Give a review that was written on the server."""
    words = Words("A headline", "A body. " * 10)
    review = await wrote(started, AUTHOR, thing, words)
    sql = "UPDATE review SET server = :server WHERE id = :review"
    await started.write(lambda db: db.execute(sql, {"server": SERVER, "review": review}))
    return review


@pytest.fixture
async def damped(started: Store, review: int) -> int:
    """Give the alarm of fans who voted together on the server."""
    await cast(started, [ballot(one, review, at()) for one in FANS], BURST)
    assert await weights(started) == [(RULES.damped, None)] * 3
    ((alarm,),) = await rows(started, "SELECT id FROM alarm")
    return int(alarm)


async def lifted(
    store: Store, alarm: int, server: int = SERVER, member: int = DAN, *, operator: bool = False
) -> None:
    """Let somebody who moderates a server find an alarm's votes honest."""
    told = Lift(alarm, server, "We watched it together", operator)
    await store.write(lifting.lift, deed(member, server or None), told, BURST)


async def seen(store: Store, alarm: int, server: int = SERVER) -> Alarm:
    found = await store.read(alarms.one, alarm, server)
    assert found
    return found


async def test_the_votes_of_an_honest_burst_weigh_what_they_are_worth(
    started: Store, review: int, damped: int
):
    assert (await seen(started, damped)).damped == 3
    await lifted(started, damped)
    assert await weights(started) == [(FULL, None)] * 3
    sums = "SELECT helpful, votes, weighed_helpful, weighed, rank FROM review"
    assert await rows(started, sums) == [
        (3, 3, 3 * FULL, 3 * FULL, pytest.approx(helpfulness(3, 3)))
    ]
    alarm = await seen(started, damped)
    assert alarm.damped == 0
    assert alarm.lifted
    assert (alarm.lifted.actor, alarm.lifted.reason) == (DAN, "We watched it together")


async def test_the_log_says_who_found_them_honest_and_why(started: Store, review: int, damped: int):
    await lifted(started, damped)
    ((entry,), _, _) = await started.read(moderation.page, SERVER, Filter(review), 0, 10)
    assert (entry.actor, entry.action, entry.reason) == (
        DAN, HONEST, "We watched it together",
    )  # fmt: skip
    assert entry.member == AUTHOR
    assert (await started.read(cases.case, review, SERVER)).last is None
    assert await started.read(moderation.notices, AUTHOR) == ()


async def test_all_other_rules_go_on(started: Store, review: int):
    busy, new, early = LONG_AGO, born_at(days=-5), LONG_AGO + 1
    for turn, one in enumerate(await more_reviews(started, 4)):
        await cast(started, [ballot(busy, one, at(days=-5, hours=turn))], BURST)
    await cast(started, [ballot(one, review, at()) for one in (busy, early, new)], BURST)
    ((alarm,),) = await rows(started, "SELECT id FROM alarm WHERE kind = 'burst'")
    await lifted(started, alarm)
    on_it = f"{VOTES} WHERE review = {review} ORDER BY member"
    assert await rows(started, on_it) == [(busy, 600, 600), (early, FULL, FULL), (new, FULL, 0)]
    await cast(started, [ballot(DAN, review, at(days=3))], BURST)
    assert (await rows(started, on_it))[-1] == (new, FULL, FULL)


async def test_votes_on_the_author_of_more_than_thirty_days_ago_make_it_worth_no_less(
    started: Store, review: int
):
    busy, watched = LONG_AGO, BURST._replace(strange_days=60)
    for turn, one in enumerate(await more_reviews(started, 6)):
        await cast(started, [ballot(busy, one, at(days=-31 if turn < 3 else -29))], watched)
    await cast(started, [ballot(one, review, at()) for one in FANS], watched)
    ((alarm,),) = await rows(started, "SELECT id FROM alarm WHERE kind = 'burst'")
    await lifted(started, alarm)
    on_it = f"{VOTES} WHERE review = {review} ORDER BY member"
    assert (await rows(started, on_it))[0] == (busy, 750, 750)


async def test_votes_on_the_same_author_in_one_second_are_each_counted_once(
    started: Store, review: int
):
    every = [review, *await more_reviews(started, 4)]
    await cast(started, [ballot(LONG_AGO, one, at()) for one in every], BURST)
    before = await rows(started, f"{VOTES} ORDER BY review")
    await cast(started, [ballot(one, review, at(seconds=1)) for one in (EVE, DAN)], BURST)
    ((alarm,),) = await rows(started, "SELECT id FROM alarm WHERE kind = 'burst'")
    await lifted(started, alarm, member=LONG_AGO + 5)
    mine = f"{VOTES} WHERE member = {LONG_AGO} ORDER BY review"
    assert await rows(started, mine) == before


async def test_once_is_enough(started: Store, review: int, damped: int):
    told, by = Lift(damped, SERVER, "We watched it together"), deed(DAN, SERVER)
    for _ in range(2):
        await started.write(lifting.lift, by, told, BURST)
    with pytest.raises(Decided) as late:
        await lifted(started, damped, member=EVE)
    assert (late.value.review, late.value.actor) == (review, DAN)
    entries, _, _ = await started.read(moderation.page, SERVER, Filter(), 0, 10)
    assert len(entries) == 1
    assert await weights(started) == [(FULL, None)] * 3


async def test_moderators_of_another_server_lift_nothing_and_operators_what_they_see(
    started: Store, review: int
):
    fans = [ballot(one, review, at(), server=OTHER) for one in FANS]
    await cast(started, [*fans, ballot(EVE, review, at(), server=None)], BURST)
    ((alarm,),) = await rows(started, "SELECT id FROM alarm")
    with pytest.raises(NotAllowed):
        await lifted(started, alarm, OTHER)
    with pytest.raises(Decided):
        await lifted(started, alarm, SERVER)
    with pytest.raises(Gone):
        await lifted(started, alarm, 12345)
    assert {weight for weight, _ in await weights(started)} == {RULES.damped}
    await lifted(started, alarm, OTHER, operator=True)
    assert [row[2] for row in await rows(started, WORTH)] == [FULL] * 3 + [RULES.damped]
    await lifted(started, alarm, 0, operator=True)
    assert [row[2] for row in await rows(started, WORTH)] == [FULL] * 4
    assert (await seen(started, alarm)).damped == 0


async def test_moderators_vouch_for_nobody_whom_they_are_not_shown(started: Store, review: int):
    places = (SERVER, SERVER, OTHER, None)
    await cast(started, [
        ballot(LONG_AGO + turn, review, at(), server=server) for turn, server in enumerate(places)
    ], BURST)  # fmt: skip
    ((alarm,),) = await rows(started, "SELECT id FROM alarm")
    await lifted(started, alarm)
    assert [row[2] for row in await rows(started, WORTH)] == [FULL] * 2 + [RULES.damped] * 2
    assert (await seen(started, alarm)).damped == 0
    assert (await seen(started, alarm, 0)).damped == 2


async def test_of_a_review_that_was_written_nowhere_only_operators_decide(
    started: Store, thing: int
):
    review = await wrote(started, AUTHOR, thing, Words("A headline", "A body. " * 10))
    await cast(started, [ballot(one, review, at()) for one in FANS], BURST)
    ((alarm,),) = await rows(started, "SELECT id FROM alarm")
    with pytest.raises(NotAllowed):
        await lifted(started, alarm)
    with pytest.raises(NotAllowed):
        await lifted(started, alarm, 0)
    await lifted(started, alarm, operator=True)
    assert await weights(started) == [(FULL, None)] * 3


async def test_nobody_lifts_what_is_on_their_own_review(started: Store, damped: int):
    for server, operator in ((SERVER, False), (0, True)):
        with pytest.raises(OwnReview):
            await lifted(started, damped, server, AUTHOR, operator=operator)
    assert await weights(started) == [(RULES.damped, None)] * 3


async def test_who_follows_a_lifted_burst_is_a_burst_of_their_own(
    started: Store, review: int, damped: int
):
    await lifted(started, damped)
    ring = range(LONG_AGO + 100, LONG_AGO + 103)
    await cast(started, [ballot(one, review, at(minutes=1)) for one in ring[:2]], BURST)
    assert [row[2] for row in await rows(started, WORTH)] == [FULL] * 5
    await cast(started, [ballot(ring[2], review, at(minutes=2))], BURST)
    assert [row[2] for row in await rows(started, WORTH)] == [FULL] * 3 + [RULES.damped] * 3
    (new, old), _ = await started.read(alarms.newest, SERVER, 0)
    assert (new.voters, new.damped, new.lifted) == (3, 3, None)
    assert (old.id, old.voters, old.ended_at) == (damped, 3, at())
    await lifted(started, new.id)
    assert [row[2] for row in await rows(started, WORTH)] == [FULL] * 6


async def test_who_voted_anew_in_a_later_burst_is_not_lifted_with_the_first(
    started: Store, review: int, damped: int
):
    await cast(started, [ballot(FANS[0], review, at(hours=1), helpful=None)], BURST)
    again = [FANS[0], LONG_AGO + 100, LONG_AGO + 101]
    await cast(started, [ballot(one, review, at(hours=2)) for one in again], BURST)
    await lifted(started, damped)
    assert [row[2] for row in await rows(started, WORTH)] == [FULL] * 2 + [RULES.damped] * 3


async def test_what_was_taken_back_comes_not_again(started: Store, review: int, damped: int):
    await cast(started, [ballot(one, review, at(), helpful=None) for one in FANS], BURST)
    with pytest.raises(Decided) as nothing:
        await lifted(started, damped)
    assert nothing.value.action == ""
    assert await rows(started, "SELECT votes, weighed, rank FROM review") == [(0, 0, 0)]


async def test_many_votes_on_one_author_are_no_burst_that_could_be_lifted(started: Store):
    every = await more_reviews(started, 10)
    await cast(started, [ballot(LONG_AGO, one, at(hours=n)) for n, one in enumerate(every)])
    ((alarm,),) = await rows(started, "SELECT id FROM alarm")
    with pytest.raises(Decided):
        await lifted(started, alarm, 0, operator=True)
