"""/moderate settings: a server's rules for reviews; and which servers the bot is in."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App, app_of, manages, only_moderators
from bot.asking.refusing import word_list
from bot.cases import HIDE_AFTER
from bot.errors import Gone, NotAllowed, NotFit, NotThere
from bot.forms import Form, ask
from bot.notified import post
from bot.render import moderation, reporting
from bot.render import rules as cards
from bot.render.parts import Container
from bot.reviews import ServerRules, now
from bot.store import decisions, servers
from bot.ui import Interaction, Pressable, deed_of, edit, picked, promptly, send


async def ruled(interaction: Interaction) -> ServerRules:
    """Give the rules of the server where a moderator asks; raises NotAllowed, NotThere."""
    rules = await only_moderators(interaction)
    if interaction.guild_id is None:
        raise NotThere
    return rules


def card(interaction: Interaction, rules: ServerRules) -> Container:
    """Show a server's rules."""
    guild = interaction.guild
    known = rules.channel is None or (guild and guild.get_channel_or_thread(rules.channel))
    return cards.settings(rules, gone=not known)


@app_commands.command(name="settings")
async def settings(interaction: Interaction) -> None:
    """Show this server's rules for reviews, and change them."""
    await send(interaction, card(interaction, await ruled(interaction)), private=True)


async def change(interaction: Interaction, name: str, value: object) -> None:
    """Change a rule, and show all of them on the card where it was changed."""
    rules = await promptly(interaction, written(interaction, name, value))
    await edit(interaction, card(interaction, rules))


async def written(interaction: Interaction, name: str, value: object) -> ServerRules:
    """Write what was decided of a rule, and give all of them."""
    store = app_of(interaction).store
    return await store.write(decisions.set_rules, deed_of(interaction), {name: value})


class Switch(Pressable, template=r"moderate:set:(?P<name>kept|links):(?P<to>on|off)"):
    """A rule that is one way or the other."""

    async def press(self, interaction: Interaction) -> None:
        """Change it."""
        await ruled(interaction)
        await change(interaction, self.match["name"], self.match["to"] == "on")


class HideAfter(Pressable, template=r"moderate:set:hide_after"):
    """How many reports hide a review."""

    async def press(self, interaction: Interaction) -> None:
        """Change it to what was picked."""
        await ruled(interaction)
        numbers = {str(one): one for one in HIDE_AFTER}
        if (told := picked(interaction)) not in numbers:
            raise Gone(0)
        await change(interaction, "hide_after", numbers[told])


class Role(Pressable, template=r"moderate:set:role"):
    """Who moderates beside those who may manage the server; only these decide it."""

    async def press(self, interaction: Interaction) -> None:
        """Change it to the role that was picked, or to none."""
        await ruled(interaction)
        if not manages(interaction):
            raise NotAllowed("those who may manage this server")
        role, guild = chosen(interaction), interaction.guild
        if role and (guild is None or role == guild.id or guild.get_role(role) is None):
            raise NotFit("everybody")
        await change(interaction, "role", role)


class Channel(Pressable, template=r"moderate:set:channel"):
    """Where cards of reports come."""

    async def press(self, interaction: Interaction) -> None:
        """Change it to the channel that was picked, or to none, if a card can be posted there."""
        rules = await ruled(interaction)
        channel = chosen(interaction)
        new = channel if channel != rules.channel else None
        rules = await promptly(interaction, moved(interaction, channel, new))
        await edit(interaction, card(interaction, rules))


def chosen(interaction: Interaction) -> int | None:
    """Give the role or the channel that was picked; None where that was taken away."""
    data: Any = interaction.data
    return next((int(one) for one in data.get("values", ())), None)


async def moved(interaction: Interaction, channel: int | None, new: int | None) -> ServerRules:
    """Let reports come to a channel; raises NotFit where nothing can be posted in a `new` one."""
    if new is not None:
        guild = interaction.guild
        if guild is None or guild.get_channel_or_thread(new) is None:
            raise NotFit("no channel")
        if not await post(interaction.client, new, reporting.here_it_comes()):
            raise NotFit("closed channel")
    return await written(interaction, "channel", channel)


class Words(Pressable, template=r"moderate:words"):
    """The words that a server refuses."""

    async def press(self, interaction: Interaction) -> None:
        """Ask for them."""
        rules = await ruled(interaction)
        await ask(
            interaction, "moderate:words", reporting.WORDS, *reporting.words_form(rules.words)
        )


class Listed(Form, template=r"moderate:words", returns=True):
    """A server's list of words."""

    async def submit(self, interaction: Interaction) -> None:
        """Change it."""
        await ruled(interaction)
        await change(interaction, "words", word_list(self.filled.texts.get("words", "")))


class Rules(commands.Cog):
    """Remembers which servers the bot was taken out of."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Remember since when."""
        if not self.bot.store.read_only:
            await self.bot.store.write(servers.left, guild.id, now())

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Forget that it was away."""
        store = self.bot.store
        if not store.read_only and await store.read(servers.is_left, guild.id):
            await store.write(servers.joined, guild.id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Do the same where it was let in again while it was not running."""
        await self.on_guild_join(guild)


async def setup(bot: App) -> None:
    """Add the command, and what can be pressed and filled in."""
    bot.add_pressables(Switch, HideAfter, Role, Channel, Words)
    bot.add_forms(Listed)
    bot.family("moderate", moderation.FAMILY).add_command(settings)
    await bot.add_cog(Rules(bot))
