"""/ratings: a series' ratings as a picture and in words, and the curve of one season."""

from collections.abc import Coroutine, Sequence
from typing import Any, NamedTuple

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App, app_of, looked_at, series_like
from bot.easel import Sort
from bot.errors import Gone, NotDrawn
from bot.finding.series import which_series
from bot.ratings import RatedSeries
from bot.render import chart_words, results
from bot.render.parts import Container
from bot.render.problems import problem
from bot.store import ratings
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
)

Season = app_commands.Range[int, 0, 99_999]


class Shown(NamedTuple):
    """A card, the picture that it shows if there is one, and the series that it is about.

    No series where the card asks which one is meant.
    """

    card: Container
    files: Sequence[discord.File] = ()
    series: int = 0


class Ratings(commands.Cog):
    """Shows how episodes are rated."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(
        query="A series; of an episode its series is meant",
        season="One season, as a curve; 0 is for specials",
    )
    async def ratings(
        self, interaction: Interaction, query: str, season: Season | None = None
    ) -> None:
        """Show how a series' episodes are rated, as a picture and in words."""
        shown = await promptly(interaction, asked(self.bot, query, season))
        await send(interaction, shown.card, files=shown.files)
        if shown.series:
            looked_at(interaction, shown.series)

    @ratings.autocomplete("query")
    @suggesting
    async def suggest(self, interaction: Interaction, current: str) -> Choices:
        """Suggest series: what was looked at last, then what is typed so far."""
        return await series_like(interaction, current)


async def asked(app: App, query: str, season: int | None) -> Shown:
    """Show what somebody asked for in words, or ask which series is meant."""
    which = await app.store.read(which_series, query)
    if which.sure is None:
        custom_id = f"ratings:which:{'all' if season is None else season}"
        return Shown(results.choice(which.text, which.series, custom_id))
    return await told(app, which.sure.id, season)


async def told(app: App, series: int, season: int | None) -> Shown:
    """Show a series, or one of its seasons; raises Gone."""
    if season is None:
        return await of_series(app, series, 0)
    return await of_season(app, series, season, 0)


async def of_series(app: App, series: int, page: int) -> Shown:
    """Show the heatmap of a series; raises Gone."""
    rated = await app.store.read(ratings.of_series, series)
    files, note = await drawn(app, "heatmap", rated)
    return Shown(chart_words.series_card(rated, page, note, drawn=bool(files)), files, series)


async def of_season(app: App, series: int, season: int, page: int) -> Shown:
    """Show the curve of a season; raises Gone."""
    rated = await app.store.read(ratings.of_season, series, season)
    files, note = await drawn(app, "curve", rated)
    card = chart_words.season_card(rated, season, page, note, drawn=bool(files))
    return Shown(card, files, series)


async def drawn(app: App, sort: Sort, rated: RatedSeries) -> tuple[list[discord.File], str]:
    """Draw a picture; where it can't be had, the reason stands with its figures in words."""
    if rated.ratings.source is None:
        return [], ""
    try:
        return [chart_words.file_of(await app.drawing.draw(sort, rated.ratings))], ""
    except NotDrawn as error:
        return [], problem(error)


async def turn_to(interaction: Interaction, work: Coroutine[Any, Any, Shown]) -> None:
    """Answer a press with a picture."""
    shown = await promptly(interaction, work)
    await turn(interaction, shown.card, files=shown.files)
    looked_at(interaction, shown.series)


class PickSeries(Pressable, template=r"ratings:which:(?P<season>\d{1,6}|all)"):
    """One of several series, picked from a select."""

    async def press(self, interaction: Interaction) -> None:
        """Show it."""
        season = None if self.match["season"] == "all" else int(self.match["season"])
        series = picked_thing(interaction, "series")
        await turn_to(interaction, told(app_of(interaction), series, season))


class SeriesRatings(
    Pressable, template=r"ratings:series:(?P<id>\d{1,18}):(?P<page>\d{1,6})(?::[a-z]{1,10})?"
):
    """A series' heatmap, and a page of its seasons' figures."""

    async def press(self, interaction: Interaction) -> None:
        """Show it."""
        work = of_series(app_of(interaction), int(self.match["id"]), int(self.match["page"]))
        await turn_to(interaction, work)


class SeasonRatings(
    Pressable,
    template=r"ratings:season:(?P<id>\d{1,18}):(?P<season>\d{1,6}|none):(?P<page>\d{1,6})"
    r"(?::[a-z]{1,10})?",
):
    """A season's curve, and a page of its episodes' figures."""

    async def press(self, interaction: Interaction) -> None:
        """Show it; of episodes without a season there is none, but the series'."""
        app, series, page = app_of(interaction), int(self.match["id"]), int(self.match["page"])
        if self.match["season"] == "none":
            await turn_to(interaction, of_series(app, series, page))
        else:
            await turn_to(interaction, of_season(app, series, int(self.match["season"]), page))


class PickSeason(Pressable, template=r"ratings:pick:(?P<id>\d{1,18})"):
    """One of a series' seasons, picked from a select."""

    async def press(self, interaction: Interaction) -> None:
        """Show its curve."""
        season = picked(interaction)
        if not season.isascii() or not season.isdecimal() or len(season) > 6:
            raise Gone(0)
        work = of_season(app_of(interaction), int(self.match["id"]), int(season), 0)
        await turn_to(interaction, work)


async def setup(bot: App) -> None:
    """Add the command and what can be pressed."""
    bot.add_pressables(PickSeries, SeriesRatings, SeasonRatings, PickSeason)
    await bot.add_cog(Ratings(bot))
