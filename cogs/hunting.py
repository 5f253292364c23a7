"""/review search and /review top: reviews by their words, and the episodes rated best."""

import re

import discord
from discord import app_commands

from bot.app import App, app_of, looked_at, series_like, things_like
from bot.finding import Answer
from bot.finding import reviews as asked
from bot.reading import Hunt
from bot.render import authors, reading, results
from bot.render.fit import CHOICE
from bot.render.parts import Container
from bot.render.reviews import FAMILY
from bot.store import tops
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

Words = app_commands.Range[str, 1, 80]
HUNT = r"(?P<author>\d{1,18}|[1-8]\d{18}|all):(?P<thing>\d{1,18}|all):(?P<text>(?s:.{0,80}))"
"""What is looked for, as `Hunt.carried` has it; larger ids the store does not take."""


@app_commands.command()
@app_commands.describe(
    words="Words of a headline or a text; the last may be begun",
    author="Only reviews of this member",
    query="Only reviews of this episode, or of this series and its episodes",
)
async def search(
    interaction: Interaction,
    words: Words = "",
    author: discord.User | None = None,
    query: str | None = None,
) -> None:
    """Find reviews by words in them, by who wrote them, and by what they are of."""
    written_by = author.id if author else None
    read, viewer = app_of(interaction).store.read, viewer_of(interaction)
    work = read(asked.find_words, words, written_by, query, viewer)
    found = await promptly(interaction, work)
    if isinstance(found, Answer):
        pick = f"review:hunt:{Hunt(words, written_by).carried}"
        await send(interaction, results.choice(found.text, found.headings, pick))
        return
    await send(interaction, reading.results(found))


@app_commands.command()
@app_commands.describe(query="A series; of an episode its series is meant")
async def top(interaction: Interaction, query: str) -> None:
    """See which episodes of a series members rate best; few ratings count less."""
    work = app_of(interaction).store.read(asked.find_top, query, viewer_of(interaction))
    answer, page = await promptly(interaction, work)
    if page is None:
        series = tuple(dict.fromkeys(one.of_series for one in answer.headings))
        await send(interaction, results.choice(answer.text, series, "review:top:pick"))
        return
    await send(interaction, authors.top(page))
    looked_at(interaction, page.series.id)


@suggesting
async def headlines(cog: object, interaction: Interaction, current: str) -> Choices:
    """Suggest the words themselves, and headlines with them of what who asks may read."""
    del cog
    read = app_of(interaction).store.read
    found = await read(asked.headlines, current, viewer_of(interaction))
    return [app_commands.Choice(name=one[:CHOICE], value=one) for one in found]


@suggesting
async def things(cog: object, interaction: Interaction, current: str) -> Choices:
    """Suggest series and episodes: what was looked at last, then what is typed so far."""
    del cog
    return await things_like(interaction, current)


@suggesting
async def series(cog: object, interaction: Interaction, current: str) -> Choices:
    """Suggest series: what was looked at last, then what is typed so far."""
    del cog
    return await series_like(interaction, current)


@search.autocomplete("words")
async def suggest_words(interaction: Interaction, current: str) -> Choices:
    """Suggest how the words may go on."""
    return await headlines(None, interaction, current)


@search.autocomplete("query")
async def suggest(interaction: Interaction, current: str) -> Choices:
    """Suggest what reviews may be of."""
    return await things(None, interaction, current)


@top.autocomplete("query")
async def suggest_series(interaction: Interaction, current: str) -> Choices:
    """Suggest series."""
    return await series(None, interaction, current)


def hunt_of(match: re.Match[str]) -> Hunt:
    """Read what is looked for from a custom id."""
    author = None if match["author"] == "all" else int(match["author"])
    thing = None if match["thing"] == "all" else int(match["thing"])
    return Hunt(match["text"], author, thing)


async def found_by(interaction: Interaction, hunt: Hunt, at: int = 0) -> Container:
    """Show a page of what is found; raises Gone."""
    work = app_of(interaction).store.read(asked.search, hunt, viewer_of(interaction), at)
    return reading.results(await promptly(interaction, work))


class Turn(Pressable, template=rf"review:found:(?P<page>\d{{1,6}}):[a-z]{{1,10}}:{HUNT}"):
    """A page of the reviews that have some words."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        card = await found_by(interaction, hunt_of(self.match), int(self.match["page"]))
        await turn(interaction, card)


class Pick(Pressable, template=rf"review:hunt:{HUNT}"):
    """One of several things, picked from a select: reviews of it were looked for."""

    async def press(self, interaction: Interaction) -> None:
        """Show what is found."""
        kind = "series" if picked(interaction).startswith("series:") else "episode"
        thing = picked_thing(interaction, kind)
        hunt = hunt_of(self.match)._replace(thing=thing)
        await turn(interaction, await found_by(interaction, hunt))


class Top(
    Pressable, template=r"review:top:(?:pick|(?P<id>\d{1,18}):(?P<page>\d{1,6}):[a-z]{1,10})"
):
    """A page of the best episodes of a series, which may be picked from a select."""

    async def press(self, interaction: Interaction) -> None:
        """Show it."""
        thing = int(self.match["id"] or picked_thing(interaction, "series"))
        viewer, at = viewer_of(interaction), int(self.match["page"] or 0)
        work = app_of(interaction).store.read(tops.page, thing, viewer, at)
        await turn(interaction, authors.top(await promptly(interaction, work)))
        looked_at(interaction, thing)


async def setup(bot: App) -> None:
    """Add the commands and what can be pressed."""
    bot.add_pressables(Turn, Pick, Top)
    family = bot.family("review", FAMILY)
    family.add_command(search)
    family.add_command(top)
