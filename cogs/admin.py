"""/admin: loading and looking after the store; for operators, in the admin server alone."""

import functools
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App, operated, series_like
from bot.copying import copy_pictures
from bot.errors import ColdOpenError, NotUndoable
from bot.loading import undo
from bot.loading.sources import ServiceName
from bot.render import loading as cards
from bot.report import ALLOWED
from bot.running import Wish, attached, state_of
from bot.store import backups
from bot.store import loads as told
from bot.ui import Choices, Interaction, Pressable, promptly, send, suggesting, turn

Percent = app_commands.Range[float, 0, 100]
Show = app_commands.Range[str, 1, 200]
Number = app_commands.Range[int, 1, 2**31]
REJECTED = "Percent of rows that may be of no use; 0.1 unless told"
LISTED = 1000


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Admin(commands.GroupCog, group_name="admin"):
    """Loads television, takes it back, and tells operators how the store is."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @app_commands.command(name="load-file")
    @app_commands.rename(max_rejected="max-rejected")
    @app_commands.describe(
        file="A table (JSON lines or CSV), an .nfo, an answer of TVmaze's API, or a .gz of one",
        max_rejected=REJECTED,
    )
    async def load_file(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        max_rejected: Percent = 100 * ALLOWED,
    ) -> None:
        """Load a file that you attach; shows what would change before it changes anything."""
        self.bot.only_operators(interaction)
        read = functools.partial(attached, file, interaction.filesize_limit)
        wish = Wish(file.filename, max_rejected / 100, read)
        await self.bot.loads.prepare(interaction, wish)

    @app_commands.command(name="load-show")
    @app_commands.rename(max_rejected="max-rejected")
    @app_commands.describe(
        source="Where it is loaded from",
        show="Its name, or an id: tvmaze:82, tmdb:1399, tt0944947",
        max_rejected=REJECTED,
    )
    async def load_show(
        self,
        interaction: Interaction,
        source: ServiceName,
        show: Show,
        max_rejected: Percent = 100 * ALLOWED,
    ) -> None:
        """Load a show from TVmaze or TMDB; shows what would change before it changes anything."""
        self.bot.only_operators(interaction)
        read = functools.partial(self.bot.loads.fetch, source, show)
        wish = Wish(f"{show} from {source}", max_rejected / 100, read)
        await self.bot.loads.prepare(interaction, wish)

    @load_show.autocomplete("show")
    @suggesting
    async def offered(self, interaction: Interaction, current: str) -> Choices:
        """Suggest what the source offers for what is typed so far."""
        source = interaction.namespace.source
        if not self.bot.is_operator(interaction) or not source or not current.strip():
            return []
        try:
            found = await self.bot.loads.candidates(source, current)
        except ColdOpenError:
            return []  # what is wrong is told when the command is used
        pairs = [(cards.show_choice(*one[1:]), f"{source}:{one.id}".lower()) for one in found]
        return [app_commands.Choice(name=name, value=value) for name, value in pairs]

    @app_commands.command(name="load-pictures")
    @app_commands.describe(show="A series by its name or an id: its own and its episodes' come")
    async def load_pictures(self, interaction: Interaction, show: Show) -> None:
        """Copy a series' pictures into the store, from the addresses that its sources tell."""
        self.bot.only_operators(interaction)
        await copy_pictures(self.bot.loads, interaction, show)

    @load_pictures.autocomplete("show")
    @suggesting
    async def known(self, interaction: Interaction, current: str) -> Choices:
        """Suggest series: what was looked at last, then what is typed so far."""
        if not self.bot.is_operator(interaction):
            return []
        return await series_like(interaction, current)

    @app_commands.command()
    async def loads(self, interaction: Interaction) -> None:
        """List what was loaded, when, by whom, and what it changed."""
        self.bot.only_operators(interaction)
        every = await self.bot.store.read(told.latest, LISTED)
        await send(interaction, cards.loads_page(every, 0), private=True)

    @app_commands.command()
    @app_commands.describe(number="The last load's number")
    async def undo(self, interaction: Interaction, number: Number) -> None:
        """Take the last load back; asks before it does."""
        self.bot.only_operators(interaction)
        last = await self.bot.store.read(told.last)
        if last is None or last.id != number:
            raise NotUndoable(number, last and last.id)
        await send(interaction, cards.undo(last), private=True)

    @undo.autocomplete("number")
    @suggesting
    async def last(self, interaction: Interaction, current: str) -> list[app_commands.Choice[Any]]:
        """Suggest the last load: no other can be taken back."""
        del current
        allowed = self.bot.is_operator(interaction)
        last = await self.bot.store.read(told.last) if allowed else None
        return [app_commands.Choice(name=cards.undo_choice(last), value=last.id)] if last else []

    @app_commands.command()
    async def status(self, interaction: Interaction) -> None:
        """Show what the store has, its files, free space, the last loads, and who is loading."""
        self.bot.only_operators(interaction)
        state = await state_of(self.bot.store)
        await send(interaction, cards.status(state), private=True)

    @app_commands.command()
    async def sync(self, interaction: Interaction) -> None:
        """Tell Discord of the commands again."""
        self.bot.only_operators(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        count = await self.bot.tell_commands(again=True)
        await send(interaction, cards.synced(count), private=True)

    @app_commands.command()
    async def backup(self, interaction: Interaction) -> None:
        """Copy what people gave into the folder backups, and check the copy."""
        self.bot.only_operators(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        store = self.bot.store
        copy = await store.apart(backups.back_up, store.folder / "backups")
        await send(interaction, cards.backed_up(copy.name, copy.stat().st_size), private=True)


class Load(Pressable, template=r"admin:load:(?P<token>[0-9a-f]{16})"):
    """Yes: what was shown is to be loaded."""

    async def press(self, interaction: Interaction) -> None:
        """Load it."""
        await operated(interaction).loads.start(interaction, self.match["token"])


class Cancel(Pressable, template=r"admin:cancel:(?P<token>[0-9a-f]{16})"):
    """No: what is read, waits or is being loaded is called off."""

    async def press(self, interaction: Interaction) -> None:
        """Call it off."""
        await operated(interaction).loads.cancel(interaction, self.match["token"])


class Undo(Pressable, template=r"admin:undo:(?P<number>\d{1,18})"):
    """Yes: the load is to be taken back."""

    async def press(self, interaction: Interaction) -> None:
        """Take it back."""
        store = operated(interaction).store
        work = undo(store, int(self.match["number"]), str(interaction.user.id))
        await turn(interaction, cards.undone(await promptly(interaction, work)))


class LoadsPage(Pressable, template=r"admin:loads:(?P<page>\d{1,6})(?::[a-z]{1,10})?"):
    """A page of the list of loads."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        every = await operated(interaction).store.read(told.latest, LISTED)
        await turn(interaction, cards.loads_page(every, int(self.match["page"])))


async def setup(bot: App) -> None:
    """Add the commands where operators are, if the settings name the place."""
    bot.add_pressables(Load, Cancel, Undo, LoadsPage)
    await bot.loads.tidy()
    if bot.admin_guild:
        await bot.add_cog(Admin(bot), guild=bot.admin_guild)
