"""/episode and the cards that it leads to."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import discord
from discord import app_commands
from discord.ext import commands

from bot import finding
from bot.app import App, app_of, looked_at, things_like
from bot.illustrated import illustrated
from bot.page import EpisodePage
from bot.render import cards, results
from bot.render.parts import Container, Row
from bot.render.sections.pictures import first
from bot.store import Store, pages
from bot.ui import (
    Choices,
    Interaction,
    Pressable,
    picked,
    promptly,
    send,
    suggesting,
    turn,
    viewer_of,
)

Place = app_commands.Range[int, 0, 99_999]


class Episodes(commands.Cog):
    """Looks up episodes."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    @app_commands.describe(
        query="A title, series and title, S02E05 or a date, words of the plot, or an IMDb id",
        season="Its season, when the query only names the series",
        number="Its number in the season, or in the whole series",
    )
    async def episode(
        self,
        interaction: Interaction,
        query: str,
        season: Place | None = None,
        number: Place | None = None,
    ) -> None:
        """Show an episode's page: plot, cast, dates, where to watch."""
        store = self.bot.store
        work = finding.find(store, query, season, number, viewer_of(interaction))
        answer = await promptly(interaction, work)
        answered = await shown(store, answer)
        await send(interaction, *answered.cards, files=answered.files)
        if answer.sure:
            looked_at(interaction, answer.sure.heading.id)

    @episode.autocomplete("query")
    @suggesting
    async def suggest(self, interaction: Interaction, current: str) -> Choices:
        """Suggest series and episodes: what was looked at last, then what is typed so far."""
        return await things_like(interaction, current)


class Shown(NamedTuple):
    """Cards one under the other, and the files that they show."""

    cards: list[Container | Row]
    files: Sequence[discord.File] = ()


async def shown(store: Store, answer: finding.Answer) -> Shown:
    """Show an answer: the one page that is meant, with other readings below, or a choice."""
    sure = answer.sure
    if sure is None:
        headings = tuple(match.heading for match in answer.matches)
        return Shown([results.choice(answer.text, headings, people=answer.people)])
    others = tuple(match.heading for match in answer.matches[1:])
    if answer.page is None:
        note = results.read_as(sure.reading, sure.name, 0) if sure.score < finding.EXACT else ""
        return Shown([await listed(store, sure.heading.series_id, note=note)])
    doubtful = others or sure.score < finding.EXACT
    note = results.read_as(sure.reading, sure.name, len(others)) if doubtful else ""
    page, files = await illustrated(store.folder, answer.page, first, small=True)
    card = cards.overview(page, note)
    return Shown([card, results.others(others)] if others else [card], files)


async def read(
    interaction: Interaction, thing: int, section: str, at: int
) -> tuple[EpisodePage, Sequence[discord.File]]:
    """Read an episode's page, with the files that a section of it shows; raises Gone."""
    store = app_of(interaction).store
    reading = pages.where_to_watch if section == "watch" else pages.episode
    page = await store.read(reading, thing, viewer_of(interaction))
    pictured = partial(cards.pictured, section, at=at)
    return await illustrated(store.folder, page, pictured, small=section != "pictures")


async def listed(store: Store, series: int, page: int = 0, note: str = "") -> Container:
    """Show one page of a series' episodes."""
    found = await store.read(pages.listing, series, size=results.EPISODES, page=page)
    return results.episodes(found.series, found.episodes, found.page, found.total, note)


class Section(
    Pressable,
    template=r"episode:(?P<name>[a-z]{1,20}):(?P<id>\d{1,18}):(?P<page>\d{1,6})(?::[a-z]{1,10})?",
):
    """A section of an episode's page, or another episode's page."""

    async def press(self, interaction: Interaction) -> None:
        """Show the section."""
        name, at = self.match["name"], int(self.match["page"])
        work = read(interaction, int(self.match["id"]), name, at)
        page, files = await promptly(interaction, work)
        await turn(interaction, cards.section(name, page, at), files=files)
        looked_at(interaction, page.heading.id)


class SeriesPage(Pressable, template=r"series:(?P<id>\d{1,18}):(?P<page>\d{1,6})(?::[a-z]{1,10})?"):
    """A page of a series' episodes."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        store, series = app_of(interaction).store, int(self.match["id"])
        work = listed(store, series, int(self.match["page"]))
        await turn(interaction, await promptly(interaction, work))
        looked_at(interaction, series)


class Pick(Pressable, template=r"pick(?::[a-z]{1,10})?"):
    """One of several things, picked from a select: its value is what /episode takes too."""

    async def press(self, interaction: Interaction) -> None:
        """Show what was picked."""
        store = app_of(interaction).store
        work = finding.find(store, picked(interaction), viewer=viewer_of(interaction))
        answer = await promptly(interaction, work)
        answered = await shown(store, answer)
        await turn(interaction, *answered.cards, files=answered.files)
        if answer.sure:
            looked_at(interaction, answer.sure.heading.id)


async def setup(bot: App) -> None:
    """Add the commands and what can be pressed."""
    bot.add_pressables(Section, SeriesPage, Pick)
    await bot.add_cog(Episodes(bot))
