"""Odd votes that moderators look at: the alarms of their server, who rang them, who was honest."""

import re

from bot.app import App, app_of, only_moderators
from bot.cases import Lift
from bot.errors import Gone, NoReason
from bot.forms import Form, ask
from bot.render import alarms as cards
from bot.render.fit import bare
from bot.render.parts import Container
from bot.reviews import EVERYWHERE
from bot.store import alarms, cases, lifting
from bot.ui import Interaction, Pressable, deed_of, picked, promptly, turn


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
        told = self.match["id"] or picked(interaction)
        alarm = int(told) if re.fullmatch(r"[0-9]{1,18}", told) else 0
        await turn(interaction, await voters(interaction, alarm, int(self.match["page"] or 0)))


class Honest(Pressable, template=r"moderate:honest:(?P<id>\d{1,18})"):
    """A moderator wants to find the votes of a burst honest."""

    async def press(self, interaction: Interaction) -> None:
        """Ask why, if they may."""
        await only_moderators(interaction)
        lift, store = order(interaction, int(self.match["id"])), app_of(interaction).store
        alarm = await store.read(lifting.check, interaction.user.id, lift)
        title, fields = cards.form(alarm)
        await ask(interaction, f"moderate:honest:{alarm.id}", title, *fields)


class FoundHonest(Form, template=r"moderate:honest:(?P<id>\d{1,18})", returns=True):
    """A moderator finds the votes of a burst honest, and says why."""

    async def submit(self, interaction: Interaction) -> None:
        """Let them weigh what they are worth, and show how the alarm stands then."""
        await only_moderators(interaction)
        reason = bare(self.filled.texts.get("reason", ""))
        if not reason:
            raise NoReason
        lift = order(interaction, int(self.match["id"]), reason)
        work = app_of(interaction).store.write(lifting.lift, deed_of(interaction), lift)
        await promptly(interaction, work)
        await turn(interaction, await voters(interaction, lift.alarm, 0))


def order(interaction: Interaction, alarm: int, reason: str = "") -> Lift:
    """Say who finds the votes of an alarm honest, and where they moderate."""
    server, operator = interaction.guild_id or EVERYWHERE, app_of(interaction).is_operator
    return Lift(alarm, server, reason, operator(interaction))


async def voters(interaction: Interaction, number: int, page: int) -> Container:
    """Show a page of who rang an alarm; raises Gone where it does not concern who asks."""
    lift = order(interaction, number)
    alarm, (here, _) = await app_of(interaction).store.read(
        lambda db: (alarms.one(db, number, lift.server), alarms.voters(db, number, lift.server))
    )
    if alarm is None:
        raise Gone(0)
    may = lifting.may(alarm, lift.server, operator=lift.operator)
    return cards.voters(alarm, here, page, may=may)


async def setup(bot: App) -> None:
    """Add what can be pressed and filled in."""
    bot.add_pressables(Alarms, Voters, Honest)
    bot.add_forms(FoundHonest)
