"""The Bot: takes the store, loads the cogs, tells Discord of its commands, loses no error."""

import hashlib
import importlib
import logging
import pkgutil
from typing import Any

import discord
import msgspec
from discord import app_commands
from discord.ext import commands
from discord.http import Route

from bot.errors import CogBroken, Gone, NotAllowed
from bot.store import Store
from bot.store import commands as told
from bot.ui import Interaction, is_known, report

PRESS = discord.InteractionType.component

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

    def __init__(
        self,
        store: Store,
        *,
        operators: frozenset[int] = frozenset(),
        admin_guild: int | None = None,
        always_sync: bool = False,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            tree_cls=Tree,
            help_command=None,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=30.0,
            # Nothing here needs the list of servers: ready means that people are answered.
            guild_ready_timeout=0.1,
        )
        self.store = store
        self.operators = operators
        self.admin_guild = discord.Object(admin_guild) if admin_guild else None
        self._always_sync = always_sync

    async def setup_hook(self) -> None:
        """Load every family of commands and tell Discord of them; raises CogBroken."""
        await self.load_cogs()
        await self._sync(None)
        if self.admin_guild:
            try:
                await self._sync(self.admin_guild)
            except discord.Forbidden:
                log.warning("not in the admin server yet, no /admin there: %s", self.invite)

    async def load_cogs(self) -> None:
        """Load every family of commands; raises CogBroken."""
        for name in cogs():
            if name in self.extensions:
                continue  # logged in before: the connection was lost on the way to the gateway
            try:
                await self.load_extension(name)
            except commands.ExtensionError as error:
                raise CogBroken(name, str(error)) from error

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a press of something that only another version of the bot knows."""
        pressed: Any = interaction.data if interaction.type is PRESS else None
        if pressed and not is_known(pressed["custom_id"]):
            await report(interaction, Gone(0))

    async def _sync(self, guild: discord.Object | None) -> None:
        """Tell Discord of the commands if they changed: it counts, 200 new ones a day."""
        payload = [command.to_dict(self.tree) for command in self.tree.get_commands(guild=guild)]
        digest = hashlib.blake2b(msgspec.json.encode(payload), digest_size=12).hexdigest()
        place = f"{Route.BASE} {self.application_id} {guild.id if guild else 'everywhere'}"
        if not self._always_sync and await self.store.read(told.digest, place) == digest:
            return
        await self.tree.sync(guild=guild)
        log.info("told Discord of %d commands", len(payload))
        if not self.store.read_only:
            async with self.store.writing() as line:
                await line.run(told.remember, place, digest)

    def only_operators(self, interaction: discord.Interaction[Any]) -> None:
        """Raise NotAllowed unless an operator asks; every path to what is theirs calls this."""
        if interaction.user.id not in self.operators:
            raise NotAllowed("operators")

    @property
    def invite(self) -> str:
        """Give the address that adds the bot to a server: commands, and nothing else."""
        return discord.utils.oauth_url(
            self.application_id or 0,
            permissions=discord.Permissions.none(),
            scopes=("bot", "applications.commands"),
        )


def cogs() -> list[str]:
    """Name every family of commands."""
    package = importlib.import_module("cogs")
    return [f"cogs.{module.name}" for module in pkgutil.iter_modules(package.__path__)]
