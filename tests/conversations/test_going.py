"""Who goes leaves cards in channels: they say that the review is gone, or is nobody's any more."""

from bot.store import Store, votes
from tests.conversations.conftest import Bot
from tests.conversations.talk import Person
from tests.conversations.test_changing import id_of, mended
from tests.conversations.test_writing import begun, photo
from tests.reviewing import voted


async def test_cards_of_who_went_say_so_and_their_votes_are_gone_from_others(
    bot: Bot, store: Store, ann: Person, bob: Person
):
    _, anns = await ann.publishes(await begun(ann, picture=("me.jpg", photo())))
    _, bobs = await bob.publishes(await begun(bob))
    await voted(store, ann.id, id_of(bobs), helpful=True)
    bot.app.posted.changed(id_of(bobs))
    await mended(bot)
    assert "1 of 1 person" in bobs.text
    await ann.presses("Delete everything", await ann.uses("privacy delete"))
    await mended(bot)
    assert "no longer here" in anns.text
    assert not anns.files
    assert "0 of 0 people" in bobs.text
    assert await store.read(votes.own, id_of(bobs), ann.id) is None


async def test_the_card_of_a_review_that_stays_names_nobody(
    bot: Bot, store: Store, ann: Person, bob: Person
):
    _, card = await ann.publishes(await begun(ann, picture=("me.jpg", photo())))
    await voted(store, bob.id, id_of(card), helpful=True)
    assert f"<@{ann.id}>" in card.text
    await ann.presses("Delete all but reviews", await ann.uses("privacy delete"))
    await mended(bot)
    assert f"<@{ann.id}>" not in card.text
    assert "a former member" in card.text
    assert "1 of 1 person" in card.text
    assert list(card.files) == ["review-1.jpg"]
    await ann.publishes(await begun(ann))
