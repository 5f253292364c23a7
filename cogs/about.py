"""/help and /about."""

import discord
from discord import app_commands
from discord.ext import commands

from bot import __version__
from bot.app import App, app_of
from bot.render import about
from bot.store import catalogue
from bot.ui import Interaction, Pressable, promptly, send, turn


class About(commands.Cog):
    """Tells what the bot can do, what it knows and whom it has it from."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    async def help(self, interaction: Interaction) -> None:
        """Show what I can do, with things to try."""
        await send(interaction, about.help_page(known_to(interaction)), private=True)

    @app_commands.command()
    async def about(self, interaction: Interaction) -> None:
        """Show version, catalogue, sources and their credits, privacy."""
        store = self.bot.store
        counts, sources = await promptly(
            interaction,
            store.read(lambda db: (catalogue.counts(db), catalogue.sources(db))),
            private=True,
        )
        page = about.about_page(__version__, counts, sources, read_only=store.read_only)
        await send(interaction, page, private=True)


def known_to(interaction: Interaction) -> list[tuple[str, str]]:
    """Name the commands that somebody can use here, with what they do."""
    app = app_of(interaction)
    every = [*app.tree.walk_commands(guild=None)]
    if interaction.user.id in app.operators and interaction.guild_id:
        every += app.tree.walk_commands(guild=discord.Object(interaction.guild_id))
    return [
        (command.qualified_name, command.description)
        for command in every
        if isinstance(command, app_commands.Command)
    ]


class HelpPage(Pressable, template=r"help:(?P<page>\d{1,6}):[a-z]{1,10}"):
    """A page of what I can do."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        await turn(interaction, about.help_page(known_to(interaction), int(self.match["page"])))


async def setup(bot: App) -> None:
    """Add the commands and what can be pressed."""
    bot.add_pressables(HelpPage)
    await bot.add_cog(About(bot))
