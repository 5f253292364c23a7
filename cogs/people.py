"""/person and the card that it leads to."""

from discord import app_commands
from discord.ext import commands

from bot.app import App, app_of
from bot.finding import around
from bot.finding.people import people_suggested
from bot.render import people as cards
from bot.store import filmography
from bot.ui import Choices, Interaction, Pressable, picked, promptly, send, suggesting, turn


class People(commands.Cog):
    """Looks up people."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(name="A name, or a question: which episodes have Denis Akiyama")
    async def person(self, interaction: Interaction, name: str) -> None:
        """Show what somebody did: episodes and series, the newest first."""
        work = self.bot.store.read(around.find_person, name)
        who, page, several = await promptly(interaction, work)
        if page is None:
            await send(interaction, cards.choice(who.text, several, near=who.near))
        else:
            note = cards.read_as(who.name) if who.name else ""
            await send(interaction, cards.card(page, note))

    @person.autocomplete("name")
    @suggesting
    async def suggest(self, interaction: Interaction, current: str) -> Choices:
        """Suggest people for what is typed so far."""
        del interaction
        return [
            app_commands.Choice(name=cards.choice_name(one.name, one.credits), value=one.value)
            for one in await self.bot.store.read(people_suggested, current)
        ]


class Works(Pressable, template=r"person:(?P<id>\d{1,18}):(?P<page>\d{1,6})(?::[a-z]{1,10})?"):
    """A page of what a person did."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        read = app_of(interaction).store.read
        work = read(filmography.page, int(self.match["id"]), int(self.match["page"]))
        await turn(interaction, cards.card(await promptly(interaction, work)))


class Pick(Pressable, template=r"people(?::[a-z]{1,10})?"):
    """Somebody picked from a select, by our own id or by a key under which a source knows them."""

    async def press(self, interaction: Interaction) -> None:
        """Show what they did."""
        work = app_of(interaction).store.read(around.read_person, picked(interaction))
        await turn(interaction, cards.card(await promptly(interaction, work)))


async def setup(bot: App) -> None:
    """Add the command and what can be pressed."""
    bot.add_pressables(Works, Pick)
    await bot.add_cog(People(bot))
