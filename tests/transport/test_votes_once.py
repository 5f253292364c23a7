"""A vote over real sockets happens once, however often it is pressed, sent or answered."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot import loading
from bot.reviews import Words
from bot.store import Store, reviews
from tests.reviewing import wrote

from .exchange import Reply
from .loopback import Loopback
from .people import ANN, BEN, MOD
from .program import online


@pytest.fixture
async def review(tmp_path: Path) -> int:
    async with Store.opened(tmp_path / "data") as store:
        await loading.load_starter(store)
        thing = await store.read(lambda db: db.execute("SELECT max(id) FROM episode").fetchone())
        return await wrote(store, 5, thing[0], Words("A headline", "A body. " * 10))


@pytest.fixture
async def card(server: Loopback, tmp_path: Path, review: int) -> AsyncGenerator[Reply]:
    """Give a card with a review's button: one of a page, with another custom id."""
    async with online(tmp_path / "data", server) as program:
        shown = await server.slash("episode", query="mayday 9x05")
        (button,) = (one for one in parts(shown) if "cast" in str(one.get("custom_id")))
        button["custom_id"] = f"review:helpful:{review}"
        yield shown
        assert await program.stopped() == 0
        assert "Traceback" not in program.said
    async with Store.opened(tmp_path / "data") as store:
        assert (await store.read(reviews.read, review, None)).votes == 2
        assert await store.read(lambda db: db.execute("SELECT count(*) FROM vote").fetchone()) == (
            2,
        )


def parts(shown: Reply) -> list[dict[str, object]]:
    card = shown.message["components"][0]["components"]
    return [one for row in card for one in row.get("components", ())]


async def test_a_double_click_is_one_vote(server: Loopback, card: Reply, review: int):
    custom_id = f"review:helpful:{review}"
    given = await asyncio.gather(
        *(server.press(card, custom_id, user=user) for user in (BEN, BEN, MOD, BEN, MOD))
    )
    texts = sorted(one.text for one in given)
    assert all(one.ephemeral for one in given)
    assert sum("You have said so before" in one for one in texts) == 3
    assert sum("2 of 2 people" in one for one in texts) >= 1


async def test_a_vote_whose_answer_has_to_be_sent_again_is_one_vote(
    server: Loopback, card: Reply, review: int
):
    custom_id = f"review:helpful:{review}"
    server.fail_next("POST", "/callback", status=500)
    assert "1 of 1 person" in (await server.press(card, custom_id, user=BEN)).text
    assert "2 of 2 people" in (await server.press(card, custom_id, user=ANN)).text
