"""Votes: who read a review says whether it helped; moderators see who has voted."""

import asyncio
import logging

from discord.ext import commands

from bot import showing
from bot.app import App, app_of, moderates, only_moderators
from bot.errors import ReviewGone
from bot.render import votes as cards
from bot.render.parts import Container
from bot.reviews import Ballot, ServerRules, now
from bot.running import spawn_background
from bot.store import Store, votes
from bot.ui import Interaction, Pressable, deed_of, promptly, send, turn

EVERY = 60.0
"""Seconds between two times that votes which were too new are looked for; votes do so, too."""

log = logging.getLogger(__name__)


class Vote(
    Pressable, template=r"review:(?P<how>helpful|unhelpful):(?P<id>\d{1,18})(?P<instead>:instead)?"
):
    """Whether a review helped; `instead` stands on the answer to a vote, which is changed then."""

    async def press(self, interaction: Interaction) -> None:
        """Vote; pressed again it stays one vote."""
        helpful, here = self.match["how"] == "helpful", bool(self.match["instead"])
        await vote(interaction, int(self.match["id"]), helpful=helpful, here=here)


class TakeBack(Pressable, template=r"review:unvote:(?P<id>\d{1,18})"):
    """A vote that is taken back; it stands on the answer to a vote."""

    async def press(self, interaction: Interaction) -> None:
        """Take it back."""
        await vote(interaction, int(self.match["id"]), helpful=None, here=True)


class WhoVoted(
    Pressable,
    template=r"review:voters:(?P<id>\d{1,18})(?::(?P<page>\d{1,6}))?(?P<turned>:[a-z]{1,10})?",
):
    """Who voted on a review, for moderators."""

    async def press(self, interaction: Interaction) -> None:
        """Show a page of them, to who asks alone."""
        await only_moderators(interaction)
        review, page = int(self.match["id"]), int(self.match["page"] or 0)
        store = app_of(interaction).store
        work = store.read(votes.voters, review, interaction.guild_id, page)
        found = await promptly(interaction, work, private=True)
        await answer(interaction, cards.voters(review, found), here=bool(self.match["turned"]))


async def vote(interaction: Interaction, review: int, *, helpful: bool | None, here: bool) -> None:
    """Vote on a review, None to take it back, and tell who pressed how it stands then."""
    app, ballot = app_of(interaction), Ballot(deed_of(interaction), review, helpful)
    work = app.store.write_together(votes.cast, ballot)
    try:
        standing = await promptly(interaction, work, private=True)
    except ReviewGone:
        await showing.refresh(interaction, review)
        raise
    if standing.own is not standing.before:
        app.posted.changed(review)
        await showing.refresh(interaction, review)
    moderator = moderates(interaction, ServerRules())
    await answer(interaction, cards.voted(standing, moderator=moderator), here=here)


async def answer(interaction: Interaction, card: Container, *, here: bool) -> None:
    """Answer privately: in place of the private answer that was pressed (`here`), or with one."""
    if here and interaction.message and interaction.message.flags.ephemeral:
        await turn(interaction, card)
    else:
        await send(interaction, card, private=True)


class Voting(commands.Cog):
    """Lets votes count once who cast them is no longer too new."""

    def __init__(self, bot: App) -> None:
        self.bot = bot
        self._ripening: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Look for them now and then."""
        if not self.bot.store.read_only:
            self._ripening = spawn_background(ripening(self.bot.store))

    async def cog_unload(self) -> None:
        """Look for no more."""
        if self._ripening:
            self._ripening.cancel()
            await asyncio.wait([self._ripening])


async def ripening(store: Store) -> None:
    """Let votes count that are old enough, again and again."""
    while True:
        try:
            await store.write(votes.ripen, now())
        except Exception:
            log.exception("votes that are old enough by now can't be counted")
        await asyncio.sleep(EVERY)


async def setup(bot: App) -> None:
    """Answer the presses."""
    await bot.add_cog(Voting(bot))
    bot.add_pressables(Vote, TakeBack, WhoVoted)
