"""A review over real sockets: the form, the picture, the card, and its edits by the bot's token."""

from collections.abc import AsyncGenerator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot import loading
from bot.app import App
from bot.store import Store, drafts, posted
from tests.transport.components import walk

from .clients import running
from .exchange import Reply
from .loopback import Loopback
from .messages import EPHEMERAL
from .people import ANN, BEN

BODY = "The captain sees it coming and nobody in the cabin does. I had to look away, and did not."


@pytest.fixture
async def app(server: Loopback, tmp_path: Path) -> AsyncGenerator[App]:
    """Give a bot that is online."""
    async with Store.opened(tmp_path) as opened:
        await loading.ensure_starter(opened)
        app = App(opened, always_sync=True)
        app.posted.every = 0
        async with running(app, server):
            yield app
    assert server.problems == []


def text_of(message: dict[str, Any]) -> str:
    return "\n".join(part["content"] for part in walk(message["components"]) if "content" in part)


def id_of(message: dict[str, Any], start: str) -> str:
    """Give the one custom id of a message that begins so."""
    ids = [part.get("custom_id") or "" for part in walk(message["components"])]
    (found,) = (one for one in ids if one.startswith(start))
    return str(found)


async def card_after(told: Reply) -> dict[str, Any]:
    """Wait for the card that follows an answer."""
    await told.exchange.until(lambda: bool(told.followups), 5, "a card")
    (card,) = told.followups
    return card


def photo() -> bytes:
    file = BytesIO()
    Image.effect_noise((300, 200), 90).save(file, "PNG")
    return file.getvalue()


async def test_a_review_with_a_picture_is_written_published_and_kept_right(
    server: Loopback, app: App
):
    form = await server.slash("review write", query="mayday 9x05")
    preview = await server.submit(
        form, {"rating": ["8"], "headline": "Hard", "body": BODY, "picture": [("a.png", photo())]}
    )
    assert preview.ephemeral
    assert "8/10" in text_of(preview.message)
    told = await server.press(preview, id_of(preview.message, "draft:publish"))
    card = await card_after(told)
    assert "### Hard" in text_of(card)
    assert [one["filename"] for one in card["attachments"]] == ["review-1.jpg"]
    await server.press(card, id_of(card, "review:helpful"), user=BEN)
    await app.posted.settled()
    (now,) = (one for one in server.messages if one["id"] == card["id"])
    assert "1 of 1 person" in text_of(now)
    assert [one["filename"] for one in now["attachments"]] == ["review-1.jpg"]


async def test_what_discord_answers_with_an_error_happens_once(server: Loopback, app: App):
    form = await server.slash("review write", query="mayday 9x05")
    server.fail_next("POST", r"/interactions/.*/callback", status=502, accepted=True)
    preview = await server.submit(form, {"rating": ["none"], "headline": "Hard", "body": BODY})
    found = await app.store.read(drafts.of, ANN.id)
    assert len(found) == 1
    server.fail_next("POST", r"/interactions/.*/callback", status=502, accepted=True)
    told = await server.press(preview, f"draft:publish:{found[0].id}")
    assert "### Hard" in text_of(await card_after(told))
    assert await app.store.read(drafts.of, ANN.id) == []
    page = await server.slash("episode", query="mayday 9x05")
    labels = [part.get("label") for part in walk(page.components)]
    assert "Reviews 1" in labels


async def test_a_review_that_its_channel_does_not_take_is_published_and_that_is_said(
    server: Loopback, app: App
):
    form = await server.slash("review write", query="mayday 9x05")
    preview = await server.submit(form, {"rating": ["8"], "headline": "Hard", "body": BODY})
    server.fail_next("POST", r"/webhooks/", status=403, code=50013)
    told = await server.press(preview, id_of(preview.message, "draft:publish"))
    private = await card_after(told)
    assert private["flags"] & EPHEMERAL
    assert "Your review is published. Discord did not let me show it" in text_of(private)
    page = await server.slash("review read", query="mayday 9x05", user=BEN)
    assert "### Hard" in text_of(page.message)


async def test_a_card_that_was_deleted_is_given_up(server: Loopback, app: App):
    form = await server.slash("review write", query="mayday 9x05")
    preview = await server.submit(form, {"rating": ["8"], "headline": "Hard", "body": BODY})
    told = await server.press(preview, id_of(preview.message, "draft:publish"))
    card = await card_after(told)
    review = int(id_of(card, "review:helpful").split(":")[2])
    await app.posted.settled()
    server.world.messages.delete(card)
    app.posted.changed(review)
    await app.posted.settled()
    sql = "UPDATE review SET votes = 1"
    await app.store.write(lambda db: db.execute(sql).rowcount)
    app.posted.changed(review)
    await app.posted.settled()
    assert not await app.store.read(posted.is_any, review)
