"""A rating without a text: one a member and thing, the same number on the review."""

import pytest

from bot.errors import Gone
from bot.page import Score, Viewer
from bot.reviews import EVERYWHERE, Words
from bot.store import Store, rates, reviews, servers, tallies
from tests.reviewing import NOW, deed, wrote
from tests.store.test_drafts import ANN, BOB, GOOD, HERE, THERE, any_episode


@pytest.fixture
async def thing(started: Store) -> int:
    """Give an episode."""
    found: int = await started.read(any_episode)
    return found


async def test_the_same_interaction_rates_once(started: Store, thing: int):
    by = deed(ANN)
    await started.write(rates.give, by, thing, 8)
    told = await started.write(rates.give, by, thing, 3)
    assert (told.score.mean, told.score.votes, told.score.own) == (8, 1, 8)


async def test_one_rating_a_member_and_thing_wherever_it_is_given(started: Store, thing: int):
    for server, value in ((HERE, 8), (THERE, 4), (None, 6)):
        told = await started.write(rates.give, deed(ANN, server), thing, value)
        assert (told.score.mean, told.score.votes) == (value, 1)
    assert (await started.write(rates.give, deed(BOB), thing, 10)).score.mean == 8


async def test_what_is_given_where_all_is_kept_counts_there_alone(started: Store, thing: int):
    await started.write(servers.decide, HERE, NOW.isoformat(), {"kept": True})
    told = await started.write(rates.give, deed(ANN, HERE), thing, 8)
    assert told.score.mean == 8
    assert await started.read(tallies.of_all) is None
    assert (await started.write(rates.give, deed(BOB, THERE), thing, 2)).score.votes == 1


async def test_a_review_gets_a_revision_with_the_number(started: Store, thing: int):
    review = await wrote(started, ANN, thing, GOOD, HERE)
    told = await started.write(rates.give, deed(ANN, THERE), thing, 2)
    assert told.review == review
    shown = await started.read(reviews.read, review, HERE)
    assert (shown.rating, shown.body, shown.place, shown.edited_after) == (2, GOOD.body, HERE, 0)
    assert told.score.votes == 0  # it counts where the review may be read
    await started.write(rates.give, deed(ANN), thing, None)
    assert (await started.read(reviews.read, review, HERE)).rating is None
    assert (await started.write(rates.give, deed(BOB, HERE), thing, 7)).score.votes == 1


async def test_the_number_that_it_has_makes_no_revision(started: Store, thing: int):
    review = await wrote(started, ANN, thing, GOOD)
    await started.write(rates.give, deed(ANN), thing, GOOD.rating)
    shown = await started.read(reviews.read, review, EVERYWHERE)
    assert shown.edited_after is None


async def test_nothing_is_rated_that_is_not_there(started: Store):
    with pytest.raises(Gone):
        await started.write(rates.give, deed(ANN), 4_000_000_000, 8)


async def test_a_rating_given_after_a_review_was_deleted_stands_when_that_is_undone(
    started: Store, thing: int
):
    review = await wrote(started, ANN, thing, Words("Held", "It held me to the end.", 8))
    await started.write(reviews.delete, deed(ANN), review)
    await started.write(rates.give, deed(ANN), thing, 3)
    await started.write(reviews.restore, deed(ANN), review)
    shown = await started.read(reviews.read, review, None)
    assert (shown.rating, shown.edited_after) == (3, 0)
    score = await started.read(tallies.score, thing, Viewer(ANN, alone=True))
    assert score == Score(3, 1, 3)
