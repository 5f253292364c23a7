"""What is said twice over the wire happens once: retries after a 5xx, replays, two presses."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot import loading
from bot.render.drafts import HEAD
from bot.render.drafts import TEXT as TEXT_FIELD
from bot.reviews import Words
from bot.store import Store
from tests.moderating import decided
from tests.reviewing import wrote

from .exchange import Reply
from .loopback import Loopback
from .people import BEN, GUILD, User
from .program import Program, online

AUTHOR = 80_351_110_224_678_912
TEXT = (
    "They lost their way in the dark, and nobody told them so until it was too late for them all."
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give the folder of the databases."""
    return tmp_path / "data"


@pytest.fixture
async def review(data: Path) -> int:
    """Give a review that somebody wrote before the program was started."""
    async with Store.opened(data) as store:
        await loading.load_starter(store)
        sql = "SELECT min(id) FROM episode"
        thing = await store.read(lambda db: db.execute(sql).fetchone()[0])
        return await wrote(store, AUTHOR, thing, Words("Lost in the dark", TEXT, 8))


@pytest.fixture
async def program(server: Loopback, data: Path, review: int) -> AsyncGenerator[Program]:
    async with online(data, server) as running:
        yield running
        await running.stopped()
        assert "Traceback" not in running.said


def votes(data: Path) -> list[tuple[int, ...]]:
    """Give what stands of votes in the file itself: rows, and what the review says of them."""
    with closing(sqlite3.connect(data / "community.db")) as db:
        sql = "SELECT (SELECT count(*) FROM vote), votes, helpful FROM review"
        return db.execute(sql).fetchall()


def card(server: Loopback, review: int) -> dict[str, Any]:
    """Leave a card of the review, as it was posted at any time."""
    names = ("helpful", "unhelpful", "unvote")
    buttons = [
        {"type": 2, "style": 2, "label": name, "custom_id": f"review:{name}:{review}"}
        for name in names
    ]
    components = [{"type": 17, "components": [{"type": 1, "components": buttons}]}]
    return server.post(components=components, flags=1 << 15)


async def test_a_vote_whose_answer_fails_once_is_counted_once(
    server: Loopback, program: Program, data: Path, review: int
):
    server.fail_next("POST", "/callback", status=502)
    answer = await server.press(card(server, review), f"review:helpful:{review}", user=BEN)
    assert "1 of 1 person found this review helpful" in answer.text
    assert votes(data) == [(1, 1, 1)]


async def test_a_vote_whose_answer_arrived_though_it_failed_is_counted_once(
    server: Loopback, program: Program, data: Path, review: int
):
    server.fail_next("POST", "/callback", status=500, accepted=True)
    await server.press(card(server, review), f"review:helpful:{review}", user=BEN)
    await program.says("was over before it was answered")
    assert votes(data) == [(1, 1, 1)]


async def test_two_presses_at_once_are_one_vote(
    server: Loopback, program: Program, data: Path, review: int
):
    shown = card(server, review)
    presses = (server.press(shown, f"review:helpful:{review}", user=BEN) for _ in range(5))
    answers = await asyncio.gather(*presses)
    assert all(answer.ephemeral for answer in answers)
    assert votes(data) == [(1, 1, 1)]


async def test_an_event_that_comes_again_after_a_resume_votes_once(
    server: Loopback, program: Program, data: Path, review: int
):
    shown = card(server, review)
    answer = await server.press(shown, f"review:helpful:{review}", user=BEN)
    await server.press(shown, f"review:unvote:{review}", user=BEN)
    assert votes(data) == [(0, 0, 0)]
    await server.gateway.dispatch("INTERACTION_CREATE", answer.exchange.payload, GUILD.id)
    await program.says("was over before it was answered")
    assert votes(data) == [(0, 0, 0)]


async def test_a_vote_stands_after_the_program_was_killed(
    server: Loopback, program: Program, data: Path, review: int
):
    await server.press(card(server, review), f"review:unhelpful:{review}", user=BEN)
    program.process.kill()
    await program.ends()
    assert votes(data) == [(1, 1, 0)]


def standing(data: Path, table: str) -> int:
    """Count the rows of a table in the file itself."""
    with closing(sqlite3.connect(data / "community.db")) as db:
        sql = f"SELECT count(*) FROM {table}"  # noqa: S608 - a name of our own
        return int(db.execute(sql).fetchone()[0])


def cards_of(server: Loopback, review: int) -> int:
    """Count the messages that show a review."""
    return sum(f"review:helpful:{review}" in str(one) for one in server.messages)


async def filled_in(server: Loopback) -> Reply:
    """Let ben fill in the form."""
    opened = await server.slash("review write", query="mayday 9x05", user=BEN)
    return await server.submit(opened, {HEAD: "Act of War?", TEXT_FIELD: TEXT}, user=BEN)


async def test_a_form_that_comes_again_is_one_draft(server: Loopback, program: Program, data: Path):
    preview = await filled_in(server)
    assert "Act of War?" in preview.text
    await server.gateway.dispatch("INTERACTION_CREATE", preview.exchange.payload, GUILD.id)
    await program.says("was over before it was answered")
    assert standing(data, "draft") == 1


async def test_publish_whose_answer_failed_and_that_is_pressed_again_publishes_once(
    server: Loopback, program: Program, data: Path
):
    preview = await filled_in(server)
    publish = next(one for one in preview.custom_ids if one.startswith("draft:publish:"))
    server.fail_next("POST", "/callback", status=500, accepted=True)
    presses = [server.press(preview, publish, user=BEN) for _ in range(3)]
    await asyncio.gather(*presses)
    assert (standing(data, "review"), standing(data, "draft")) == (2, 0)
    await program.stopped()  # who is being answered gets the whole answer first
    assert cards_of(server, 2) == 1


async def test_a_notice_is_shown_once_however_many_commands_are_used_at_once(
    server: Loopback, data: Path, review: int
):
    async with Store.opened(data) as store:
        await decided(store, "warn", review, 0, operator=True)
    author = User(AUTHOR, "author")
    async with online(data, server) as running:
        asked = (server.slash("review drafts", user=author) for _ in range(5))
        answers = await asyncio.gather(*asked)
        shown = [asyncio.create_task(one.followup()) for one in answers]
        await asyncio.wait(shown, return_when=asyncio.FIRST_COMPLETED)
        last = await server.slash("review drafts", user=author)
        await running.stopped()
    for one in shown:
        one.cancel()
    assert sum(len(one.followups) for one in (*answers, last)) == 1
