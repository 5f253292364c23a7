"""Replies to a card that mention the bot: each becomes a draft, which its author opens."""

import logging
import re

import discord
from discord.ext import commands

from bot import about, drafting
from bot.app import App
from bot.asking import replies
from bot.errors import NotDrawn, Unreadable
from bot.render import drafts as cards
from bot.reviews import Deed
from bot.store import deeds, drafts
from bot.store.drafts import Written
from bot.taking import look
from bot.ui import Screen, deed_by

_MENTION = re.compile(r"<@!?\d{1,20}>")

log = logging.getLogger(__name__)


class Replying(commands.Cog):
    """Reads what mentions the bot; of no other message Discord tells it the text."""

    def __init__(self, bot: App) -> None:
        self.bot = bot

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Make a draft of a reply to a card that names the bot, and offer it to its author."""
        card = replied_to(message, self.bot)
        text = _MENTION.sub("", message.content).strip() if card else ""
        if card is None or not text:
            return
        try:
            await self.offer(message, about.told(card), text)
        except discord.HTTPException as error:
            log.info("a draft can't be offered in its channel: %s", error)
        except Exception:
            log.exception("a reply can't be made a draft")

    async def offer(self, message: discord.Message, thing: int | None, text: str) -> None:
        """Keep the draft, and ask its author in the channel; once, if Discord tells it again."""
        at = deed_by(message.author, message.id, message.guild.id if message.guild else None)
        if await self.bot.store.read(deeds.earlier, at) is not None:
            return
        language = str(message.guild.preferred_locale)[:2] if message.guild else None
        written = Written(thing, replies.told(text, language))
        draft = await self.bot.store.write(drafts.save, at, written)
        note = await self.illustrate(message, at, draft)
        seen = await self.bot.store.read(look, message.author.id, draft, self.bot.least)
        card = cards.asked(seen.draft, seen.head, seen.trouble, note)
        await message.reply(view=Screen(card), mention_author=False)

    async def illustrate(self, message: discord.Message, at: Deed, draft: int) -> str:
        """Give the draft the picture that came with a message; tells what was wrong with it."""
        for file in message.attachments[:1]:
            try:
                await drafting.illustrated(self.bot, at, draft, file)
            except (Unreadable, NotDrawn):
                return cards.no_picture("it is none that I can read")
        return ""


def replied_to(message: discord.Message, app: App) -> discord.Message | None:
    """Give the message of ours to which one replies that names the bot in its text."""
    if message.author.bot or app.user is None or app.user.id not in message.raw_mentions:
        return None
    card = message.reference.resolved if message.reference else None
    return card if isinstance(card, discord.Message) and about.is_ours(card) else None


async def setup(bot: App) -> None:
    """Listen."""
    await bot.add_cog(Replying(bot))
