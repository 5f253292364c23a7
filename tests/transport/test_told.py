"""Who sees what went wrong: nobody but who asked, after an announcement that all saw, too."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import discord
import pytest
from discord import app_commands

from bot import ui
from bot.errors import NotAllowed

from .clients import running
from .exchange import Reply
from .loopback import Loopback
from .people import ANN

Said = discord.Interaction[Any]
SORRY = "Only operators may do that."


@app_commands.command()
async def late(interaction: Said) -> None:
    """Find out late that something is wrong."""
    await ui.promptly(interaction, wrong(interaction))


@app_commands.command()
async def whisper(interaction: Said, *, after: bool) -> None:
    """Follow an announcement with something private, after it was deleted or while it stands."""
    await interaction.response.defer(thinking=True)
    if after:
        await interaction.delete_original_response()
    await interaction.followup.send("psst", ephemeral=True)


async def wrong(interaction: Said) -> None:
    """Fail as soon as an answer is announced."""
    while not interaction.response.is_done():  # noqa: ASYNC110 - nothing tells of it
        await asyncio.sleep(0)
    raise NotAllowed("operators")


async def told(interaction: Said, error: app_commands.AppCommandError) -> None:
    """Tell of an error as the bot does."""
    await ui.report(interaction, error)


class Late(discord.Client):
    """A bot whose every answer comes late."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.none())
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(late)
        self.tree.add_command(whisper)
        self.tree.error(told)

    async def setup_hook(self) -> None:
        await self.tree.sync()


@pytest.fixture
async def bot(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Late]:
    monkeypatch.setattr(ui, "PATIENCE", 0.0)
    async with running(Late(), server) as client:
        yield client


async def asked(server: Loopback) -> Reply:
    """Ask, and look when the announcement is there."""
    return await server.slash("late", user=ANN, finish=False)


async def test_what_follows_an_announcement_is_as_public_as_that_while_it_stands(
    server: Loopback, bot: Late
):
    shown = await server.slash("whisper", after=False)
    assert (shown.content, shown.ephemeral) == ("psst", False)
    gone = await server.slash("whisper", after=True)
    alone = await gone.followup()
    assert (alone["content"], alone["flags"] & discord.MessageFlags.ephemeral.flag) == ("psst", 64)
    assert [one["id"] for one in server.messages] == [shown.message["id"], alone["id"]]


async def test_an_error_takes_the_announcement_away_and_is_private(server: Loopback, bot: Late):
    reply = await asked(server)
    assert reply.deferred
    assert not reply.ephemeral
    told = await reply.followup()
    assert SORRY in str(told["components"])
    assert discord.MessageFlags._from_value(told["flags"]).ephemeral  # noqa: SLF001 - its own reading of them
    assert server.messages == [told]


@pytest.mark.parametrize("status", [403, 404, 502])
async def test_where_the_announcement_stays_it_tells_the_error_and_nothing_else_does(
    server: Loopback, bot: Late, monkeypatch: pytest.MonkeyPatch, status: int
):
    real = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda _seconds: real(0))  # between discord.py's tries
    server.fail_next("DELETE", "/messages/@original", status=status, times=9)
    reply = await (await asked(server)).edited()
    assert SORRY in reply.text
    assert server.messages == [reply.message]
    assert not reply.followups


async def test_a_deletion_that_arrived_though_it_failed_leaves_one_private_answer(
    server: Loopback, bot: Late
):
    server.fail_next("DELETE", "/messages/@original", status=500, accepted=True)
    told = await (await asked(server)).followup()
    assert SORRY in str(told["components"])
    assert server.messages == [told]
