"""Ann asked; bob, who sees it too, presses."""

from tests.conversations.talk import Person

SECTIONS = ("Cast", "Plot", "Releases", "Details", "Next S09E06", "Previous S09E04")


async def test_bob_gets_a_copy_of_his_own_and_anns_card_stays_as_it_is(ann: Person, bob: Person):
    card = await ann.asks("mayday 9x05")
    before = card.text
    for section in SECTIONS:
        copy = await bob.presses(section, card)
        assert copy.private
        assert copy.id != card.id
        assert copy.text != before
    assert card.text == before
    assert not card.private


async def test_bob_turns_the_pages_of_his_copy_in_place(ann: Person, bob: Person):
    card = await ann.asks("mayday 9x05")
    copy = await bob.presses("Cast", card)
    turned = await bob.presses("Next", copy)
    assert turned.id == copy.id
    assert turned.private
    assert "Page 2 of 2" in copy.text
    await bob.presses("Overview", copy)
    assert "## Target Is Destroyed" in copy.text


async def test_ann_still_turns_her_card_after_others_took_copies(
    ann: Person, bob: Person, cat: Person
):
    card = await ann.asks("mayday 9x05")
    for other in (bob, cat):
        await other.presses("Plot", card)
    cast = await ann.presses("Cast", card)
    assert cast.id == card.id
    assert "· Cast" in card.text


async def test_what_ann_turned_to_is_what_bob_presses_on(ann: Person, bob: Person):
    card = await ann.asks("mayday 9x05")
    await ann.presses("Next", card)
    copy = await bob.presses("Previous", card)
    assert "**S09E05**" in copy.text
    assert "**S09E06**" in card.text


async def test_the_other_readings_of_anns_words_are_bobs_to_pick_privately(
    ann: Person, bob: Person
):
    card = await ann.asks("Lost")
    copy = await bob.picks("Lost in Translation", card)
    assert copy.private
    assert "## Lost in Translation" in copy.text
    assert "## Lost\n" in card.text
    assert card.options
