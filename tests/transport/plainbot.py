"""A small discord.py bot that uses each way of answering once, to prove the loopback with."""

from __future__ import annotations

import asyncio
import io
import re
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands

PEOPLE = ("Mary Tyler", "May Bell", "Max Power")


Button = discord.ui.Button[discord.ui.LayoutView]
Row = discord.ui.ActionRow[discord.ui.LayoutView]
Said = discord.Interaction[Any]


class Clap(discord.ui.DynamicItem[Button], template=r"clap:(?P<times>\d+)"):
    """A button that counts its presses in its own custom id."""

    def __init__(self, times: int) -> None:
        self.times = times
        label, custom_id = f"Clap ({times})", f"clap:{times}"
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id))

    @classmethod
    async def from_custom_id(cls, _interaction: Said, _item: Any, match: re.Match[str]) -> Self:
        """Read the count from the custom id."""
        return cls(int(match["times"]))

    async def callback(self, interaction: Said) -> None:
        """Count one more."""
        asker = interaction.message and interaction.message.interaction_metadata
        said = f"{asker.user.name if asker else 'nobody'} asked, {interaction.user.name} clapped"
        await interaction.response.edit_message(view=card(said, self.times + 1))


class Pick(discord.ui.Select[discord.ui.LayoutView]):
    """A select that says what was chosen."""

    def __init__(self) -> None:
        options = [discord.SelectOption(label=name, value=name) for name in PEOPLE]
        super().__init__(custom_id="pick", options=options)

    async def callback(self, interaction: Said) -> None:
        """Say what was chosen, later."""
        await interaction.response.defer()
        await interaction.edit_original_response(view=card(self.values[0], 0))


class Note(discord.ui.Modal, title="A note"):
    """A modal with one text."""

    text: discord.ui.Label[Self] = discord.ui.Label(
        text="Text", component=discord.ui.TextInput(custom_id="text")
    )

    def __init__(self) -> None:
        super().__init__(custom_id="note", timeout=5)

    async def on_submit(self, interaction: Said) -> None:
        """Show the note."""
        field = self.text.component
        assert isinstance(field, discord.ui.TextInput)
        await interaction.response.send_message(f"Noted: {field.value}", ephemeral=True)


def card(text: str, times: int) -> discord.ui.LayoutView:
    """Draw the one card of this bot."""
    view = discord.ui.LayoutView(timeout=None)
    claps, choice = Row(), Row(Pick())
    claps.add_item(Clap(times))
    view.add_item(discord.ui.Container(discord.ui.TextDisplay(text), claps, choice))
    return view


class Telling(app_commands.CommandTree[Any]):
    """A tree that keeps what went wrong, for the test to look at."""

    def __init__(self, client: Any) -> None:
        super().__init__(client)
        self.failures: asyncio.Queue[BaseException] = asyncio.Queue()

    async def on_error(self, _interaction: Said, error: app_commands.AppCommandError) -> None:
        """Keep the failure."""
        self.failures.put_nowait(error.__cause__ or error)


class PlainBot(commands.AutoShardedBot):
    """The bot; slow pauses of the library that are meant for the real gateway are left out."""

    def __init__(self, **options: Any) -> None:
        intents = discord.Intents(guilds=True)
        super().__init__((), intents=intents, guild_ready_timeout=0.05, tree_cls=Telling, **options)
        self.tree.add_command(find)
        self.tree.add_command(later)
        self.tree.add_command(file)
        self.tree.add_command(note)
        self.tree.add_command(count)
        self.tree.add_command(score)
        self.tree.add_command(quote)

    async def next_failure(self) -> BaseException:
        """Wait for the next thing that goes wrong in a command."""
        assert isinstance(self.tree, Telling)
        return await self.tree.failures.get()

    async def setup_hook(self) -> None:
        """Register what must work after a restart, and the commands."""
        self.add_dynamic_items(Clap)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Skip the five seconds between two identifies."""


@app_commands.command()
async def find(interaction: Said, query: str, season: int = 1) -> None:
    """Find somebody."""
    await interaction.response.send_message(view=card(f"{query} in season {season}", 0))


@find.autocomplete("query")
async def _offer(interaction: Said, typed: str) -> list[app_commands.Choice[str]]:
    found = [name for name in PEOPLE if name.lower().startswith(typed.lower())]
    return [app_commands.Choice(name=name, value=name) for name in found]


@app_commands.command()
async def later(interaction: Said, *, private: bool = False) -> None:
    """Answer after a while."""
    await interaction.response.defer(ephemeral=private)
    await interaction.followup.send("first")
    await interaction.followup.send("second", ephemeral=True)
    await interaction.edit_original_response(content="changed")


@app_commands.command()
async def file(interaction: Said, sent: discord.Attachment) -> None:
    """Send a file back."""
    content = await sent.read()
    shown = discord.File(io.BytesIO(content[::-1]), filename=f"back-{sent.filename}")
    await interaction.response.send_message("here", file=shown)


@app_commands.command(name="note")
async def note(interaction: Said) -> None:
    """Open a modal."""
    await interaction.response.send_modal(Note())


@app_commands.command()
async def count(interaction: Said, to: app_commands.Range[int, 1, 9]) -> None:
    """Count in plain text."""
    await interaction.response.send_message(" ".join(map(str, range(1, to + 1))))


score = app_commands.Group(name="score", description="Keep the score.")


@score.command()
async def give(interaction: Said, user: discord.User, points: float) -> None:
    """Give points to somebody."""
    kind = type(user).__name__
    await interaction.response.send_message(f"{kind} {user.name} gets {points:g}")


@app_commands.context_menu()
async def quote(interaction: Said, message: discord.Message) -> None:
    """Say again what a message says."""
    await interaction.response.send_message(message.content, ephemeral=True)
