"""What conversations about moderation begin with: a review on a card, people who may decide."""

import simcord

from bot.store import Store, decisions, votes
from tests.conversations.conftest import Bot
from tests.conversations.talk import Person, Reply
from tests.reviewing import LONG_AGO, deed
from tests.store.voting import at, ballot

FANS = range(LONG_AGO + 100, LONG_AGO + 110)
"""Members of whom nobody knows yet."""
REFUSED = ("Only moderators may do that.", "Only operators may do that.")


async def by_role(bot: Bot, name: str = "eve") -> Person:
    """Let somebody in who has the role that the server chose for its moderators."""
    role = bot.env.guild.create_role("Moderators")
    at = deed(1, bot.env.guild.id)
    await bot.app.store.write(decisions.set_rules, at, {"role": role.id})
    user = bot.env.create_user(name)
    return Person(bot.env.guild.add_member(user, roles=[role]), bot.channel)


async def loses_roles(bot: Bot, person: Person) -> None:
    """Take all roles away from somebody."""
    bot.env.backend.get_member(bot.env.guild.id, person.id).role_ids.clear()


def in_private(bot: Bot, person: Person) -> Person:
    """Let somebody write to the bot directly."""
    actor = person.actor
    user = actor.user if isinstance(actor, simcord.MemberActor) else actor
    return Person(user, user.dm_channel)


async def with_button(person: Person, *custom_ids: str) -> Reply:
    """Show somebody a message of the bot with these things to press."""
    card = await person.asks("mayday 9x05")
    for old, new in zip(list(card.buttons.values()), custom_ids, strict=False):
        card.made_up(old, new)
    return card


async def presses_id(person: Person, custom_id: str) -> simcord.InteractionResult:
    """Press something that another message of the bot had."""
    card = await with_button(person, custom_id)
    return await person.actor.click(card.message, custom_id=custom_id)


def said(result: simcord.InteractionResult) -> str:
    """Give what somebody was answered, or the title of the form that they got."""
    if result.modal:
        return str(result.modal["title"])
    got = [one for one in (result.response, *result.followups) if one is not None]
    return "\n".join(Reply(one).text for one in got)


def messages(channel: simcord.ChannelHandle) -> list[Reply]:
    """Give the messages that the bot sent to a channel by itself, the oldest first."""
    env = channel._env  # noqa: SLF001 - what everybody sees in the channel
    known = env.backend.messages.get(channel.id, {})
    sent = [one for one in known.values() if one.components and not one.interaction_metadata]
    return [Reply(simcord.ResponseMessage(env, one)) for one in sent]


async def reports(person: Person, review: int, reason: str = "spoiler", words: str = "") -> Reply:
    """Let somebody report a review from its card."""
    card = await with_button(person, f"review:report:{review}")
    form = await person.opens_by(next(iter(card.buttons)), card)
    return await person.sends(form, reason=[reason], words=words)


async def decides(person: Person, label: str, on: Reply, reason: str = "Because of it") -> Reply:
    """Let a moderator decide on a card, and say why."""
    return await person.sends(await person.opens_by(label, on), reason=reason)


async def looks(person: Person, review: int) -> Reply:
    """Let a moderator look at a review."""
    return await person.uses("moderate review", number=review)


async def watched(store: Store, review: int, server: int | None, fans: range = FANS) -> None:
    """Let fans vote who watched it together, none of whom is known yet."""
    ballots = [ballot(one, review, at(), server=server) for one in fans]
    await store.write(votes.cast, ballots)
