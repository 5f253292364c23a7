"""Messages that nobody asked for: cards for moderators, and what authors are told of decisions."""

import logging

import aiohttp
import discord

from bot.render import reporting
from bot.render.parts import Container
from bot.reviews import now
from bot.store import Store, moderation
from bot.ui import Interaction, Screen, send

_LOST = (discord.DiscordException, aiohttp.ClientError, OSError)
"""What becomes of a message that does not reach Discord: the channel or the permission is gone."""
AT_ONCE = 5
"""Notices that are shown at once: the others wait for the next time."""

log = logging.getLogger(__name__)


async def post(client: discord.Client, channel: int | None, card: Container) -> bool:
    """Post a card in a channel; tells whether it is there. What fails stands in a list anyway."""
    if channel is None:
        return False
    try:
        await client.get_partial_messageable(channel).send(view=Screen(card))
    except _LOST as error:
        log.info("a card for moderators can't be posted: %s", error)
        return False
    return True


async def tell(client: discord.Client, store: Store, number: int | None) -> None:
    """Tell an author in a direct message what was decided; if they can't be reached it waits."""
    told = await store.read(moderation.notice, number) if number is not None else None
    if told is None:
        return
    card = reporting.notice(told, _called(client, told.entry.server))
    try:
        channel = await client.create_dm(discord.Object(told.member))
        await channel.send(view=Screen(card))
    except _LOST as error:
        log.info("an author can't be told of a decision now: %s", error)
        return
    await store.write(moderation.told, [told.id], now())


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
