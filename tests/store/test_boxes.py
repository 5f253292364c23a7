"""What many ask for at once is weighed as if each had asked alone."""

import pytest

from bot.store import Store, deeds
from tests.store.voting import AUTHOR, KNOWN, at, ballot, cast, more_reviews, rows

MANY, OTHER = 1000, 2000


@pytest.mark.parametrize("presses", [0, 30])
async def test_beside_somebody_who_presses_a_lot_a_tenth_vote_on_an_author_weighs_as_much(
    started: Store, presses: int
):
    await started.write(deeds.see, (MANY, OTHER), (), KNOWN)
    some = await more_reviews(started, 11)
    for day, review in enumerate(some[:9]):
        await cast(started, [ballot(MANY, review, at(days=day - 9))])
    now = at(hours=1)
    others = [ballot(OTHER, some[0], now, helpful=bool(one % 2)) for one in range(presses)]
    await cast(started, [ballot(MANY, some[10], now), *others])
    weight = "SELECT weight FROM vote WHERE member = 1000 ORDER BY cast_at DESC LIMIT 1"
    assert await rows(started, weight) == [(300,)]
    assert await rows(started, "SELECT kind, author FROM alarm") == [("author", AUTHOR)]
