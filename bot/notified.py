"""Messages that nobody asked for: cards for moderators, and what authors are told of decisions."""

import logging

import discord

from bot.cases import Quote
from bot.errors import StoreError
from bot.render import moderation as moderation_cards
from bot.render import reporting
from bot.render.parts import Container
from bot.reviews import now
from bot.store import Store, moderation, quoted
from bot.ui import LOST, Interaction, Screen, edit, send

AT_ONCE = 5
"""Notices that are shown at once: the others wait for the next time."""

log = logging.getLogger(__name__)


async def post(
    client: discord.Client, channel: int | None, card: Container
) -> discord.Message | None:
    """Post a card in a channel; None if it is not there. What fails stands in a list anyway."""
    if channel is None:
        return None
    try:
        return await client.get_partial_messageable(channel).send(view=Screen(card))
    except LOST as error:
        log.info("a card for moderators can't be posted: %s", error)
        return None


async def post_case(
    client: discord.Client, store: Store, channel: int | None, quote: Quote
) -> None:
    """Post a review's case for moderators, and remember where: its words go when the review does.

    `quote` says of which review, and on which server.
    """
    shown, case = await store.read(quoted.face, quote)
    message = await post(client, channel, moderation_cards.quote(shown, case)) if case else None
    if message:
        await _remember(store, shown.at(message.id, message.channel.id))


async def show_case(
    interaction: Interaction, store: Store, message: discord.Message, quote: Quote
) -> None:
    """Show on a card that others see, too, how a review stands now, and no more than it may.

    Where it stands is remembered: an older version may not have done it.
    """
    shown, case = await store.read(quoted.face, quote.at(message.id, message.channel.id))
    await edit(interaction, moderation_cards.quote(shown, case))
    await _remember(store, shown)


async def _remember(store: Store, quote: Quote) -> None:
    try:
        await store.write(quoted.keep, quote, now())
    except StoreError as error:
        log.warning("where a review is quoted can't be remembered: %s", error)


async def tell(client: discord.Client, store: Store, number: int | None) -> None:
    """Tell an author in a direct message what was decided; if they can't be reached it waits."""
    told = await store.read(moderation.notice, number) if number is not None else None
    if told is None:
        return
    card = reporting.notice(told, _called(client, told.entry.server))
    try:
        channel = await client.create_dm(discord.Object(told.member))
        message = await channel.send(view=Screen(card))
    except LOST as error:
        log.info("an author can't be told of a decision now: %s", error)
        return
    await store.write(moderation.told, [told.id], now())
    if told.headline and told.entry.review:
        quote = Quote(told.entry.review, told.entry.server, "notice")
        await _remember(store, quote.at(message.id, channel.id))


async def catch_up(interaction: Interaction, store: Store) -> None:
    """Show who asked privately, after their answer, what they could not be told before."""
    waiting = (await store.read(moderation.notices, interaction.user.id))[:AT_ONCE]
    for one in waiting:
        card = reporting.notice(one, _called(interaction.client, one.entry.server))
        await send(interaction, card, private=True)
    if waiting:
        await store.write(moderation.told, [one.id for one in waiting], now())


def _called(client: discord.Client, server: int) -> str | None:
    guild = client.get_guild(server)
    return guild.name if guild else None
