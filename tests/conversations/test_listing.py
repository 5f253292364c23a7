"""A series with many episodes, page by page."""

from tests.conversations.talk import Person


async def test_the_episodes_come_25_to_a_page_and_the_page_says_where_it_stands(ann: Person):
    page = await ann.asks("mayday")
    assert "110 episodes\n-# Page 1 of 5" in page.text
    assert len(page.options) == 25
    assert page.placeholders == ["Pick an episode: S01E01 to S03E13"]
    assert list(page.buttons) == ["Next", "Last", "About the series"]


async def test_ann_turns_on_back_to_the_last_and_to_the_first_page(ann: Person):
    page = await ann.asks("mayday")
    for sign, place, size in (
        ("Next", "Page 2 of 5", 25),
        ("Next", "Page 3 of 5", 25),
        ("Previous", "Page 2 of 5", 25),
        ("Last", "Page 5 of 5", 10),
        ("Previous", "Page 4 of 5", 25),
        ("Next", "Page 5 of 5", 10),
        ("First", "Page 1 of 5", 25),
    ):
        turned = await ann.presses(sign, page)
        assert turned.id == page.id
        assert place in page.text
        assert len(page.options) == size
    assert page.options[0].label == "Unlocking Disaster"


async def test_all_pages_together_have_every_episode_once(ann: Person):
    page = await ann.asks("mayday")
    seen = [option.value for option in page.options]
    while "Next" in page.buttons:
        page = await ann.presses("Next", page)
        seen += [option.value for option in page.options]
    assert len(seen) == len(set(seen)) == 110


async def test_ann_picks_an_episode_from_the_last_page(ann: Person):
    page = await ann.presses("Last", await ann.asks("mayday"))
    card = await ann.picks("Choosing Sides", page)
    assert card.id == page.id
    assert "**S14E01**" in card.text


async def test_bob_turns_a_list_of_his_own(ann: Person, bob: Person):
    page = await ann.asks("mayday")
    own = await bob.presses("Last", page)
    assert own.private
    assert "Page 5 of 5" in own.text
    assert "Page 1 of 5" in page.text
    assert "Page 4 of 5" in (await bob.presses("Previous", own)).text
