"""The bot to compare with: the same library, the same command, always the same answer."""

import os

import discord
from discord import app_commands
from discord.ext import commands

from bot.online import point_at


class Constant(commands.AutoShardedBot):
    """Answers /episode, and every press, with one word."""

    def __init__(self) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
        )

    async def setup_hook(self) -> None:
        """Tell Discord of the one command."""
        self.tree.add_command(episode)
        await self.tree.sync()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer a press with the same constant; commands are answered by the tree."""
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_message("constant")


@app_commands.command()
async def episode(interaction: discord.Interaction, query: str) -> None:
    """Answer a constant."""
    await interaction.response.send_message("constant")


if __name__ == "__main__":
    point_at(os.environ["DISCORD_API_URL"])
    Constant().run(os.environ["DISCORD_TOKEN"], log_handler=None)
