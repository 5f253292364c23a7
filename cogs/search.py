"""/search: words in all that is told of anything."""

from discord import app_commands
from discord.ext import commands

from bot import finding
from bot.app import App, app_of
from bot.render import finds
from bot.ui import Choices, Interaction, Pressable, promptly, send, suggesting, turn

Words = app_commands.Range[str, 1, 80]


class Search(commands.Cog):
    """Looks for words."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(words='Words of a title, plot, character or person; "in a row"')
    async def search(self, interaction: Interaction, words: Words) -> None:
        """Find series and episodes by words: in titles, outlines, plots, characters and people."""
        found = await promptly(interaction, finding.search(self.bot.store, words, 0, finds.SIZE))
        await send(interaction, finds.page(found))

    @search.autocomplete("words")
    @suggesting
    async def suggest(self, interaction: Interaction, current: str) -> Choices:
        """Suggest how the last word may go on."""
        del interaction
        found = await self.bot.store.read(finding.completed, current)
        return [app_commands.Choice(name=one, value=one) for one in found]


class FindsPage(
    Pressable, template=r"search:(?P<page>\d{1,6}):[a-z]{1,10}:(?P<words>(?s:.{1,80}))"
):
    """A page of what has the words."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        store, page = app_of(interaction).store, int(self.match["page"])
        work = finding.search(store, self.match["words"], page, finds.SIZE)
        await turn(interaction, finds.page(await promptly(interaction, work)))


async def setup(bot: App) -> None:
    """Add the command and what can be pressed."""
    bot.add_pressables(FindsPage)
    await bot.add_cog(Search(bot))
