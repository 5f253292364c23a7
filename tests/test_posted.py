"""Cards are edited in the background: gathered, one after the other, and given up when gone."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import discord
import pytest

from bot.cases import Quote
from bot.posted import TRIES, Cards
from bot.render.parts import Container
from bot.store import Store, erasing, posted, quoted
from bot.store.posted import Place
from tests.reviewing import NOW, deed, voted, wrote
from tests.store.fixtures import empty, started, starter
from tests.store.test_drafts import ANN, GOOD, HERE, any_episode

__all__ = ["empty", "started", "starter"]


class Discord:
    """Takes edits of messages, at once or when it is let, or refuses them."""

    def __init__(self, error: Exception | None = None) -> None:
        self.edited: list[int] = []
        self.open = asyncio.Event()
        self.open.set()
        self.error = error

    async def edit(
        self, place: Place, card: Container, files: Sequence[discord.File] | None
    ) -> None:
        assert card.children
        assert files is None or files == []
        self.edited.append(place.message)
        await self.open.wait()
        if self.error:
            raise self.error


async def shown(store: Store, messages: int = 1) -> int:
    """Post a review, and let a vote make its cards wrong."""
    review = await wrote(store, ANN, await store.read(any_episode), GOOD)
    for message in range(1, messages + 1):
        await store.write(posted.keep, review, Place(message, 5, HERE), NOW.isoformat())
    return review


def refusal(kind: type[discord.HTTPException], status: int, code: int) -> discord.HTTPException:
    response: Any = type("Response", (), {"status": status, "reason": ""})()
    return kind(response, {"code": code, "message": ""})


async def test_what_changes_while_a_card_is_edited_is_gathered_into_one_more_edit(started: Store):
    discord_ = Discord()
    cards, review = Cards(started, discord_.edit, every=0), await shown(started)
    discord_.open.clear()
    cards.changed(review)
    while not discord_.edited:  # noqa: ASYNC110 - it has no event for it
        await asyncio.sleep(0)
    for member in range(100, 130):
        await voted(started, member, review, helpful=True)
        cards.changed(review)
    discord_.open.set()
    await cards.settled()
    assert discord_.edited == [1, 1]
    assert await started.read(posted.of, review) == []


async def test_nothing_is_edited_that_is_right(started: Store):
    discord_ = Discord()
    cards, review = Cards(started, discord_.edit, every=0), await shown(started)
    for _ in range(3):
        cards.changed(review)
        await cards.settled()
    cards.changed(999)
    await cards.settled()
    assert discord_.edited == [1]


async def test_the_next_edit_waits_until_some_seconds_are_over(started: Store):
    discord_ = Discord()
    cards, review = Cards(started, discord_.edit, every=60), await shown(started)
    cards.changed(review)
    while await started.read(posted.of, review):  # noqa: ASYNC110 - as above
        await asyncio.sleep(0)
    await voted(started, 100, review, helpful=True)
    cards.changed(review)
    for _ in range(50):
        await asyncio.sleep(0)
    assert discord_.edited == [1]
    await cards.close()
    assert discord_.edited == [1, 1]


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        (discord.NotFound, 404, 10008),
        (discord.NotFound, 404, 10003),
        (discord.Forbidden, 403, 50001),
        (discord.Forbidden, 403, 50013),
    ],
)
async def test_a_card_that_is_gone_is_forgotten_and_the_others_are_mended(
    started: Store, kind: type[discord.HTTPException], status: int, code: int
):
    discord_ = Discord(refusal(kind, status, code))
    cards, review = Cards(started, discord_.edit, every=0), await shown(started, 2)
    cards.changed(review)
    await cards.settled()
    assert discord_.edited == [1, 2]
    assert not await started.read(posted.is_any, review)


async def test_a_card_that_discord_fails_to_edit_is_tried_again_and_found_at_the_next_start(
    started: Store, caplog: pytest.LogCaptureFixture
):
    discord_ = Discord(refusal(discord.DiscordServerError, 503, 0))
    cards, review = Cards(started, discord_.edit, every=0), await shown(started)
    with caplog.at_level(logging.WARNING):
        cards.changed(review)
        await cards.settled()
    assert "can't be mended now" in caplog.text
    assert discord_.edited == [1] * TRIES
    discord_.error = None
    cards.begin()
    await cards.settled()
    assert discord_.edited == [1] * (TRIES + 1)
    assert await started.read(posted.stale) == []


async def quoted_twice(store: Store) -> int:
    """Show a review on a card, and quote it to moderators and its author; then let it go."""
    review = await wrote(store, ANN, await store.read(any_episode), GOOD)
    await store.write(posted.keep, review, Place(1, 5, HERE, None, "1:0:0"), NOW.isoformat())
    for quote in (Quote(review, HERE, "case").at(2, 6), Quote(review, HERE, "notice").at(3, 7)):
        await store.write(quoted.keep, quote, NOW.isoformat())
    await store.write(erasing.erase, deed(ANN), store.folder, "erased")
    return review


async def test_what_quotes_a_review_is_mended_with_its_cards_and_gathered_as_these_are(
    started: Store,
):
    discord_ = Discord()
    cards, review = Cards(started, discord_.edit, every=0), await quoted_twice(started)
    for _ in range(20):
        cards.changed(review)
    await cards.settled()
    assert discord_.edited == [1, 2, 3]
    cards.look()
    await cards.settled()
    assert discord_.edited == [1, 2, 3]
    assert await started.read(quoted.stale) == []


async def test_a_quote_that_discord_fails_to_edit_is_found_when_it_is_looked_for(
    started: Store, caplog: pytest.LogCaptureFixture
):
    discord_ = Discord(refusal(discord.DiscordServerError, 503, 0))
    cards, review = Cards(started, discord_.edit, every=0), await quoted_twice(started)
    with caplog.at_level(logging.WARNING):
        cards.changed(review)
        await cards.settled()
    assert discord_.edited == [1, 2, 3] * TRIES
    discord_.error = None
    cards.look()
    await cards.settled()
    assert discord_.edited == [1, 2, 3] * (TRIES + 1)
    assert await started.read(quoted.stale) == []


@pytest.mark.parametrize(("status", "code"), [(404, 10008), (404, 10003), (403, 50007)])
async def test_a_quote_that_is_gone_is_forgotten(started: Store, status: int, code: int):
    kind = discord.NotFound if status == 404 else discord.Forbidden
    discord_ = Discord(refusal(kind, status, code))
    cards, review = Cards(started, discord_.edit, every=0), await quoted_twice(started)
    cards.changed(review)
    await cards.settled()
    assert discord_.edited == [1, 2, 3]
    assert await started.read(quoted.stale) == []


async def test_nothing_is_looked_for_when_it_is_over_or_can_not_be_written(started: Store):
    discord_ = Discord()
    cards, _ = Cards(started, discord_.edit, every=0), await quoted_twice(started)
    await cards.close()
    cards.look()
    async with Store.opened(started.folder, writable=False) as reading:
        Cards(reading, discord_.edit, every=0).look()
    await cards.settled()
    assert discord_.edited == []
