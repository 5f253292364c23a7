"""/random: an episode by chance, of all, of a series or of a season."""

from discord import app_commands
from discord.ext import commands

from bot.app import App, app_of, looked_at, series_like
from bot.finding import around
from bot.illustrated import illustrated
from bot.page import EpisodePage
from bot.render import cards, results
from bot.render.chance import again
from bot.render.parts import Container, Row
from bot.render.sections.pictures import first
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

Season = app_commands.Range[int, 0, 99_999]


class Random(commands.Cog):
    """Draws episodes."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(
        query="A series, with or without a season; any series unless told",
        season="One of its seasons; 0 for specials",
    )
    async def random(
        self, interaction: Interaction, query: str | None = None, season: Season | None = None
    ) -> None:
        """Show an episode by chance: of a series, of a season, or of all."""
        work = self.bot.store.read(around.find_chance, query, season, viewer_of(interaction))
        which, page = await promptly(interaction, work)
        if page is not None:
            season = which.season if which else None
            page, files = await illustrated(self.bot.store.folder, page, first, small=True)
            card = shown(page, which and page.heading.series_id, season)
            await send(interaction, *card, files=files)
            looked_at(interaction, page.heading.id)
        elif which is not None:
            custom_id = f"random:pick:{told(which.season)}"
            await send(interaction, results.choice(which.text, which.series, custom_id))

    @random.autocomplete("query")
    @suggesting
    async def suggest(self, interaction: Interaction, current: str) -> Choices:
        """Suggest series: what was looked at last, then what is typed so far."""
        return await series_like(interaction, current)


def told(season: int | None) -> str:
    """Write a season's number as custom ids have it."""
    return "none" if season is None else str(season)


def shown(page: EpisodePage, series: int | None, season: int | None) -> list[Container | Row]:
    """Show the card of an episode that was drawn, and a button that draws another."""
    return [cards.overview(page), again(page.heading.id, series, season)]


class Another(
    Pressable,
    template=r"random:(?P<series>\d{1,18}):(?P<season>\d{1,6}|none)(?::(?P<but>\d{1,18}))?",
):
    """Another episode of the same series or season, or of all."""

    async def press(self, interaction: Interaction) -> None:
        """Draw it."""
        series = int(self.match["series"]) or None
        season = None if self.match["season"] == "none" else int(self.match["season"])
        await draw(interaction, series, season, int(self.match["but"] or 0))


class Pick(Pressable, template=r"random:pick:(?P<season>\d{1,6}|none)"):
    """One of several series, picked from a select."""

    async def press(self, interaction: Interaction) -> None:
        """Draw an episode of it."""
        season = None if self.match["season"] == "none" else int(self.match["season"])
        await draw(interaction, picked_thing(interaction, "series"), season, 0)


async def draw(interaction: Interaction, series: int | None, season: int | None, but: int) -> None:
    """Draw an episode for who pressed."""
    store, viewer = app_of(interaction).store, viewer_of(interaction)
    work = store.read(around.draw, series, season, but, viewer)
    page = await promptly(interaction, work)
    page, files = await illustrated(store.folder, page, first, small=True)
    await turn(interaction, *shown(page, series, season), files=files)
    looked_at(interaction, page.heading.id)


async def setup(bot: App) -> None:
    """Add the command and what can be pressed."""
    bot.add_pressables(Another, Pick)
    await bot.add_cog(Random(bot))
