"""/random: an episode by chance, and another."""

import pytest

from bot.store import Store
from tests.conversations import world
from tests.conversations.conftest import Bot, behind_its_back
from tests.conversations.talk import Person
from tests.conversations.test_stale import GONE


@pytest.fixture
async def told(store: Store) -> None:
    await world.tell(store)


async def test_any_episode_is_shown_as_its_card_with_a_button_for_another(ann: Person):
    card = await ann.uses("random")
    assert "-# Mayday (2003– ) · **S" in card.text
    assert "Releases" in "".join(card.buttons)
    before = card.text
    other = await ann.presses("Another", card)
    assert other.id == card.id
    assert other.text != before
    assert "Another" in card.buttons


async def test_it_stays_inside_a_series_and_a_season(told: None, ann: Person, bot: Bot):
    card = await ann.uses("random", query="harbour", season=2)
    seen = set()
    for _ in range(12):
        seen.add(card.text.split("\n")[0])
        await bot.restarts()
        await ann.presses("Another", card)
    assert len(seen) > 1
    assert seen <= {f"-# Harbour (1990–2016) · **S02E0{n}**" for n in (1, 2, 3)}
    assert "Harbour" in (await ann.uses("random", query="harbour")).text
    for query in ("mayday s9", "mayday 9"):
        assert "**S09E" in (await ann.uses("random", query=query)).text
    assert "no season 40" in (await ann.uses("random", query="mayday 40")).text


async def test_another_is_never_the_same_one_where_there_is_another(told: None, ann: Person):
    card = await ann.uses("random", query="harbour specials")
    for _ in range(8):
        before = card.text
        await ann.presses("Another", card)
        assert card.text != before


async def test_of_one_alone_it_is_that_one_again(told: None, ann: Person):
    card = await ann.uses("random", query="ghosts 2019")
    before = card.text
    assert (await ann.presses("Another", card)).text == before


async def test_of_two_series_of_one_name_ann_picks(told: None, ann: Person):
    choice = await ann.uses("random", query="ghosts", season=9)
    card = await ann.picks("Ghosts", choice, "2021")
    assert "## To Come" in card.text
    gone = await ann.uses("random", query="ghosts", season=9)
    assert (
        "I know no season 9 of “Ghosts”. There is season 1."
        in (await ann.picks("Ghosts", gone, "2019")).text
    )


async def test_a_season_alone_is_asked_for_its_series(ann: Person):
    reply = await ann.uses("random", season=3)
    assert reply.private
    assert "Season 3 of which series?" in reply.text
    card = await ann.uses("random")
    another = card.button("Another")
    made_up = card.made_up(another, another.replace("none", "3"))
    assert "Season 3 of which series?" in (await ann.presses("Another", made_up)).text


async def test_bob_draws_one_of_his_own(ann: Person, bob: Person):
    card = await ann.uses("random", query="mayday", season=14)
    before = card.text
    assert (await bob.presses("Another", card)).private
    assert card.text == before


async def test_where_there_is_nothing_it_is_said(ann: Person, store: Store):
    card = await ann.uses("random", query="mayday")
    everywhere = await ann.uses("random")
    assert (
        "I know no season 99 of “Mayday”"
        in (await ann.uses("random", query="mayday", season=99)).text
    )
    behind_its_back(store, "DELETE FROM episode")
    assert "I know no episodes of “Mayday” yet." in (await ann.presses("Another", card)).text
    assert "I know nothing" in (await ann.presses("Another", everywhere)).text
    behind_its_back(store, "DELETE FROM series")
    assert GONE in (await ann.presses("Another", card)).text
