"""Words of reviews that the bot sent to moderators and authors go when the reviews do."""

import pytest
import simcord

from bot.store import Database, Store, decisions, erasing
from tests.conversations.conftest import Bot
from tests.conversations.moderators import (
    decides,
    in_private,
    looks,
    messages,
    reports,
    with_button,
)
from tests.conversations.talk import Person, Reply
from tests.conversations.test_changing import mended
from tests.moderating import TEXT
from tests.reviewing import deed

WORDS = ("Good", TEXT[:40])


@pytest.fixture
async def channel(bot: Bot, store: Store) -> simcord.ChannelHandle:
    """Give the channel to which reports come."""
    channel = bot.env.guild.create_text_channel("reports")
    at = deed(1, bot.env.guild.id)
    await store.write(decisions.set_rules, at, {"channel": channel.id})
    return channel


@pytest.fixture
def there(dan: Person, channel: simcord.ChannelHandle) -> Person:
    """Let dan sit in the channel to which reports come."""
    return Person(dan.actor, channel)


@pytest.fixture
async def card(channel: simcord.ChannelHandle, cat: Person, review: int) -> Reply:
    """Give the card of a report that moderators see in their channel."""
    await reports(cat, review, "spam", "Buy it!")
    (card,) = messages(channel)
    assert all(words in card.text for words in WORDS)
    return card


def wordless(card: Reply) -> bool:
    return not any(words in card.text for words in WORDS)


async def left(store: Store) -> int:
    """Count the messages of which the bot knows that they quote a review."""

    def count(db: Database) -> int:
        return int(db.execute("SELECT count(*) FROM quoted").fetchone()[0])

    return await store.read(count)


async def goes(bot: Bot, person: Person, label: str = "Delete everything") -> None:
    await person.presses(label, await person.uses("privacy delete"))
    await mended(bot)


async def test_what_its_author_had_erased_is_erased_in_the_moderators_channel(
    bot: Bot, store: Store, bob: Person, card: Reply
):
    await goes(bot, bob)
    assert wordless(card)
    assert "its author had it erased" in card.text
    assert f"<@{bob.id}>" not in card.text
    assert list(card.buttons) == ["Log of this review", "All that waits"]
    assert await left(store) == 0


async def test_what_was_erased_while_the_bot_could_not_say_so_is_erased_at_its_next_start(
    bot: Bot, store: Store, bob: Person, card: Reply
):
    await store.write(erasing.erase, deed(bob.id), store.folder, "erased")
    assert not wordless(card)
    await bot.restarts()
    await mended(bot)
    assert wordless(card)
    assert await left(store) == 0


async def test_whose_review_stays_as_nobodys_is_not_named_any_more(
    bot: Bot, bob: Person, there: Person, card: Reply
):
    await decides(there, "Warn", card, "Not so loud")
    assert f"<@{bob.id}>" in card.text
    await goes(bot, bob, "Delete all but reviews")
    assert f"<@{bob.id}>" not in card.text
    assert "a former member" in card.text
    assert "Not so loud" in card.text
    assert "Hide" in card.buttons
    await bot.restarts()
    await mended(bot)
    assert not wordless(card)


async def test_a_deleted_review_is_shown_no_more_and_again_after_an_undo(
    bot: Bot, bob: Person, card: Reply, review: int
):
    on = await with_button(bob, f"review:delete:{review}")
    done = await bob.presses(next(iter(on.buttons)), on)
    await mended(bot)
    assert wordless(card)
    assert "Its author has deleted it" in card.text
    assert "Block author here" in card.buttons
    await bob.presses("Undo", done)
    await mended(bot)
    assert not wordless(card)


async def test_a_removed_review_is_read_by_moderators_alone_who_ask_for_it(
    bot: Bot, dan: Person, there: Person, card: Reply, review: int
):
    await decides(dan, "Remove", await looks(dan, review))
    await mended(bot)
    assert wordless(card)
    assert "removed by a moderator" in card.text
    private = await there.presses("Look at it", card)
    assert private.private
    assert not wordless(private)


async def test_a_card_on_which_a_review_is_removed_loses_its_words_then(
    bot: Bot, there: Person, card: Reply
):
    after = await decides(there, "Remove", card)
    assert after.id == card.id
    assert wordless(card)
    await mended(bot)
    assert wordless(card)


async def test_an_appeal_is_decided_with_the_words_before_ones_eyes(
    bot: Bot, channel: simcord.ChannelHandle, bob: Person, there: Person, card: Reply
):
    await decides(there, "Remove", card)
    private = in_private(bot, bob)
    notice = messages(private.channel)[-1]
    await private.sends(await private.opens_by("Appeal", notice), words="It was a joke")
    await mended(bot)
    first, second = messages(channel)
    assert not wordless(first)
    assert not wordless(second)
    await decides(there, "Dismiss", second, "It was not")
    await mended(bot)
    assert wordless(first)
    assert wordless(second)


async def test_what_an_author_was_told_quotes_nothing_that_is_erased(
    bot: Bot, store: Store, bob: Person, dan: Person, review: int
):
    await decides(dan, "Hide", await looks(dan, review))
    (notice,) = messages(in_private(bot, bob).channel)
    assert "Good" in notice.text
    await goes(bot, bob)
    assert "Good" not in notice.text
    assert "is erased" in notice.text
    assert notice.buttons == {}
    assert await left(store) == 0


async def test_whose_review_is_nobodys_is_known_by_no_message_to_them(
    bot: Bot, store: Store, bob: Person, dan: Person, review: int
):
    await decides(dan, "Hide", await looks(dan, review))
    assert await left(store) == 1
    await goes(bot, bob, "Delete all but reviews")
    assert await left(store) == 0


@pytest.mark.parametrize("gone", ["message", "channel", "access", "permission"])
async def test_a_card_that_can_not_be_changed_any_more_hinders_nobody(
    bot: Bot, store: Store, bob: Person, card: Reply, gone: str
):
    channel = card.message.channel_id
    match gone:
        case "message":
            bot.env.backend.delete_message(channel, card.id)
        case "channel":
            bot.env.backend.delete_channel(channel)
        case _:
            code = 50001 if gone == "access" else 50013
            path = f"/channels/{channel}/messages/*"
            bot.env.inject_error("PATCH", path, status=403, code=code, message="No", times=None)
    await goes(bot, bob)
    assert await left(store) == 0
    assert (await bob.asks("mayday 9x05")).buttons


async def test_a_card_of_an_older_version_is_known_once_it_was_decided_on(
    bot: Bot, store: Store, bob: Person, there: Person, card: Reply
):
    await store.write(lambda db: db.execute("DELETE FROM quoted"))
    await decides(there, "Hide", card)
    await goes(bot, bob)
    assert wordless(card)


async def test_what_is_too_old_to_be_had_back_is_erased_without_a_restart(
    bot: Bot, store: Store, bob: Person, dan: Person, review: int
):
    await decides(dan, "Hide", await looks(dan, review))
    (notice,) = messages(in_private(bot, bob).channel)
    sql = "UPDATE review SET state = 'deleted', deleted_at = '2020-01-01T00:00:00+00:00'"
    await store.write(lambda db: db.execute(sql))
    await bot.app.retention.tidy(bot.env.now())
    await mended(bot)
    assert "Good" not in notice.text
