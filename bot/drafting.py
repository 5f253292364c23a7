"""What a member writes: asked for in a form, kept as a draft, shown to them, published."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

import discord

from bot import forms, showing, taking
from bot.app import App, app_of
from bot.errors import NotDrawn, Unreadable
from bot.pictures import LARGEST
from bot.posted import card_of, files_of
from bot.render import drafts as cards
from bot.render import reviews
from bot.render.parts import Container
from bot.reviews import Deed
from bot.store import catalogue, drafts, posted
from bot.store.drafts import Desk, Written
from bot.ui import ANSWERED, LOST, Interaction, deed_of, promptly, report, send, turn

LANGUAGE = r"[a-z]{2,3}"
"""A language as custom ids have it."""


async def write(interaction: Interaction, thing: int, language: str | None = None) -> None:
    """Open the form for a thing: with its draft, or with the member's review of it; raises Gone.

    Without a `language` it stays in that which it has, a new one is in their Discord's.
    """
    store = app_of(interaction).store
    desk = await store.read(drafts.desk, interaction.user.id, thing, interaction.guild_id)
    if language:
        desk = desk._replace(words=desk.words._replace(language=language))
    await open_form(interaction, desk)


async def open_form(interaction: Interaction, desk: Desk, *, on_card: bool = False) -> None:
    """Open the form; `on_card` where its answer takes the place of the draft's card."""
    language = desk.words.language or ""
    told = f":in-{language}" if re.fullmatch(LANGUAGE, language) else ""
    custom_id = f"draft:form:{desk.thing or 0}:{desk.draft or 0}{told}{':card' * on_card}"
    least = app_of(interaction).least
    fields = cards.fields(desk.words, least, asked=desk.asked, kept=desk.kept)
    await forms.ask(interaction, custom_id, cards.title(desk.head), *fields)


async def keep(
    interaction: Interaction,
    written: Written,
    files: Sequence[discord.Attachment],
    *,
    on_card: bool,
) -> None:
    """Keep what was written, then show it; words that can't be kept are given back."""
    app = app_of(interaction)
    try:
        draft = await promptly(
            interaction,
            app.store.write(drafts.save, deed_of(interaction), written),
            private=True,
            fresh=not on_card,
        )
    except Exception as error:
        await report(interaction, error, (written.words.headline, written.words.body))
        return
    note = await illustrate(interaction, draft, files[:1], on_card=on_card)
    await show(interaction, draft, note, on_card=on_card)


async def illustrate(
    interaction: Interaction, draft: int, files: Sequence[discord.Attachment], *, on_card: bool
) -> str:
    """Give a draft the picture that came with it; tells what was wrong with it, "" if nothing."""
    if not files:
        return ""
    work = illustrated(app_of(interaction), deed_of(interaction), draft, files[0])
    try:
        await promptly(interaction, work, private=True, fresh=not on_card)
    except Unreadable as error:
        return cards.no_picture(error.reason)
    except NotDrawn:
        return cards.no_picture("it took too long, or too much, to be made smaller")
    return ""


async def illustrated(app: App, deed: Deed, draft: int, file: discord.Attachment) -> None:
    """Give a draft a picture that was sent; raises Unreadable, NotDrawn and DraftGone."""
    if file.size > LARGEST:
        raise Unreadable(file.filename, "", f"it has more than {LARGEST >> 20} MB")
    try:
        content = await file.read()
    except LOST as error:
        raise Unreadable(file.filename, "", "Discord did not hand it over") from error
    made = await app.drawing.remade(content)
    await app.store.write(drafts.illustrate, deed, draft, made)


async def show(
    interaction: Interaction, draft: int, note: str = "", *, on_card: bool = False
) -> None:
    """Show a member their draft as it is going to look, or why it can't be published."""
    app = app_of(interaction)
    member = interaction.user.id
    work = app.store.read(taking.look, member, draft, app.least)
    look = await promptly(interaction, work, private=True, fresh=not on_card)
    if look.trouble or not look.head:
        looked = await app.store.read(catalogue.headings, [*app.looked.by(member)])
        trouble, days = look.trouble or taking.nameless(look.draft), app.keeping.drafts
        await _answer(
            interaction, cards.refused(look.draft, trouble, looked, days, note), on_card=on_card
        )
        return
    files = _files(look)
    card = cards.preview(look.draft, look.head, note)
    await _answer(interaction, card, files, on_card=on_card)


def _files(look: taking.Look) -> list[discord.File]:
    if not look.picture:
        return []
    name = reviews.picture_name(look.draft.words.picture or 0)
    return [discord.File(BytesIO(look.picture), name)]


async def _answer(
    interaction: Interaction, card: Container, files: Sequence[discord.File] = (), *, on_card: bool
) -> None:
    if on_card:
        await turn(interaction, card, files=files)
    else:
        await send(interaction, card, private=True, files=files)


async def publish(interaction: Interaction, draft: int) -> None:
    """Publish a draft, and show the review in the channel.

    Where the bot has asked there whether it should, that message becomes the card; else its author
    is told in private.
    """
    app = app_of(interaction)
    work = app.store.write(taking.publish, deed_of(interaction), draft, app.least)
    done = await promptly(interaction, work)
    face = await app.store.read(posted.face, done.review, interaction.guild_id)
    asked = interaction.message
    if face.review and asked and not asked.flags.ephemeral:
        with _arrived(done):
            await showing.edit(interaction, card_of(face), files_of(face))
        await showing.remember(interaction, asked.id, face, done.review)
        return
    where: cards.Seen = "here"
    if face.review is None:
        where = await app.store.read(posted.unseen, done.review, interaction.guild_id)
    told = cards.published(face.head, where, new=done.new, same=done.same)
    with _arrived(done):
        await turn(interaction, told)
    app.posted.changed(done.review)
    if face.review and not done.posted:
        await showing.post(interaction, face, done.review)


@contextmanager
def _arrived(done: taking.Done) -> Iterator[None]:
    """Go on where an answer had arrived, though Discord said that it failed, and was repeated.

    Not where the whole press came again, and nothing new was published by it.
    """
    try:
        yield
    except discord.HTTPException as error:
        if error.code != ANSWERED or not done.new:
            raise
