"""/trending: what members look up and review this week."""

from datetime import UTC, datetime
from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot.app import App, app_of
from bot.render import trends as cards
from bot.render.parts import Container
from bot.store import Store, trends
from bot.ui import Interaction, Pressable, promptly, send, turn

Where = Literal["here", "everywhere"]


class Trending(commands.Cog):
    """Tells what is looked up."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(where="On this server, or everywhere")
    async def trending(self, interaction: Interaction, where: Where = "here") -> None:
        """Show what members look up and review this week."""
        work = self.newest(where, interaction.guild_id)
        await send(interaction, await promptly(interaction, work))

    async def newest(self, where: str, server: int | None) -> Container:
        """Show this week with what was looked up a moment ago."""
        await self.bot.lookups.write()
        return await week(self.bot.store, where, server)


async def week(store: Store, where: str, server: int | None, page: int = 0) -> Container:
    """Show one page of this week; of a server only where somebody asks on it."""
    here = server if where == "here" else None
    today = datetime.now(UTC).date()
    found = await store.read(trends.week, here, today, size=cards.SIZE, page=page)
    note = cards.ONLY_ON_SERVERS if where == "here" and here is None else ""
    return cards.page(found, note)


class TrendsPage(
    Pressable, template=r"trending:(?P<where>here|everywhere):(?P<page>\d{1,6}):[a-z]{1,10}"
):
    """A page of what is looked up; "here" is where it is pressed."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        store, page = app_of(interaction).store, int(self.match["page"])
        work = week(store, self.match["where"], interaction.guild_id, page)
        await turn(interaction, await promptly(interaction, work))


async def setup(bot: App) -> None:
    """Add the command and what can be pressed."""
    bot.add_pressables(TrendsPage)
    await bot.add_cog(Trending(bot))
