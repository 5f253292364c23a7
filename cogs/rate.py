"""/rate: a rating without a text."""

from discord import app_commands
from discord.ext import commands

from bot import finding
from bot.app import App, app_of, looked_at, things_like
from bot.render import rates, results
from bot.render.parts import Container
from bot.store import rates as given
from bot.ui import (
    Choices,
    Interaction,
    Pressable,
    deed_of,
    picked_title,
    promptly,
    send,
    suggesting,
    turn,
)

VALUES = [
    *(app_commands.Choice(name=rates.choice(one), value=one) for one in range(10, 0, -1)),
    app_commands.Choice(name="Take it back", value=0),
]


class Rate(commands.Cog):
    """Takes ratings."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(query="An episode or a series", value="From 1 to 10")
    @app_commands.choices(value=VALUES)
    async def rate(self, interaction: Interaction, query: str, value: int) -> None:
        """Rate an episode or a series, or take your rating back."""
        answer = await promptly(interaction, finding.find(self.bot.store, query), private=True)
        if answer.sure is None:
            headings = tuple(match.heading for match in answer.matches)
            card = results.choice(answer.text, headings, f"rate:pick:{value}")
            await send(interaction, card, private=True)
            return
        rated = await rate(interaction, answer.sure.heading.id, value)
        await send(interaction, shown(rated), private=True)

    @rate.autocomplete("query")
    @suggesting
    async def suggest(self, interaction: Interaction, current: str) -> Choices:
        """Suggest series and episodes: what was looked at last, then what is typed so far."""
        return await things_like(interaction, current)


def shown(rated: given.Rated) -> Container:
    """Tell what was given, and how it is rated now."""
    return rates.card(rated.heading, rated.score, reviewed=rated.review is not None)


async def rate(interaction: Interaction, thing: int, value: int) -> given.Rated:
    """Give or take back (0) a rating of who asks, and mend the cards of their review."""
    app = app_of(interaction)
    work = app.store.write(given.give, deed_of(interaction), thing, value or None)
    rated = await promptly(interaction, work, private=True)
    looked_at(interaction, thing)
    if rated.review is not None:
        app.posted.changed(rated.review)
    return rated


class Pick(Pressable, template=r"rate:pick:(?P<value>10|\d)"):
    """One of several things that may have been meant, to be rated."""

    async def press(self, interaction: Interaction) -> None:
        """Rate it."""
        rated = await rate(interaction, picked_title(interaction), int(self.match["value"]))
        await turn(interaction, shown(rated))


async def setup(bot: App) -> None:
    """Add the command and what can be picked."""
    bot.add_pressables(Pick)
    await bot.add_cog(Rate(bot))
