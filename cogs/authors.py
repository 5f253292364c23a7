"""/review mine and /review author: reviews by who wrote them."""

import discord
from discord import app_commands

from bot.app import App, app_of
from bot.render import authors as cards
from bot.render.parts import Container
from bot.render.reviews import FAMILY
from bot.store import authors
from bot.ui import Interaction, Pressable, promptly, send, turn

LARGEST = 2**63 - 1
"""The largest id that the store takes; a custom id made up by hand may have more digits."""


@app_commands.command()
async def mine(interaction: Interaction) -> None:
    """See all that you wrote: reviews, hidden ones and drafts, to change or delete them."""
    await send(interaction, await own(interaction), private=True)


@app_commands.command()
@app_commands.describe(member="Whose reviews")
async def author(interaction: Interaction, member: discord.User) -> None:
    """See a member's reviews, how many ratings they gave, and how helpful others find them."""
    await send(interaction, await page_of(interaction, member.id), private=True)


@app_commands.context_menu(name="Reviews by this member")
async def reviews_by(interaction: Interaction, member: discord.User) -> None:
    """See a member's reviews."""
    await send(interaction, await page_of(interaction, member.id), private=True)


async def own(interaction: Interaction, at: int = 0) -> Container:
    """Show a page of all that who asks wrote."""
    member, server = interaction.user.id, interaction.guild_id
    work = app_of(interaction).store.read(authors.own, member, server, at)
    return cards.own(await promptly(interaction, work, private=True), server)


async def page_of(interaction: Interaction, member: int, at: int = 0) -> Container:
    """Show a page of a member's reviews."""
    work = app_of(interaction).store.read(authors.page, member, interaction.guild_id, at)
    return cards.page(await promptly(interaction, work, private=True))


class Mine(Pressable, template=r"review:mine:(?P<page>\d{1,6})(?::[a-z]{1,10})?"):
    """A page of all that one wrote; whoever presses it sees their own."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        card = await own(interaction, int(self.match["page"]))
        if interaction.message and interaction.message.flags.ephemeral:
            await turn(interaction, card)
        else:
            await send(interaction, card, private=True)


class Author(
    Pressable, template=r"author:(?P<id>\d{1,19}):(?P<page>\d{1,6})(?::(?P<step>[a-z]{1,10}))?"
):
    """A page of a member's reviews."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page, or show it privately."""
        member = min(int(self.match["id"]), LARGEST)
        card = await page_of(interaction, member, int(self.match["page"]))
        if self.match["step"]:
            await turn(interaction, card)
        else:
            await send(interaction, card, private=True)


async def setup(bot: App) -> None:
    """Add the commands, the menu of members and what can be pressed."""
    bot.add_pressables(Mine, Author)
    family = bot.family("review", FAMILY)
    family.add_command(mine)
    family.add_command(author)
    bot.tree.add_command(reviews_by)
