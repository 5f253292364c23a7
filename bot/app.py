"""The Bot: takes the store, loads the cogs, tells Discord of its commands, loses no error."""

import asyncio
import hashlib
import importlib
import logging
import pkgutil
from collections.abc import Iterable, Sequence
from typing import Any

import discord
import msgspec
from discord import app_commands
from discord.ext import commands
from discord.http import Route

from bot import finding
from bot.drawing import Drawing
from bot.errors import CogBroken, NotAllowed
from bot.finding.series import series_suggested
from bot.forms import Form, answer_form
from bot.loading.phrasing import keep_up
from bot.loading.services import Services
from bot.looked import Looked
from bot.model import Heading
from bot.posted import Cards
from bot.render.parts import Container
from bot.render.words import choice_name, choice_value
from bot.retention import Retention
from bot.reviews import ServerRules
from bot.running import Loads, spawn_background
from bot.settings import REVIEW_LEAST, TMDB_API, TVMAZE_API, Keeping
from bot.store import Store, servers
from bot.store import commands as told
from bot.store.posted import Place
from bot.trends import Lookups
from bot.ui import Choices, Interaction, Pressable, Screen, answer_press, report

EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
PRESS, SENT = discord.InteractionType.component, discord.InteractionType.modal_submit

log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree["App"]):
    """The commands; every error goes to report()."""

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Tell a person what went wrong."""
        await report(interaction, error)


class App(commands.AutoShardedBot):
    """Cold Open in Discord. No privileged intents, no caches of members or messages."""

    def __init__(  # noqa: PLR0913 - each is told by its name
        self,
        store: Store,
        *,
        operators: frozenset[int] = frozenset(),
        admin_guild: int | None = None,
        always_sync: bool = False,
        services: Services | None = None,
        keeping: Keeping | None = None,
    ) -> None:
        super().__init__(**_client())
        self.store = store
        self.looked = Looked()
        self.lookups = Lookups(store)
        self.posted = Cards(store, self._edit_card)
        self.keeping = keeping or Keeping()
        self.retention = Retention(store, self.keeping, self._servers, self.posted.look)
        self.operators = operators
        self.least = REVIEW_LEAST
        """Characters that a review needs."""
        self.admin_guild = discord.Object(admin_guild) if admin_guild else None
        self._always_sync = always_sync
        services = services or Services(TVMAZE_API, TMDB_API, None, store.folder / "cache")
        self.loads = Loads(store, services)
        self.drawing = Drawing()
        self.pressables: dict[type[Pressable], None] = {}
        self.forms: dict[type[Form], None] = {}
        self._reading: asyncio.Task[None] | None = None
        """Reads the words of what large loads have stored."""

    async def setup_hook(self) -> None:
        """Load every family of commands and tell Discord of them; raises CogBroken."""
        await self.load_cogs()
        self.lookups.begin()
        self.posted.begin()
        self.retention.begin()
        if self._reading is None and not self.store.read_only:
            self._reading = spawn_background(keep_up(self.store))
            self._reading.add_done_callback(_tell_of)
        await self.tell_commands(again=self._always_sync)

    async def close(self) -> None:
        """Call off what is loaded and drawn, write what was counted, then leave Discord."""
        if self._reading:
            self._reading.cancel()
            await asyncio.wait([self._reading])
        try:
            await self.loads.close()
            await self.drawing.close()
            await self.posted.close()
            await self.lookups.close()
            await self.retention.close()
        finally:
            await super().close()

    def _servers(self) -> list[int] | None:
        """Give the servers on which this bot is, once Discord has told of all."""
        return [guild.id for guild in self.guilds] if self.is_ready() else None

    async def tell_commands(self, *, again: bool = False) -> int:
        """Tell Discord of the commands if they changed, or `again`; gives how many there are."""
        count = await self._sync(None, again=again)
        if self.admin_guild:
            try:
                count += await self._sync(self.admin_guild, again=again)
            except discord.Forbidden:
                log.warning("not in the admin server yet, no /admin there: %s", self.invite)
        return count

    async def load_cogs(self) -> None:
        """Load every family of commands; raises CogBroken."""
        for name in cogs():
            if name in self.extensions:
                continue  # logged in before: the connection was lost on the way to the gateway
            try:
                await self.load_extension(name)
            except commands.ExtensionError as error:
                raise CogBroken(name, str(error)) from error

    def add_pressables(self, *kinds: type[Pressable]) -> None:
        """Let presses be answered by these kinds of buttons and selects, too."""
        self.pressables.update(dict.fromkeys(kinds))

    def add_forms(self, *kinds: type[Form]) -> None:
        """Let forms be answered by these, too."""
        self.forms.update(dict.fromkeys(kinds))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a press or a form; commands have been answered by the tree."""
        if interaction.type is PRESS:
            await answer_press(interaction, self.pressables)
        elif interaction.type is SENT:
            await answer_form(interaction, self.forms)

    async def on_message(self, message: discord.Message, /) -> None:
        """Look for no commands in texts: whatever reads messages listens by itself."""

    async def _edit_card(
        self, place: Place, card: Container, files: Sequence[discord.File] | None
    ) -> None:
        """Edit a message of ours, whatever became of who asked for it."""
        message = self.get_partial_messageable(place.channel).get_partial_message(place.message)
        kept = discord.utils.MISSING if files is None else files
        await message.edit(view=Screen(card), attachments=kept)

    async def _sync(self, guild: discord.Object | None, *, again: bool) -> int:
        """Tell Discord of the commands if they changed: it counts, 200 new ones a day."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands(guild=guild)]
        digest = hashlib.blake2b(msgspec.json.encode(payload), digest_size=12).hexdigest()
        place = f"{Route.BASE} {self.application_id} {guild.id if guild else 'everywhere'}"
        if not again and await self.store.read(told.digest, place) == digest:
            return len(payload)
        await self.tree.sync(guild=guild)
        log.info("told Discord of its commands: %d", len(payload))
        if not self.store.read_only:
            async with self.store.writing() as line:
                await line.run(told.remember, place, digest)
        return len(payload)

    def family(self, name: str, said: str) -> app_commands.Group:
        """Give the commands under one word, such as /review, to which several cogs add theirs."""
        group = self.tree.get_command(name)
        if not isinstance(group, app_commands.Group):
            group = app_commands.Group(name=name, description=said)
            self.tree.add_command(group)
        return group

    def only_operators(self, interaction: discord.Interaction[Any]) -> None:
        """Raise NotAllowed unless an operator asks; every path to what is theirs calls this."""
        if not self.is_operator(interaction):
            raise NotAllowed("operators")

    def is_operator(self, interaction: discord.Interaction[Any]) -> bool:
        """Tell whether an operator asks."""
        return interaction.user.id in self.operators

    def trusts(self, interaction: discord.Interaction[Any]) -> bool:
        """Tell whether an operator asks in the admin server: what is wrong inside is told there."""
        home = self.admin_guild and self.admin_guild.id
        return self.is_operator(interaction) and interaction.guild_id == home

    @property
    def invite(self) -> str:
        """Give the address that adds the bot to a server: commands, and nothing else."""
        return discord.utils.oauth_url(
            self.application_id or 0,
            permissions=discord.Permissions.none(),
            scopes=("bot", "applications.commands"),
        )


def _client() -> dict[str, Any]:
    """Tell discord.py what this bot needs of it, and what it does not."""
    return {
        "command_prefix": commands.when_mentioned,
        "tree_cls": Tree,
        "help_command": None,
        "intents": discord.Intents(guilds=True, guild_messages=True),
        "allowed_contexts": EVERYWHERE,
        "allowed_installs": app_commands.AppInstallationType(guild=True, user=True),
        "allowed_mentions": discord.AllowedMentions.none(),
        "member_cache_flags": discord.MemberCacheFlags.none(),
        "chunk_guilds_at_startup": False,
        "max_messages": None,
        "max_ratelimit_timeout": 30.0,
        # Nothing here needs the list of servers: ready means that people are answered.
        "guild_ready_timeout": 0.1,
    }


def cogs() -> list[str]:
    """Name every family of commands."""
    package = importlib.import_module("cogs")
    return [f"cogs.{module.name}" for module in pkgutil.iter_modules(package.__path__)]


def _tell_of(reading: asyncio.Task[None]) -> None:
    if not reading.cancelled() and (fault := reading.exception()):
        log.error("the words of what is stored can't be read", exc_info=fault)


def app_of(interaction: Interaction) -> App:
    """Give the bot that was spoken to."""
    if not isinstance(interaction.client, App):
        raise TypeError(interaction.client)
    return interaction.client


def operated(interaction: Interaction) -> App:
    """Give the bot that an operator spoke to; raises NotAllowed for everybody else."""
    app = app_of(interaction)
    app.only_operators(interaction)
    return app


def manages(interaction: Interaction) -> bool:
    """Tell whether who asks may manage the server where they ask; operators may everywhere."""
    allowed = interaction.permissions
    here = interaction.guild_id is not None
    in_charge = here and (allowed.manage_guild or allowed.administrator)
    return in_charge or app_of(interaction).is_operator(interaction)


def moderates(interaction: Interaction, rules: ServerRules) -> bool:
    """Tell whether who asks moderates the server where they ask; operators do so everywhere.

    Who may manage the server does, and who has the role that `rules` name, as long as there is one.
    """
    if manages(interaction):
        return True
    user, role = interaction.user, rules.role
    return isinstance(user, discord.Member) and bool(role and user.get_role(role))


async def only_moderators(interaction: Interaction) -> ServerRules:
    """Give the server's rules to who moderates it; raises NotAllowed for everybody else.

    Discord's own permissions of commands are only what is shown: every path calls this.
    """
    rules = await app_of(interaction).store.read(servers.rules, interaction.guild_id)
    if not moderates(interaction, rules):
        raise NotAllowed("moderators")
    return rules


def looked_at(interaction: Interaction, thing: int) -> None:
    """Remember that who asked or pressed was shown this thing, and count it if it is new to them.

    Who they are is not counted.
    """
    app = app_of(interaction)
    if app.looked.note(interaction.user.id, thing):
        app.lookups.note(interaction.guild_id, thing)


async def things_like(interaction: Interaction, current: str) -> Choices:
    """Suggest series and episodes: what was looked at last, then what is typed so far."""
    app = app_of(interaction)
    looked = app.looked.by(interaction.user.id)
    return _choices(await finding.suggest(app.store, current, looked))


async def series_like(interaction: Interaction, current: str) -> Choices:
    """Suggest series: what was looked at last, then what is typed so far."""
    app = app_of(interaction)
    looked = app.looked.by(interaction.user.id)
    return _choices(await app.store.read(series_suggested, current, looked))


def _choices(headings: Iterable[Heading]) -> Choices:
    return [app_commands.Choice(name=choice_name(one), value=choice_value(one)) for one in headings]
