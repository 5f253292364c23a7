"""/privacy: what is stored about me, shown, taken along and deleted."""

import asyncio
import io
from collections.abc import Iterable
from contextlib import suppress

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App, app_of
from bot.errors import StoreError
from bot.personal import KINDS, Choice, Erased
from bot.render import export
from bot.render import privacy as cards
from bot.render.export import File
from bot.render.parts import Container
from bot.store import Database, erasing, personal, tombstones
from bot.ui import Interaction, Pressable, deed_of, is_theirs, picked, promptly, send, turn

MORE = 200_000
"""Bytes of a message that are kept for what is not its files."""


class Privacy(commands.GroupCog, group_name="privacy"):
    """Shows, exports and deletes what is stored about who asks; nobody else sees the answers."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """Show everything that is stored about you."""
        counts = await promptly(interaction, counted(interaction), private=True)
        await send(interaction, cards.overview(counts), private=True)

    @app_commands.command()
    async def export(self, interaction: Interaction) -> None:
        """Get everything that is stored about you as files."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        limit = max(interaction.filesize_limit - MORE, MORE)
        parts = export.messages(await exported(interaction, limit), limit)
        for number, files in enumerate(parts):
            card = cards.exported([one.name for one in files], number, len(parts))
            await send(interaction, card, private=True, files=attached(files))

    @app_commands.command()
    async def delete(self, interaction: Interaction) -> None:
        """Delete everything that is stored about you; asks before it does."""
        counts = await promptly(interaction, counted(interaction), private=True)
        await send(interaction, cards.ask(counts), private=True)


async def counted(interaction: Interaction) -> dict[str, int]:
    """Count what is stored about who asks, and what is in memory alone."""
    app, member = app_of(interaction), interaction.user.id
    counts = await app.store.read(personal.counts, member)
    looked = len(app.looked.by(member))
    return counts | ({"looked": looked} if looked else {})


async def page_of(interaction: Interaction, kind: str, page: int) -> Container:
    """Make a page of one kind of what is stored about who asks."""
    app, counts = app_of(interaction), await counted(interaction)
    size, count = cards.PAGE, counts.get(kind, 0)
    page = min(page, max(0, (count - 1) // size))
    if kind == "looked":
        looked = app.looked.by(interaction.user.id)[page * size : (page + 1) * size]
        entries = await app.store.read(personal.of_things, looked)
    else:
        entries = await app.store.read(personal.some, interaction.user.id, kind, size, page * size)
    servers = {one.id: one.name for one in app.guilds}
    return cards.entries(cards.Page(kind, entries, page, count, servers), counts)


async def exported(interaction: Interaction, limit: int) -> list[File]:
    """Make the files of all that is stored about who asks, while others are answered."""
    app, member = app_of(interaction), interaction.user.id
    looked = app.looked.by(member)

    def everything(db: Database) -> list[File]:
        entries = [*personal.everything(db, member), *personal.of_things(db, looked)]
        numbers = [one.facts["id"] for one in entries if one.kind == "picture"]
        found = ((number, personal.picture(db, number)) for number in numbers)
        pictures = (File(f"picture-{number}.{one[0]}", one[1]) for number, one in found if one)
        return export.files(entries, pictures, limit)

    return await app.store.apart(everything)


def attached(files: Iterable[File]) -> list[discord.File]:
    """Make files to be sent."""
    return [discord.File(io.BytesIO(one.content), one.name) for one in files]


async def erase(interaction: Interaction, choice: Choice) -> Erased:
    """Erase all of who asks; when this has ended it is done, in backups that come back too."""
    app, deed = app_of(interaction), deed_of(interaction)
    store = app.store
    try:
        erased = await store.write(erasing.erase, deed, store.folder, choice)
    except Exception:
        with suppress(StoreError):
            await asyncio.to_thread(tombstones.take_back, store.folder, deed.member, deed.now)
        raise
    app.looked.forget(deed.member)
    for review in (*erased.reviews, *erased.kept, *erased.voted):
        app.posted.changed(review)
    return erased


class Look(Pressable, template=r"privacy:show"):
    """Look into one kind of what is stored."""

    async def press(self, interaction: Interaction) -> None:
        """Show its first page."""
        kind = picked(interaction)
        work = page_of(interaction, kind if kind in KINDS else KINDS[0], 0)
        await turn(interaction, await promptly(interaction, work))


class Turn(Pressable, template=r"privacy:page:(?P<kind>[a-z]{1,20}):(?P<page>\d{1,9}):[a-z]{1,8}"):
    """A page of one kind of what is stored."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        kind = self.match["kind"] if self.match["kind"] in KINDS else KINDS[0]
        work = page_of(interaction, kind, int(self.match["page"]))
        await turn(interaction, await promptly(interaction, work))


class Delete(Pressable, template=r"privacy:delete:(?P<choice>erased|anonymised|none)"):
    """Yes or no: all that is stored is to be deleted."""

    async def press(self, interaction: Interaction) -> None:
        """Delete it, or say that nothing was; who has not asked for it is asked first."""
        if not is_theirs(interaction):
            await send(interaction, cards.ask(await counted(interaction)), private=True)
        elif self.match["choice"] == "none":
            await turn(interaction, cards.done(None))
        else:
            choice: Choice = "erased" if self.match["choice"] == "erased" else "anonymised"
            await turn(
                interaction, cards.done(await promptly(interaction, erase(interaction, choice)))
            )


async def setup(bot: App) -> None:
    """Add the commands."""
    bot.add_pressables(Look, Turn, Delete)
    await bot.add_cog(Privacy(bot))
