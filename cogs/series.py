"""/series and /season, and the cards that they lead to."""

import re
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from discord import File, app_commands
from discord.ext import commands

from bot.app import App, app_of, looked_at, series_like
from bot.errors import Gone
from bot.finding import around
from bot.finding.series import Which
from bot.illustrated import illustrated
from bot.page import SeasonPage, SeriesPage
from bot.render import results
from bot.render import season as season_cards
from bot.render import series as series_cards
from bot.render.parts import Container
from bot.render.sections.pictures import first
from bot.store import series
from bot.ui import (
    Choices,
    Interaction,
    Pressable,
    picked,
    picked_thing,
    promptly,
    send,
    suggesting,
    turn,
    viewer_of,
)

Number = app_commands.Range[int, 0, 99_999]


class Series(commands.Cog):
    """Looks up series and their seasons."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(query="A series' name in any language, or an id")
    async def series(self, interaction: Interaction, query: str) -> None:
        """Show a series: years, seasons, cast, titles, ratings, next episode."""
        viewer = viewer_of(interaction)
        work = self.bot.store.read(around.find_series_page, query, datetime.now(UTC), viewer)
        which, page = await promptly(interaction, work)
        if page is None:
            await send(interaction, results.choice(which.text, which.series, "series:pick"))
            return
        page, files = await illustrated(self.bot.store.folder, page, first, small=True)
        await send(interaction, series_cards.overview(page, read(which)), files=files)
        looked_at(interaction, page.heading.id)

    @app_commands.command()
    @app_commands.describe(
        query="A series, with or without its season: mayday season 9",
        number="The season's number; 0 for specials; the latest one unless told",
    )
    async def season(
        self, interaction: Interaction, query: str, number: Number | None = None
    ) -> None:
        """Show a season: its episodes with codes, dates and ratings."""
        work = self.bot.store.read(around.find_season, query, number, viewer_of(interaction))
        which, page = await promptly(interaction, work)
        await send(interaction, season_answer(which, page))
        if page is not None:
            looked_at(interaction, page.series.id)

    @series.autocomplete("query")
    @season.autocomplete("query")
    @suggesting
    async def suggest(self, interaction: Interaction, current: str) -> Choices:
        """Suggest series: what was looked at last, then what is typed so far."""
        return await series_like(interaction, current)


def read(which: Which, season: int | None = None) -> str:
    """Say how words were read, where that is no matter of course."""
    if which.read and which.episode:
        return results.read_from(which.episode, season)
    return results.read_as(which.read, which.series[0].series, 0) if which.read else ""


def season_answer(which: Which, page: SeasonPage | None) -> Container:
    """Show a season, or ask of which series."""
    if page is None:
        number = "latest" if which.season is None else which.season
        return results.choice(which.text, which.series, f"season:pick:{number}")
    return season_cards.card(page, read(which, which.season))


async def read_page(
    interaction: Interaction, thing: int, section: str = "overview"
) -> tuple[SeriesPage, Sequence[File]]:
    """Read a series' page for who pressed, with the files that a section of it shows."""
    store = app_of(interaction).store
    page = await store.read(series.page, thing, datetime.now(UTC), viewer_of(interaction))
    pictured = partial(series_cards.pictured, section)
    return await illustrated(store.folder, page, pictured, small=True)


class Section(
    Pressable,
    template=r"series:(?P<name>[a-z]{1,20}):(?P<id>\d{1,18}):(?P<page>\d{1,6})"
    r"(?::(?:from(?P<episode>\d{1,18})|[a-z]{1,10}))?",
):
    """A section of a series' page."""

    async def press(self, interaction: Interaction) -> None:
        """Show the section."""
        name, at = self.match["name"], int(self.match["page"])
        work = read_page(interaction, int(self.match["id"]), name)
        page, files = await promptly(interaction, work)
        if came_from := self.match["episode"]:
            page = page._replace(episode=int(came_from))
        await turn(interaction, series_cards.section(name, page, at), files=files)
        looked_at(interaction, page.heading.id)


class Pick(Pressable, template=r"series:pick"):
    """One of several series, picked from a select."""

    async def press(self, interaction: Interaction) -> None:
        """Show its page."""
        work = read_page(interaction, picked_thing(interaction, "series"))
        page, files = await promptly(interaction, work)
        await turn(interaction, series_cards.overview(page), files=files)
        looked_at(interaction, page.heading.id)


SEASON = r"(?P<series>\d{1,18}):(?P<season>\d{1,6}|none)"


def number_of(season: str) -> int | None:
    """Read a season's number as custom ids have it."""
    return None if season == "none" else int(season)


async def show_season(interaction: Interaction, work: Coroutine[Any, Any, SeasonPage]) -> None:
    """Show a page of a season to who pressed."""
    page = await promptly(interaction, work)
    await turn(interaction, season_cards.card(page))
    looked_at(interaction, page.series.id)


class SeasonTurn(Pressable, template=rf"season:{SEASON}:(?P<page>\d{{1,6}})(?::[a-z]{{1,10}})?"):
    """A page of a season."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        of, number = int(self.match["series"]), number_of(self.match["season"])
        read = app_of(interaction).store.read
        at, viewer = int(self.match["page"]), viewer_of(interaction)
        work = read(series.season_page, of, number, at, viewer)
        await show_season(interaction, work)


class Seasons(Pressable, template=r"seasons(?::[a-z]{1,10})?"):
    """A season, picked from a select of a series' seasons."""

    async def press(self, interaction: Interaction) -> None:
        """Show it."""
        found = re.fullmatch(f"season:{SEASON}", picked(interaction), re.ASCII)
        if found is None:
            raise Gone(0)
        read = app_of(interaction).store.read
        of, number = int(found["series"]), number_of(found["season"])
        work = read(series.season_page, of, number, 0, viewer_of(interaction))
        await show_season(interaction, work)


class SeasonOf(Pressable, template=r"season:pick:(?P<season>\d{1,6}|latest)"):
    """One of several series, picked from a select: its season was asked for."""

    async def press(self, interaction: Interaction) -> None:
        """Show the season."""
        of, told = picked_thing(interaction, "series"), self.match["season"]
        number = None if told == "latest" else int(told)
        read = app_of(interaction).store.read
        work = read(around.read_season, of, number, viewer_of(interaction))
        await show_season(interaction, work)


async def setup(bot: App) -> None:
    """Add the commands and what can be pressed."""
    bot.add_pressables(Section, Pick, SeasonTurn, Seasons, SeasonOf)
    await bot.add_cog(Series(bot))
