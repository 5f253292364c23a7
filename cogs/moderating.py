"""/moderate: what was reported, decisions about reviews, and the log of these."""

import re
from typing import cast

import discord
from discord import app_commands

from bot import about
from bot.app import App, app_of, only_moderators, operated
from bot.cases import Action, Order, Quote
from bot.errors import NoReason
from bot.forms import Form, ask
from bot.notified import show_case, tell
from bot.render import moderation as cards
from bot.render import reporting
from bot.render.fit import bare
from bot.render.parts import Container
from bot.reviews import EVERYWHERE
from bot.store import cases, decisions, moderation, posted
from bot.ui import Interaction, Pressable, deed_of, edit, picked, promptly, send, turn

Number = app_commands.Range[int, 1, 2**53 - 1]
ACTION = r"moderate:(?P<action>hide|restore|remove|warn|block|unblock|dismiss):(?P<id>\d{1,18})"


async def queue(interaction: Interaction, page: int) -> Container:
    """Show a page of what waits for the moderators of where somebody asks."""
    store, server = app_of(interaction).store, interaction.guild_id or EVERYWHERE
    waiting, odd = await store.read(
        lambda db: (cases.waiting(db, server, page, cards.CASES), cases.odd(db, server))
    )
    return cards.queue(*waiting, odd)


async def case(interaction: Interaction, review: int, page: int = 0) -> Container:
    """Show a review as the moderators of where somebody asks see it; raises ReviewGone."""
    app = app_of(interaction)
    told = await app.store.read(cases.case, review, interaction.guild_id or EVERYWHERE)
    return cards.case(told, page, operator=app.is_operator(interaction))


async def entries(interaction: Interaction, filtered: moderation.Filter, page: int) -> Container:
    """Show a page of the log of where somebody asks."""
    store, server = app_of(interaction).store, interaction.guild_id or EVERYWHERE
    found = await store.read(moderation.page, server, filtered, page, cards.ENTRIES)
    told = zip("rm", filtered, strict=True)
    return cards.log(*found, "".join(f":{key}{of}" for key, of in told if of))


@app_commands.command(name="reports")
async def list_reports(interaction: Interaction) -> None:
    """List the reviews that wait for a decision."""
    await only_moderators(interaction)
    await send(interaction, await queue(interaction, 0), private=True)


@app_commands.command(name="review")
@app_commands.describe(number="Its number, as the log has it")
async def look_at(interaction: Interaction, number: Number) -> None:
    """Look at a review, whether it was reported or not, and decide about it."""
    await only_moderators(interaction)
    await send(interaction, await case(interaction, number), private=True)


@app_commands.command(name="log")
@app_commands.describe(review="Only what is about the review of this number", member="Only theirs")
async def show_log(
    interaction: Interaction, review: Number | None = None, member: discord.User | None = None
) -> None:
    """Show what was decided, by whom and why."""
    await only_moderators(interaction)
    some = moderation.Filter(review, member.id if member else None)
    await send(interaction, await entries(interaction, some, 0), private=True)


@app_commands.context_menu(name="Moderate this review")
async def moderate(interaction: Interaction, message: discord.Message) -> None:
    """Look at the review that a message shows, or at one of several, and decide about it."""
    await only_moderators(interaction)
    shown, store = about.reviews(interaction.data, message), app_of(interaction).store
    if len(shown) > 1:
        where = interaction.guild_id or EVERYWHERE
        card = cards.which(await store.read(cases.several, shown, where))
    else:
        review = shown[0] if shown else await store.read(posted.review_on, message.id)
        card = await case(interaction, review)
    await send(interaction, card, private=True)


class Queue(Pressable, template=r"moderate:reports:(?P<page>\d{1,6})(?::[a-z]{1,10})?"):
    """A page of what waits for a decision."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        await only_moderators(interaction)
        await turn(interaction, await queue(interaction, int(self.match["page"])))


class Log(
    Pressable,
    template=r"moderate:log:(?P<page>\d{1,6}):[a-z]{1,10}"
    r"(?::r(?P<review>\d{1,18}))?(?::m(?P<member>\d{1,18}|1\d{18}))?",
):
    """A page of the log."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        await only_moderators(interaction)
        some = (int(self.match[one] or 0) or None for one in ("review", "member"))
        page = await entries(interaction, moderation.Filter(*some), int(self.match["page"]))
        await turn(interaction, page)


class Look(
    Pressable, template=r"moderate:case(?::(?P<id>\d{1,18}):(?P<page>\d{1,6}):[a-z]{1,10})?"
):
    """A page of a case; which one it is stands in the id, or is picked from a list."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        await only_moderators(interaction)
        told = self.match["id"] or picked(interaction)
        review = int(told) if re.fullmatch(r"[0-9]{1,18}", told) else 0
        await turn(interaction, await case(interaction, review, int(self.match["page"] or 0)))


class Decide(Pressable, template=ACTION + r"(?P<everywhere>:everywhere)?"):
    """A moderator wants to decide about a review."""

    async def press(self, interaction: Interaction) -> None:
        """Ask why; the form says what it does, and what was decided last."""
        server = await place(interaction, everywhere=bool(self.match["everywhere"]))
        review, action = int(self.match["id"]), cast("Action", self.match["action"])
        told = await app_of(interaction).store.read(cases.case, review, server)
        operator = app_of(interaction).is_operator(interaction)
        order = Order(review, server, action, "", told.seen, operator)
        decisions.check(interaction.user.id, told.review.member, order)
        form = f"moderate:{action}:{review}:{told.seen}{self.match['everywhere'] or ''}"
        title, fields = reporting.reason_form(told, action, server)
        await ask(interaction, form, title, *fields)


class Decided(
    Form, template=ACTION + r":(?P<seen>\d{1,18})(?P<everywhere>:everywhere)?", returns=True
):
    """A moderator decides about a review, and says why."""

    async def submit(self, interaction: Interaction) -> None:
        """Do it, show how the review stands then, and tell its author."""
        server = await place(interaction, everywhere=bool(self.match["everywhere"]))
        app = app_of(interaction)
        if not (reason := bare(self.filled.texts.get("reason", ""))):
            raise NoReason
        review, action = int(self.match["id"]), cast("Action", self.match["action"])
        operator, seen = app.is_operator(interaction), int(self.match["seen"])
        order = Order(review, server, action, reason, seen, operator)
        work = app.store.write(decisions.decide, deed_of(interaction), order)
        outcome = await promptly(interaction, work)
        for one in outcome.touched:
            app.posted.changed(one)
        try:
            await show(interaction, review)
        finally:  # what was decided holds, and its author is told, whoever sees the answer
            await tell(app, app.store, outcome.notice)


async def place(interaction: Interaction, *, everywhere: bool) -> int:
    """Give where who asks may decide: in the server where they are, operators everywhere.

    Raises NotAllowed.
    """
    if everywhere:
        operated(interaction)
        return EVERYWHERE
    await only_moderators(interaction)
    return interaction.guild_id or EVERYWHERE


async def show(interaction: Interaction, review: int) -> None:
    """Show on the card that was decided on how it stands; what operators decide only privately."""
    app, message = app_of(interaction), interaction.message
    if message and not message.flags.ephemeral:
        quote = Quote(review, interaction.guild_id or EVERYWHERE, "case")
        await show_case(interaction, app.store, message, quote)
        app.posted.changed(review)  # it may have gone meanwhile
    else:
        await edit(interaction, await case(interaction, review))


async def setup(bot: App) -> None:
    """Add the commands, and what can be pressed and filled in."""
    bot.add_pressables(Queue, Log, Look, Decide)
    bot.add_forms(Decided)
    family = bot.family("moderate", cards.FAMILY)
    family.add_command(list_reports)
    family.add_command(look_at)
    family.add_command(show_log)
    bot.tree.add_command(moderate)
