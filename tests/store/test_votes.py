"""Votes as they are cast: one a member and review, counted in their order, weighed by rules."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import OwnReview, ReviewGone, TooMany
from bot.reviews import FULL, Deed, Standing, Words, first_made
from bot.store import Database, Store, asked, deeds, reviews, votes
from bot.store.weighing import RULES, bounds, counts_from, is_new, worth
from bot.store.writes import Failed
from tests.reviewing import LONG_AGO, NOW, deed, voted, wrote
from tests.store.voting import (
    AUTHOR,
    KNOWN,
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

Row = dict[str, Any]
OTHERS = AUTHOR + 1
"""Whose review has no vote yet of who has voted a lot on the author's."""


@pytest.fixture
async def thing(started: Store) -> int:
    return await started.read(lambda db: db.execute("SELECT max(id) FROM episode").fetchone()[0])


@pytest.fixture
async def review(started: Store, thing: int) -> int:
    return await wrote(started, AUTHOR, thing, Words("A headline", "A body. " * 10))


async def test_votes_are_told_in_their_order_however_many_are_cast_at_once(
    started: Store, review: int
):
    given = await cast(started, [
        ballot(1, review, at()),
        ballot(2, review, at(), helpful=False),
        ballot(1, review, at()),
        ballot(1, review, at(), helpful=False),
        ballot(2, review, at(), helpful=None),
        ballot(AUTHOR, review, at()),
        ballot(3, review + 1, at()),
        ballot(2, review, at()),
    ])  # fmt: skip
    told = [one.error if isinstance(one, Failed) else one for one in given]
    assert told[:5] == [
        Standing(review, 1, 1, own=True, before=None),
        Standing(review, 1, 2, own=False, before=None),
        Standing(review, 1, 2, own=True, before=True),
        Standing(review, 0, 2, own=False, before=True),
        Standing(review, 0, 1, own=None, before=False),
    ]
    assert isinstance(told[5], OwnReview)
    assert isinstance(told[6], ReviewGone)
    assert told[7] == Standing(review, 1, 2, own=True, before=None)


async def test_what_one_interaction_asked_for_happens_once(started: Store, review: int):
    first, back = ballot(1, review, at()), ballot(1, review, at(hours=1), helpful=None)
    assert await cast(started, [first, first]) == [
        Standing(review, 1, 1, own=True, before=None),
        Standing(review, 1, 1, own=True, before=True),
    ]
    await cast(started, [back])
    assert await cast(started, [first]) == [Standing(review, 0, 0, own=None, before=None)]


async def test_a_double_click_sent_again_later_votes_no_more(started: Store, review: int):
    first, second = ballot(1, review, at()), ballot(1, review, at())
    await cast(started, [first, second, ballot(1, review, at(), helpful=None)])
    assert await cast(started, [second]) == [Standing(review, 0, 0, own=None, before=None)]


async def test_two_presses_at_once_are_one_vote(started: Store, review: int):
    given = await asyncio.gather(*(voted(started, 1, review, helpful=True) for _ in range(20)))
    assert {one.votes for one in given} == {1}
    assert [one.before for one in given].count(None) == 1


async def test_who_is_too_new_counts_whole_once_they_are_older(started: Store, review: int):
    young, joined = born_at(days=-5), at(hours=-3)
    await cast(started, [
        ballot(young, review, at()),
        ballot(LONG_AGO, review, at(seconds=1), joined=joined),
        ballot(LONG_AGO + 1, review, at(seconds=2), server=None, joined=None),
    ])  # fmt: skip
    assert await weights(started) == [
        (0, at(days=2)),
        (0, at(hours=21)),
        (FULL, None),
    ]
    ranks = [await rows(started, "SELECT rank, votes, weighed FROM review")]
    for later, ripe in ((20, 0), (22, 1), (48, 1), (99, 0)):
        assert await started.write(votes.ripen, at(hours=later)) == ripe
        ranks.append(await rows(started, "SELECT rank, votes, weighed FROM review"))
    assert [one[0][1:] for one in ranks] == [
        (3, 1000), (3, 1000), (3, 2000), (3, 3000), (3, 3000),
    ]  # fmt: skip
    assert [round(one[0][0], 4) for one in ranks[1:4]] == [0.2065, 0.3424, 0.4385]


async def test_any_vote_lets_those_count_that_are_old_enough(started: Store, review: int):
    await cast(started, [ballot(born_at(days=-5), review, at())])
    await cast(started, [ballot(LONG_AGO, review, at(days=3))])
    assert await weights(started) == [(FULL, None), (FULL, None)]


async def test_who_changes_their_mind_loses_no_weight_and_wins_none(started: Store, review: int):
    young = born_at(days=-5)
    await cast(started, [ballot(young, review, at()), ballot(LONG_AGO, review, at())])
    await cast(started, [
        ballot(young, review, at(days=1), helpful=False),
        ballot(LONG_AGO, review, at(days=1), helpful=False),
    ])  # fmt: skip
    assert await weights(started) == [(FULL, None), (0, at(days=2))]


@pytest.mark.parametrize(
    ("others", "weight"), [(0, 1000), (2, 1000), (3, 750), (4, 600), (5, 500), (59, 50)]
)
def test_one_more_vote_on_an_author_is_worth_less(others: int, weight: int):
    assert worth(others, RULES) == weight


async def test_a_vote_is_for_the_words_that_stood_when_it_was_cast_or_changed(
    started: Store, review: int
):
    await cast(started, [ballot(1, review, at()), ballot(2, review, at())])
    await started.write(reviews.revise, deed(AUTHOR), review, Words("Another", "Body. " * 20))
    await cast(started, [ballot(1, review, at(hours=1), helpful=False)])
    given = await rows(started, "SELECT revision FROM vote ORDER BY member")
    shown = await rows(started, "SELECT min(id), max(id) FROM review_revision")
    assert [(given[1][0], given[0][0])] == shown


async def test_votes_of_one_second_are_among_those_of_a_day(started: Store, review: int):
    given = await cast(started, [
        ballot(1, review, at(), helpful=turn % 2 == 0) for turn in range(21)
    ])  # fmt: skip
    assert [isinstance(one, Failed) for one in given] == [False] * 20 + [True]


@pytest.mark.parametrize(("days", "limit"), [(0, 20), (2, 50), (10, 100), (40, 200)])
async def test_how_often_one_may_vote_in_a_day_grows_with_the_days_here(
    started: Store, review: int, days: int, limit: int
):
    if days:
        await started.write(deeds.see, [1], [SERVER], at(days=-days))
    given = await cast(started, [
        ballot(1, review, at(minutes=turn), helpful=turn % 2 == 0) for turn in range(limit + 2)
    ])  # fmt: skip
    (error,) = (one.error for one in given if isinstance(one, Failed))
    assert isinstance(error, TooMany)
    assert (error.limit, error.again) == (limit, NOW + timedelta(days=1))
    back = ballot(1, review, at(minutes=limit + 3), helpful=None)
    assert await cast(started, [back]) == [Standing(review, 0, 0, own=None, before=False)]
    (again,) = await cast(started, [ballot(1, review, at(days=1, minutes=1))])
    assert isinstance(again, Standing)


async def test_a_vote_that_was_taken_back_is_one_of_the_votes_of_a_day(started: Store, review: int):
    for turn in range(0, 40, 2):
        await cast(started, [ballot(1, review, at(minutes=turn))])
        await cast(started, [ballot(1, review, at(minutes=turn + 1), helpful=None)])
    given = await cast(started, [ballot(1, review, at(hours=1)), ballot(2, review, at(hours=1))])
    assert [type(one) for one in given] == [Failed, Standing]
    error = given[0].error if isinstance(given[0], Failed) else None
    assert isinstance(error, TooMany)
    assert error.again == NOW + timedelta(days=1)
    (again,) = await cast(started, [ballot(1, review, at(days=1, minutes=1))])
    assert isinstance(again, Standing)


async def test_votes_on_several_reviews_are_among_those_of_a_day(started: Store, review: int):
    every = [review, *await more_reviews(started, 20)]
    given = await cast(started, [ballot(1, one, at()) for one in every[:12]])
    given += await cast(started, [ballot(1, one, at(hours=1)) for one in every[12:]])
    assert [isinstance(one, Failed) for one in given] == [False] * 20 + [True]
    error = given[-1].error if isinstance(given[-1], Failed) else None
    assert isinstance(error, TooMany)
    assert error.again == NOW + timedelta(days=1)


async def test_votes_of_days_before_are_none_of_the_votes_of_a_day(started: Store, review: int):
    for one in await more_reviews(started, 20):
        await cast(started, [ballot(1, one, at(days=-2))])
    given = await cast(started, [
        ballot(1, review, at(), helpful=turn % 2 == 0) for turn in range(51)
    ])  # fmt: skip
    assert [isinstance(one, Failed) for one in given] == [False] * 50 + [True]


@pytest.mark.parametrize(("later", "looked_at"), [({"days": -2}, 0), ({"hours": -23}, 1)])
async def test_who_has_voted_a_lot_is_looked_at_closely_for_a_day(
    started: Store, review: int, later: dict[str, float], looked_at: int
):
    await started.write(deeds.see, [1], [SERVER], at(days=-40))
    for one in await more_reviews(started, 20):
        await cast(started, [ballot(1, one, at(**later))])

    def odd(db: Database) -> int:
        new = {"review": review, "author": OTHERS, "interaction": 1, "helpful": 1, "server": SERVER}
        asked.ask(db, [{"member": 1} | new])
        return len(list(asked.odd(db, bounds(at(), RULES), free=20, most=1)))

    assert await started.write(odd) == looked_at


async def test_the_same_said_again_is_none_of_the_votes_of_a_day(started: Store, review: int):
    given = await cast(started, [ballot(1, review, at(minutes=turn)) for turn in range(100)])
    assert all(isinstance(one, Standing) for one in given)


async def test_voters_of_other_servers_are_a_number(started: Store, review: int):
    servers = [SERVER] * 3 + [OTHER] * 2 + [None]
    await cast(started, [
        ballot(LONG_AGO + turn, review, at(minutes=turn), helpful=turn != 1, server=server)
        for turn, server in enumerate(servers)
    ])  # fmt: skip
    found = await started.read(votes.voters, review, SERVER, 0)
    assert [(one.member - LONG_AGO, one.helpful) for one in found.rows] == [
        (2, True), (1, False), (0, True),
    ]  # fmt: skip
    assert [one.cast_at for one in found.rows] == [at(minutes=2), at(minutes=1), at()]
    assert (found.here, found.elsewhere, found.pages) == (3, 3, 1)
    assert (await started.read(votes.voters, review, None, 0)).here == 1


async def test_voters_are_told_page_by_page_and_the_last_for_any_after_it(
    started: Store, review: int
):
    await cast(started, [ballot(LONG_AGO + turn, review, at(minutes=turn)) for turn in range(31)])
    pages = [await started.read(votes.voters, review, SERVER, page) for page in (0, 1, 2, 999_999)]
    assert [len(one.rows) for one in pages] == [15, 15, 1, 1]
    assert [one.page for one in pages] == [0, 1, 2, 2]
    assert len({row.member for one in pages for row in one.rows}) == 31


def test_new_is_who_is_new_to_discord_or_to_the_bot():
    now = bounds(at(), RULES)
    assert is_new(born_at(days=-29), KNOWN, now)
    assert not is_new(born_at(days=-31), KNOWN, now)
    assert is_new(LONG_AGO, at(days=-6), now)
    assert is_new(LONG_AGO, None, now)
    assert not is_new(LONG_AGO, at(days=-8), now)


def test_a_vote_counts_once_account_and_membership_are_old_enough():
    now = bounds(at(), RULES)

    def when(member: int, joined: str | None) -> str | None:
        return counts_from(Deed(member, 1, at(), SERVER, joined), now, RULES)

    assert when(LONG_AGO, None) is None
    assert when(LONG_AGO, KNOWN) is None
    assert when(LONG_AGO, at(hours=-1)) == at(hours=23)
    assert when(born_at(days=-1), None) == at(days=6)
    assert when(born_at(days=-6.5), at(hours=-1)) == at(hours=23)


def test_the_least_id_of_a_moment_is_that_of_the_moment():
    moment = datetime(2016, 4, 30, 11, 18, 25, 796000, tzinfo=UTC)
    assert first_made(moment) == 175928847299117063 >> 22 << 22
