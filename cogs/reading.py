"""/review read: the reviews of a thing, page by page, and what their buttons lead to."""

from io import BytesIO

from discord import File, app_commands

from bot.app import App, app_of, looked_at, things_like
from bot.finding import reviews as asked
from bot.reading import filters_of, filters_text
from bot.render import reading as cards
from bot.render import results
from bot.render.parts import Container
from bot.render.reviews import FAMILY, picture_name
from bot.render.words import language as named
from bot.reviews import Filters, Order
from bot.store import reading
from bot.ui import (
    Choices,
    Interaction,
    Pressable,
    picked,
    picked_several,
    picked_thing,
    promptly,
    send,
    suggesting,
    turn,
    viewer_of,
)

Rating = app_commands.Range[int, 1, 10]
THING = r"(?P<thing>\d{1,18})"
CHOSEN = r"(?P<order>[a-z]{1,10}):(?P<filters>[A-Za-z0-9.-]{1,40})"


@app_commands.command()
@app_commands.describe(
    query="An episode or a series, as in /episode",
    order="What comes first; the most helpful unless told",
    spoiler_free="Leave out what is marked as a spoiler",
    lowest="Only with a rating of so much or more",
    highest="Only with a rating of so much or less",
    here="Only what was written on this server",
    language="Only in this language",
)
@app_commands.choices(
    language=[app_commands.Choice(name=named(code), value=code) for code in cards.LANGUAGES]
)
async def read(  # noqa: PLR0913, PLR0917 - each is an option that Discord offers
    interaction: Interaction,
    query: str,
    order: Order = "helpful",
    spoiler_free: bool = False,  # noqa: FBT001, FBT002
    lowest: Rating | None = None,
    highest: Rating | None = None,
    here: bool = False,  # noqa: FBT001, FBT002
    language: str | None = None,
) -> None:
    """Read the reviews of an episode or a series, the most helpful ones first."""
    chosen = filters_text(Filters(order, spoiler_free, lowest, highest, here, language))
    filters, viewer = filters_of(order, chosen), viewer_of(interaction)
    work = app_of(interaction).store.read(asked.find_reviews, query, filters, viewer)
    answer, page = await promptly(interaction, work)
    if page is None:
        pick = f"review:read:pick:{order}:{chosen}"
        await send(interaction, results.choice(answer.text, answer.headings, pick))
        return
    await send(interaction, cards.page(page, language_of(interaction)))
    looked_at(interaction, page.heading.id)


@suggesting
async def things(cog: object, interaction: Interaction, current: str) -> Choices:
    """Suggest series and episodes: what was looked at last, then what is typed so far."""
    del cog
    return await things_like(interaction, current)


@read.autocomplete("query")
async def suggest(interaction: Interaction, current: str) -> Choices:
    """Suggest what there may be reviews of."""
    return await things(None, interaction, current)


def language_of(interaction: Interaction) -> str:
    """Give the language of somebody's Discord: en."""
    return str(interaction.locale).partition("-")[0]


async def page_of(interaction: Interaction, thing: int, filters: Filters, at: int = 0) -> Container:
    """Show a page of reviews to who pressed; raises Gone."""
    store, viewer = app_of(interaction).store, viewer_of(interaction)
    work = store.read(reading.page, thing, filters, viewer, at)
    return cards.page(await promptly(interaction, work), language_of(interaction))


class Turn(
    Pressable, template=rf"review:read:{THING}:{CHOSEN}:(?P<page>\d{{1,6}})(?::[a-z]{{1,10}})?"
):
    """A page of a thing's reviews."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        filters = filters_of(self.match["order"], self.match["filters"])
        thing, at = int(self.match["thing"]), int(self.match["page"])
        await turn(interaction, await page_of(interaction, thing, filters, at))


class Choose(Pressable, template=rf"review:read:{THING}:{CHOSEN}:(?P<what>order|filter)"):
    """Another order, or other filters, picked from a select."""

    async def press(self, interaction: Interaction) -> None:
        """Show the first page of it."""
        order, filters = self.match["order"], self.match["filters"]
        if self.match["what"] == "order":
            order = picked(interaction)
        else:
            filters = ".".join(picked_several(interaction)) or "all"
        chosen = filters_of(order, filters)
        await turn(interaction, await page_of(interaction, int(self.match["thing"]), chosen))


class Pick(Pressable, template=rf"review:read:pick:{CHOSEN}"):
    """One of several things, picked from a select: its reviews were asked for."""

    async def press(self, interaction: Interaction) -> None:
        """Show them."""
        kind = "series" if picked(interaction).startswith("series:") else "episode"
        filters = filters_of(self.match["order"], self.match["filters"])
        thing = picked_thing(interaction, kind)
        await turn(interaction, await page_of(interaction, thing, filters))
        looked_at(interaction, thing)


class More(Pressable, template=rf"review:more:{THING}:\d{{1,18}}"):
    """All reviews of what a review is of."""

    async def press(self, interaction: Interaction) -> None:
        """Show them privately."""
        card = await page_of(interaction, int(self.match["thing"]), Filters())
        await send(interaction, card, private=True)


class Whole(
    Pressable,
    template=r"review:whole:(?P<id>\d{1,18}):(?P<page>\d{1,6})(?::(?P<step>[a-z]{1,10}))?",
):
    """One review from a page of its own on, or another of its pages."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page, or show it privately."""
        card, files = await whole(interaction, int(self.match["id"]), int(self.match["page"]))
        if self.match["step"]:
            await turn(interaction, card, files=files)
        else:
            await send(interaction, card, private=True, files=files)


class Open(Pressable, template=r"review:open"):
    """One of several reviews, picked from a select."""

    async def press(self, interaction: Interaction) -> None:
        """Show it privately."""
        card, files = await whole(interaction, picked_thing(interaction, "review"), 0)
        await send(interaction, card, private=True, files=files)


async def whole(interaction: Interaction, review: int, at: int) -> tuple[Container, list[File]]:
    """Show a page of one review with its picture; raises ReviewGone."""
    work = app_of(interaction).store.read(reading.whole, review, interaction.guild_id)
    found = await promptly(interaction, work)
    name = picture_name(found.review.picture or 0)
    files = [File(BytesIO(found.picture), name)] if found.picture else []
    return cards.whole(found, at), files


class Ratings(
    Pressable, template=rf"review:ratings:{THING}(?::(?P<page>\d{{1,6}}):[a-z]{{1,10}})?"
):
    """How often a thing was rated 1 to 10, and a page of the ratings without a text."""

    async def press(self, interaction: Interaction) -> None:
        """Show it."""
        thing, at = int(self.match["thing"]), int(self.match["page"] or 0)
        work = app_of(interaction).store.read(reading.stars, thing, interaction.guild_id, at)
        await turn(interaction, cards.stars(await promptly(interaction, work)))


async def setup(bot: App) -> None:
    """Add the command and what can be pressed."""
    bot.add_pressables(Turn, Choose, Pick, More, Whole, Open, Ratings)
    bot.family("review", FAMILY).add_command(read)
