"""Reviews in the chat: a reply that names the bot, and menus on messages."""

import discord
import pytest

from tests.conversations.conftest import Bot
from tests.conversations.talk import Person, Reply
from tests.conversations.test_writing import BODY, begun


async def reply_of_the_bot(person: Person, text: str, to: Reply) -> Reply:
    """Write a reply, and give what the bot answers in the channel."""
    before = len(person.channel.history())
    await person.writes(text, to)
    said = person.channel.history()
    assert len(said) == before + 2
    return Reply(said[-1])  # type: ignore[arg-type]  # has what a Reply reads
