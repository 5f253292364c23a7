"""Nobody decides in favour of their own review, but operators."""

import pytest

from bot.cases import FAVOURING, Action
from bot.errors import OwnCase
from bot.store import Store
from tests.moderating import CAT, MODERATOR, decided, log_of, reviewed, told_on


@pytest.mark.parametrize("action", sorted(FAVOURING))
async def test_nobody_but_an_operator_decides_in_favour_of_their_own_review(
    started: Store, action: Action
):
    review = await reviewed(started, MODERATOR)
    await told_on(started, CAT, review)
    if action != "dismiss":
        await decided(started, "hide" if action == "restore" else "block", review)
    before = await log_of(started)
    with pytest.raises(OwnCase):
        await decided(started, action, review)
    assert await log_of(started) == before
    await decided(started, action, review, operator=True)
    assert await log_of(started) == [action, *before]
