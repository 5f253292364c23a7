"""Reviews shown in a channel: posted, remembered, and shown anew where the token can't edit."""

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress

import discord

from bot import about
from bot.app import app_of
from bot.posted import card_of, files_of
from bot.render import drafts as cards
from bot.render.parts import Container
from bot.reviews import now
from bot.store import posted
from bot.store.posted import Face, Place
from bot.ui import Interaction, Screen, send

KEPT: Sequence[discord.File] = discord.utils.MISSING
"""The files that a message has already."""
_BESIDE = ("review:whole:", "review:history:")
"""What a card has on some days alone."""

log = logging.getLogger(__name__)


async def edit(
    interaction: Interaction, card: Container, files: Sequence[discord.File] = KEPT
) -> None:
    """Show a card in the place of the message that was pressed; it keeps its files unless told."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=Screen(card), attachments=files)
    else:
        await interaction.response.edit_message(view=Screen(card), attachments=files)


async def post(interaction: Interaction, face: Face, review: int) -> None:
    """Show a review in the channel, and remember where, so that the card stays right."""
    try:
        message = await interaction.followup.send(
            view=Screen(card_of(face)), files=files_of(face), wait=True
        )
    except discord.HTTPException as error:
        log.info("a review can't be shown where it was written: %s", error)
        with suppress(discord.HTTPException):
            await send(interaction, cards.unshown(), private=True)
        return
    await remember(interaction, message.id, face, review)


async def remember(interaction: Interaction, message: int, face: Face, review: int) -> None:
    """Remember where a review is shown; not where the token can edit nothing.

    A press there shows it anew.
    """
    app, channel = app_of(interaction), interaction.channel_id
    if is_member(interaction) and channel is not None:
        picture = face.review.picture if face.review else None
        place = Place(message, channel, interaction.guild_id, picture, face.shows)
        await app.store.write(posted.keep, review, place, now())
    app.posted.changed(review)  # other cards, and a vote that came before it was remembered


def is_member(interaction: Interaction) -> bool:
    """Tell whether the bot itself is in the server where this happens, not somebody's app alone."""
    alone = interaction.is_user_integration() and not interaction.is_guild_integration()
    return interaction.guild_id is not None and not alone


async def refresh(interaction: Interaction, review: int) -> None:
    """Show a review anew on the card that was pressed, where the token can't edit it.

    That is in direct messages, and where the bot is somebody's own app alone; one that may not be
    read any more is shown as gone. Nothing is done where something else than a card was pressed.
    """
    pressed = interaction.message
    if pressed is None or pressed.flags.ephemeral or is_member(interaction):
        return
    face = await app_of(interaction).store.read(posted.face, review, interaction.guild_id)
    card, ids = card_of(face), _lasting(about.custom_ids(pressed.components))
    if face.review is None and _is_of(ids, review):
        await edit(interaction, card, ())  # its picture goes, too
    elif ids == _lasting(about.custom_ids([card])):
        await edit(interaction, card)


def _is_of(ids: set[str], review: int) -> bool:
    """Tell whether what can be pressed is that of a review's card, whatever the review is of."""
    more = [one for one in ids if one.startswith("review:more:")]
    rest = {f"review:{what}:{review}" for what in ("helpful", "unhelpful", "report")}
    return len(more) == 1 and ids == rest | {*more}


def _lasting(custom_ids: Iterable[str]) -> set[str]:
    return {one for one in custom_ids if not one.startswith(_BESIDE)}
