"""Odd votes that moderators look at: the alarms of their server, and who rang them."""

import re

from bot.app import App, app_of, only_moderators
from bot.errors import Gone
from bot.render import alarms as cards
from bot.reviews import EVERYWHERE
from bot.store import alarms, cases
from bot.ui import Interaction, Pressable, picked, turn


class Alarms(Pressable, template=r"moderate:alarms:(?P<page>\d{1,6})(?::[a-z]{1,10})?"):
    """A page of the alarms."""

    async def press(self, interaction: Interaction) -> None:
        """Turn to the page."""
        await only_moderators(interaction)
        server, page = interaction.guild_id or EVERYWHERE, int(self.match["page"])
        found = await app_of(interaction).store.read(cases.odd, server, page)
        await turn(interaction, cards.listed(found))


class Voters(
    Pressable, template=r"moderate:alarm(?::(?P<id>\d{1,18}):(?P<page>\d{1,6}):[a-z]{1,10})?"
):
    """Who rang an alarm; which one stands in the id, or is picked from a list."""

    async def press(self, interaction: Interaction) -> None:
        """Show a page of them; an alarm that concerns another server is none."""
        await only_moderators(interaction)
        told, server = self.match["id"] or picked(interaction), interaction.guild_id or EVERYWHERE
        alarm = int(told) if re.fullmatch(r"[0-9]{1,18}", told) else 0
        store = app_of(interaction).store
        here, elsewhere = await store.read(alarms.voters, alarm, server)
        if not here:
            raise Gone(0)
        page = int(self.match["page"] or 0)
        await turn(interaction, cards.voters(alarm, here, elsewhere, page))


async def setup(bot: App) -> None:
    """Add what can be pressed."""
    bot.add_pressables(Alarms, Voters)
