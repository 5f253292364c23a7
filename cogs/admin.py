"""/admin: for operators, in the admin server alone."""

from discord import app_commands
from discord.ext import commands

from bot.app import App
from bot.render import pages
from bot.store import catalogue
from bot.ui import Interaction, send


class Admin(commands.GroupCog, group_name="admin"):
    """Tells operators how the store is."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    async def status(self, interaction: Interaction) -> None:
        """Show what the store has, where it is, and whether it can be written."""
        self.bot.only_operators(interaction)
        store = self.bot.store
        counts = await store.read(catalogue.counts)
        page = pages.status_page(store.folder.name, counts, read_only=store.read_only)
        await send(interaction, page, private=True)


async def setup(bot: App) -> None:
    """Add the commands where operators are, if the settings name the place."""
    if bot.admin_guild:
        await bot.add_cog(Admin(bot), guild=bot.admin_guild)
