"""/review edit and delete, and what was changed in a review."""

from discord import app_commands

from bot import drafting, finding
from bot.app import App, app_of, moderates
from bot.asking import fold
from bot.errors import ReviewGone
from bot.model import Heading
from bot.render import drafts as cards
from bot.render import reviews, revisions
from bot.render.words import choice_name, choice_value
from bot.reviews import EVERYWHERE, History
from bot.store import Store, servers
from bot.store import reviews as published
from bot.store import revisions as kept
from bot.ui import Choices, Interaction, Pressable, deed_of, promptly, send, suggesting, turn

OFFERED = 25
"""Suggestions that Discord shows."""


@app_commands.command()
@app_commands.describe(query="What your review is of: a title, or a series with S02E05")
async def edit(interaction: Interaction, query: str) -> None:
    """Change a review of yours; everybody can see what was changed."""
    head, review = await own(interaction, query)
    if review is None:
        await send(interaction, cards.none_yet(head, offered=True), private=True)
    else:
        await drafting.write(interaction, head.id)


@app_commands.command()
@app_commands.describe(query="What your review is of: a title, or a series with S02E05")
async def delete(interaction: Interaction, query: str) -> None:
    """Delete a review of yours; you can undo it for 10 minutes."""
    head, review = await own(interaction, query)
    if review is None:
        await send(interaction, cards.none_yet(head, offered=False), private=True)
    else:
        await take_back(interaction, review)
        await send(interaction, cards.deleted(review, head), private=True)


async def own(interaction: Interaction, query: str) -> tuple[Heading, int | None]:
    """Find a thing, and the review that who asks has of it; the best one with a review of theirs.

    Raises what finding does.
    """
    store, member = app_of(interaction).store, interaction.user.id
    answer = await finding.find(store, query)
    for match in answer.matches[: 1 if answer.sure else None]:
        review = await store.read(published.own, member, match.heading.id)
        if review is not None:
            return match.heading, review
    return answer.matches[0].heading, None


async def take_back(interaction: Interaction, review: int) -> None:
    """Delete a review of who asks, and mend its cards."""
    app = app_of(interaction)
    work = app.store.write(published.delete, deed_of(interaction), review)
    await promptly(interaction, work, private=True)
    app.posted.changed(review)


@edit.autocomplete("query")
@delete.autocomplete("query")
async def suggest(interaction: Interaction, current: str) -> Choices:
    """Suggest what they have reviewed, the newest first."""
    return await _suggest(None, interaction, current)


@suggesting
async def _suggest(cog: object, interaction: Interaction, current: str) -> Choices:
    del cog
    store, words = app_of(interaction).store, fold(current)
    heads = await store.read(kept.reviewed, interaction.user.id)
    named = [(choice_name(head), choice_value(head)) for head in heads]
    found = [(name, value) for name, value in named if words in fold(name)]
    return [app_commands.Choice(name=name, value=value) for name, value in found[:OFFERED]]


class Change(Pressable, template=r"review:(?P<what>edit|delete|undo):(?P<id>\d{1,18})"):
    """Buttons under one's own review."""

    async def press(self, interaction: Interaction) -> None:
        """Do what the button says; nobody else's review is touched."""
        review, store = int(self.match["id"]), app_of(interaction).store
        thing, head = await store.read(kept.thing_of, interaction.user.id, review)
        match self.match["what"]:
            case "edit":
                await drafting.write(interaction, thing)
            case "delete":
                await take_back(interaction, review)
                await send(interaction, cards.deleted(review, head), private=True)
            case _:
                await undo(interaction, store, review)
                await turn(interaction, cards.restored(head))


async def undo(interaction: Interaction, store: Store, review: int) -> None:
    """Have a deleted review back, and mend its cards."""
    work = store.write(published.restore, deed_of(interaction), review)
    await promptly(interaction, work)
    app_of(interaction).posted.changed(review)


class Changes(
    Pressable,
    template=r"review:(?:history:(?P<id>\d{1,18}):(?P<at>\d{1,6})(?::(?P<turned>[a-z]{1,10}))?"
    r"|change:(?P<one>\d{1,18}):(?P<change>\d{1,6}):(?P<page>\d{1,6}):[a-z]{1,10})",
):
    """One of the changes of a review, or a page of one."""

    async def press(self, interaction: Interaction) -> None:
        """Show it in private; there it is turned."""
        told = self.match
        fresh = told["id"] is not None and told["turned"] is None
        review, at = int(told["id"] or told["one"]), int(told["at"] or told["change"] or 0)
        work = history_of(interaction, review, at)
        history = await promptly(interaction, work, private=True, fresh=fresh)
        card = revisions.card(history, int(told["page"] or 0))
        if fresh:
            await send(interaction, card, private=True)
        else:
            await turn(interaction, card)


async def history_of(interaction: Interaction, review: int, at: int) -> History:
    """Give a change of a review; of one that is hidden here to moderators alone."""
    store, server = app_of(interaction).store, interaction.guild_id
    try:
        return await store.read(kept.history, review, server, at)
    except ReviewGone:
        if not moderates(interaction, await store.read(servers.rules, server)):
            raise
    return await store.read(kept.history_of_case, review, server or EVERYWHERE, at)


async def setup(bot: App) -> None:
    """Add the commands and what can be pressed."""
    bot.add_pressables(Change, Changes)
    family = bot.family("review", reviews.FAMILY)
    family.add_command(edit)
    family.add_command(delete)
