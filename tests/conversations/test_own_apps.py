"""Cards that the bot's token does not edit: in direct messages, and of an app of one's own."""

from bot.store import posted
from tests.conversations.conftest import Bot
from tests.conversations.talk import Person
from tests.conversations.test_writing import BODY, begun, photo


async def test_in_a_direct_message_the_card_is_shown_and_not_looked_after(bot: Bot, ann: Person):
    alone = Person(bot.operator, bot.operator.dm_channel)
    _, card = await alone.publishes(await begun(alone))
    assert "### Hard to watch" in card.text
    assert not await bot.app.store.read(posted.is_any, int(card.button("Helpful").split(":")[2]))
    assert "Reviews 1" in (await ann.asks("mayday 9x05")).buttons


async def test_where_the_token_edits_nothing_the_card_is_shown_anew_by_who_presses(
    ann: Person, bob: Person
):
    preview = await begun(ann, picture=("me.jpg", photo()))
    card = await ann.presses_by_an_app_of_ones_own("Publish", preview)
    told = await bob.presses_by_an_app_of_ones_own("Helpful", card)
    assert told.private
    assert "1 of 1 person" in card.text
    assert len(card.files) == 1


async def test_where_the_token_edits_nothing_a_press_takes_the_words_of_what_is_gone_away(
    ann: Person, bob: Person
):
    preview = await begun(ann, picture=("me.jpg", photo()))
    card = await ann.presses_by_an_app_of_ones_own("Publish", preview)
    await ann.uses("review delete", query="mayday 9x05")
    assert BODY in card.text
    told = await bob.presses_by_an_app_of_ones_own("Helpful", card)
    assert told.private
    assert "no longer here" in told.text
    assert "This review is no longer here" in card.text
    assert BODY not in card.text
    assert not card.files


async def test_only_a_card_is_shown_anew_by_a_press_and_nothing_else(ann: Person, bob: Person):
    _, card = await ann.publishes(await begun(ann))
    page = await bob.asks("mayday 9x05")
    page.made_up(page.button("Cast"), card.button("Helpful"))
    told = await bob.presses_by_an_app_of_ones_own("Cast", page)
    assert told.private
    assert "## Target Is Destroyed" in page.text


async def test_a_card_by_an_app_of_ones_own_is_not_edited_by_the_bots_token(bot: Bot, ann: Person):
    card = await ann.presses_by_an_app_of_ones_own("Publish", await begun(ann))
    assert "### Hard to watch" in card.text
    assert not await bot.app.store.read(posted.is_any, int(card.button("Helpful").split(":")[2]))
