"""Reports and appeals: members say what is wrong with a review, authors with a decision."""

import logging
from io import BytesIO
from typing import Any

import discord
from discord.ext import commands

from bot.app import App, app_of, only_moderators
from bot.cases import REASONS, Quote
from bot.errors import Gone, NoReason
from bot.forms import Form, ask
from bot.notified import catch_up, post_case, tell
from bot.render import moderation as cards
from bot.render import reporting
from bot.render.fit import bare
from bot.render.reviews import picture_name
from bot.reviews import EVERYWHERE
from bot.store import cases, decisions, reports, servers
from bot.ui import Interaction, Pressable, deed_of, promptly, send

log = logging.getLogger(__name__)


class Report(Pressable, template=r"review:report:(?P<id>\d{1,18})"):
    """A member wants to report a review."""

    async def press(self, interaction: Interaction) -> None:
        """Ask what is wrong, unless it can't be reported by them."""
        store, review = app_of(interaction).store, int(self.match["id"])
        await store.read(reports.may, deed_of(interaction), review)
        await ask(
            interaction, f"review:report:{review}", reporting.REPORT, *reporting.report_form()
        )


class Reported(Form, template=r"review:report:(?P<id>\d{1,18})", returns=True):
    """A member says what is wrong with a review."""

    async def submit(self, interaction: Interaction) -> None:
        """Keep the report, and tell who decides about it."""
        app, review = app_of(interaction), int(self.match["id"])
        reason = self.filled.one("reason")
        if reason not in REASONS:
            raise Gone(0)
        words = bare(self.filled.texts.get("words", ""))
        work = app.store.write(reports.report, deed_of(interaction), review, reason, words)
        filed = await promptly(interaction, work, private=True, fresh=True)
        here = interaction.guild_id is not None
        await send(interaction, reporting.reported(filed, here=here), private=True)
        if filed.hidden:
            app.posted.changed(review)
            await tell(app, app.store, filed.notice)
        if filed.first or filed.hidden:
            await told_moderators(app, review, interaction.guild_id or 0)


class Appeal(Pressable, template=r"moderate:appeal:(?P<id>\d{1,18}):(?P<server>\d{1,18}|1\d{18})"):
    """An author does not agree with a decision."""

    async def press(self, interaction: Interaction) -> None:
        """Ask why, once a review."""
        review, server = int(self.match["id"]), int(self.match["server"])
        store = app_of(interaction).store
        await store.read(decisions.appealable, interaction.user.id, review, server)
        custom_id = f"moderate:appeal:{review}:{server}"
        await ask(interaction, custom_id, reporting.APPEAL, *reporting.appeal_form())


class Appealed(
    Form, template=r"moderate:appeal:(?P<id>\d{1,18}):(?P<server>\d{1,18}|1\d{18})", returns=True
):
    """An author says why a decision is wrong."""

    async def submit(self, interaction: Interaction) -> None:
        """Keep the appeal, and tell who decides about it."""
        app, words = app_of(interaction), readable(self.filled.texts.get("words", ""))
        review, server = int(self.match["id"]), int(self.match["server"])
        work = app.store.write(decisions.appeal, deed_of(interaction), review, server, words)
        await promptly(interaction, work, private=True, fresh=True)
        await send(interaction, reporting.appealed(), private=True)
        await told_moderators(app, review, server)


class Picture(Pressable, template=r"moderate:picture:(?P<id>\d{1,18})"):
    """The picture of a review, for moderators."""

    async def press(self, interaction: Interaction) -> None:
        """Show it privately, hidden reviews' as well."""
        await only_moderators(interaction)
        review, server = int(self.match["id"]), interaction.guild_id or EVERYWHERE
        work = app_of(interaction).store.read(cases.picture, review, server)
        number, content = await promptly(interaction, work, private=True, fresh=True)
        file = discord.File(BytesIO(content), picture_name(number))
        await send(interaction, cards.picture(review, number), private=True, files=[file])


def readable(words: str) -> str:
    """Give words as others can read them; raises NoReason where nothing is left."""
    if not (left := bare(words)):
        raise NoReason
    return left


async def told_moderators(app: App, review: int, server: int) -> None:
    """Post a review's case where a server's moderators want it; it waits in their list anyway."""
    rules = await app.store.read(servers.rules, server)
    await post_case(app, app.store, rules.channel, Quote(review, server, "case"))
    app.posted.changed(review)


class Reports(commands.Cog):
    """Shows members who use /review what they could not be told before."""

    def __init__(self, bot: App) -> None:
        self.bot = bot
        self._telling: set[int] = set()
        """Who is told of something now: two commands at once would tell them twice."""

    @commands.Cog.listener()
    async def on_app_command_completion(
        self, interaction: Interaction, command: discord.app_commands.Command[Any, ..., None]
    ) -> None:
        """Show it after the answer."""
        member = interaction.user.id
        answered = command.qualified_name.split()[0] == "review" and interaction.response.is_done()
        if not answered or member in self._telling:
            return
        self._telling.add(member)
        try:
            await catch_up(interaction, self.bot.store)
        except discord.HTTPException as error:
            log.warning("a member can't be told of a decision: %s", error)
        finally:
            self._telling.discard(member)


async def setup(bot: App) -> None:
    """Add what can be pressed and filled in."""
    bot.add_pressables(Report, Appeal, Picture)
    bot.add_forms(Reported, Appealed)
    await bot.add_cog(Reports(bot))
