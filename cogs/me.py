"""/me: what I tell the bot about myself."""

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App
from bot.asking.countries import countries_like, read_country
from bot.errors import NoCountry
from bot.finding import opinions
from bot.page import Viewer
from bot.render import me
from bot.render import opinions as cards
from bot.reviews import now
from bot.running import content_of
from bot.store import members
from bot.ui import Choices, Interaction, deed_of, promptly, send, suggesting, viewer_of

LARGEST = 25_000_000
"""Bytes that a file may have; who rated 100,000 things has a file of 20 million."""
AT_ONCE = 2
"""Files that are read at the same time; who comes later waits for a moment."""


class Me(commands.GroupCog, group_name="me"):
    """Keeps what members tell of themselves, and shows it to them alone."""

    def __init__(self, bot: App) -> None:
        self.bot = bot
        self._turn = asyncio.Semaphore(AT_ONCE)

    @app_commands.command()
    @app_commands.describe(name="Where you watch: Canada, CA ... or “none” to forget it")
    async def country(
        self, interaction: Interaction, name: app_commands.Range[str, 1, 100] | None = None
    ) -> None:
        """Tell me your country: its dates and offers come first."""
        viewer = viewer_of(interaction)
        country = None if name is None else chosen(name, str(interaction.locale))
        work = self.told(viewer) if name is None else self.remember(viewer, country)
        viewer = await promptly(interaction, work, private=True)
        forgot = name is not None and country is None
        await send(interaction, me.country_card(viewer, forgot=forgot), private=True)

    async def told(self, viewer: Viewer) -> Viewer:
        """Give a member with the country that they have told."""
        return await self.bot.store.read(members.known, viewer)

    async def remember(self, viewer: Viewer, country: str | None) -> Viewer:
        """Remember a member's country, or forget it; durable when this has ended."""
        async with self.bot.store.writing() as line:
            await line.run(members.set_country, viewer.member, country, now())
        return await self.told(viewer)

    @app_commands.command(name="import")
    @app_commands.describe(
        file="From /privacy export, IMDb's ratings (CSV), or Trakt's (ratings-episodes.json)"
    )
    async def bring(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Bring your ratings and reviews along; reviews become drafts, what is here stays."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        content = await content_of(file, min(interaction.filesize_limit, LARGEST))
        async with self._turn:
            done = await opinions.bring(
                self.bot.store, deed_of(interaction), content, file.filename
            )
        files = cards.untaken_file(done)
        await send(interaction, cards.brought(done), private=True, files=files)

    @country.autocomplete("name")
    @suggesting
    async def suggest(self, interaction: Interaction, current: str) -> Choices:
        """Suggest countries by their names."""
        return [
            app_commands.Choice(name=me.country_name(code), value=code)
            for code in countries_like(current, str(interaction.locale))
        ]


def chosen(name: str, language: str) -> str | None:
    """Read a country, None for "none"; raises NoCountry."""
    code = read_country(name, language)
    if code is None and name.strip().casefold() not in me.FORGET:
        raise NoCountry(name)
    return code


async def setup(bot: App) -> None:
    """Add the commands."""
    await bot.add_cog(Me(bot))
