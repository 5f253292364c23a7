"""Words of a review in a moderators' channel and a direct message, over real sockets: they go."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot import loading
from bot.app import App
from bot.cases import Order, Quote
from bot.notified import post_case, tell
from bot.reviews import Words
from bot.store import Store, decisions, erasing, quoted
from tests.reviewing import deed, wrote
from tests.store.test_drafts import any_episode

from .clients import running
from .loopback import Loopback
from .people import ANN, BEN, GUILD
from .test_reviews import text_of

BODY = "The captain sees it coming and nobody in the cabin does. I had to look away, and did not."

NUMBER = 'POST /users/@me/channels: recipient_id: value is not of type "string"'
"""What discord.py does, and Discord takes: it sends ids of people as numbers there."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[Store]:
    async with Store.opened(tmp_path) as opened:
        await loading.ensure_starter(opened)
        yield opened


def online(store: Store) -> App:
    app = App(store, operators=frozenset({ANN.id}), always_sync=True)
    app.posted.every = 0
    return app


async def quotes(server: Loopback, store: Store, app: App) -> int:
    """Tell moderators of a review of Ann's, and her of a decision about it; gives the review."""
    thing = await store.read(any_episode)
    review = await wrote(store, ANN.id, thing, Words("Xyzzy", BODY, 8))
    await post_case(app, store, GUILD.channel_id, Quote(review, GUILD.id, "case"))
    order = Order(review, 0, "warn", "It spoils the end", 0, operator=True)
    outcome = await store.write(decisions.decide, deed(BEN.id), order)
    await tell(app, store, outcome.notice)
    if server.problems:  # nothing is checked where Discord's schema is not at hand
        server.problems.remove(NUMBER)
    assert len(said(server)) == 2
    assert all("Xyzzy" in one for one in said(server))
    assert BODY in said(server)[0]
    return review


def said(server: Loopback) -> list[str]:
    return [text_of(one) for one in server.messages]


async def erased(store: Store) -> None:
    await store.write(erasing.erase, deed(ANN.id), store.folder, "erased")


async def test_they_go_from_the_channel_and_the_direct_message(server: Loopback, store: Store):
    async with running(online(store), server) as app:
        review = await quotes(server, store, app)
        await erased(store)
        app.posted.changed(review)
        await app.posted.settled()
        case, notice = said(server)
        assert "its author had it erased" in case
        assert "The review is erased." in notice
        assert not any(words in one for words in ("Xyzzy", BODY) for one in (case, notice))


async def test_they_go_at_the_next_start_of_a_bot_that_ended_before(server: Loopback, store: Store):
    async with running(online(store), server) as app:
        await quotes(server, store, app)
    await erased(store)
    assert all("Xyzzy" in one for one in said(server))
    async with running(online(store), server) as app:
        await app.posted.settled()
        assert not any("Xyzzy" in one for one in said(server))
    assert await store.read(quoted.stale) == []


@pytest.mark.parametrize(("status", "code"), [(403, 50001), (403, 50013), (404, 10003)])
async def test_where_the_bot_may_not_write_any_more_nothing_is_tried_again(
    server: Loopback, store: Store, status: int, code: int
):
    async with running(online(store), server) as app:
        review = await quotes(server, store, app)
        await erased(store)
        path = f"/channels/{GUILD.channel_id}/messages/"
        refusal = server.fail_next("PATCH", path, status=status, code=code, times=9)
        app.posted.changed(review)
        await app.posted.settled()
        assert refusal.met == 1
        assert ["Xyzzy" in one for one in said(server)] == [True, False]
        assert await store.read(quoted.stale) == []
