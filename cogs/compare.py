"""/compare: two episodes side by side."""

import re

from discord import app_commands, ui
from discord.ext import commands

from bot.app import App, app_of, things_like
from bot.finding import around
from bot.render import compare as cards
from bot.ui import (
    Choices,
    Interaction,
    Pressable,
    picked_thing,
    promptly,
    send,
    suggesting,
    turn,
    viewer_of,
)


class Compare(commands.Cog):
    """Compares episodes."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(
        first="An episode, as in /episode", second="The episode to compare it with"
    )
    async def compare(self, interaction: Interaction, first: str, second: str) -> None:
        """Compare two episodes: dates, ratings, crew, cast in common, where to watch."""
        viewer = viewer_of(interaction)
        work = self.bot.store.read(around.find_pair, first, second, viewer)
        await send(interaction, cards.answer(await promptly(interaction, work)))

    @compare.autocomplete("first")
    @compare.autocomplete("second")
    @suggesting
    async def suggest(self, interaction: Interaction, current: str) -> Choices:
        """Suggest episodes: what was looked at last, then what is typed so far."""
        return await things_like(interaction, current)


class Pick(Pressable, template=r"compare:(?P<side>first|second):(?P<other>\d{1,18})"):
    """One of the two episodes, picked from a select; the other is told, or still a question."""

    async def press(self, interaction: Interaction) -> None:
        """Compare them, or ask for the other one."""
        mine, other = picked_thing(interaction, "episode"), int(self.match["other"])
        second = self.match["side"] == "second"
        others = other or offered(interaction, "first" if second else "second")
        store, viewer = app_of(interaction).store, viewer_of(interaction)
        work = store.read(around.choose_pair, mine, others, viewer, second=second)
        await turn(interaction, cards.answer(await promptly(interaction, work)))


def offered(interaction: Interaction, side: str) -> list[int]:
    """Give the episodes that the select of the other side offers: the message remembers them."""
    message = interaction.message
    items = ui.LayoutView.from_message(message).walk_children() if message else ()
    return [
        int(found["id"])
        for item in items
        if isinstance(item, ui.Select) and item.custom_id.startswith(f"compare:{side}:")
        for one in item.options
        if (found := re.fullmatch(r"episode:(?P<id>\d{1,18})", one.value, re.ASCII))
    ]


async def setup(bot: App) -> None:
    """Add the command and what can be pressed."""
    bot.add_pressables(Pick)
    await bot.add_cog(Compare(bot))
