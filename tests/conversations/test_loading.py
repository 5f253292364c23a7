"""The catalogue is loaded while people ask."""

import asyncio
from contextlib import suppress

import pytest

from bot import loading
from bot.errors import Unreadable
from bot.loaders import tables
from bot.model import Credit, Episode, Ids, Numbering, Series, SeriesReference, Title
from bot.store import Store
from tests.conversations.conftest import Bot, behind_its_back
from tests.conversations.talk import Person

SHOW = Ids(imdb="tt5555555")


def show(episodes: int) -> list[Series | Episode]:
    """Make a series with many episodes."""
    reference = SeriesReference(ids=SHOW)
    told = (
        Episode(
            source="table",
            series=reference,
            numberings=(Numbering(season=1, number=number),),
            titles=(Title(text=f"Lighthouse number {number}"),),
            credits=tuple(Credit(name=f"Keeper {number} {one}") for one in range(5)),
        )
        for number in range(1, episodes + 1)
    )
    return [Series(source="table", ids=SHOW, titles=(Title(text="Lighthouses"),)), *told]


async def test_people_are_answered_while_a_load_runs(ann: Person, bob: Person, store: Store):
    card = await ann.asks("mayday 9x05")
    load = asyncio.create_task(loading.load(store, show(400)))
    answered = 0
    while not load.done():
        assert "**S09E05**" in (await bob.asks("mayday 9x05")).text
        await ann.presses("Cast", card)
        await ann.presses("Overview", card)
        assert await bob.types("target is")
        answered += 1
    assert (await load).new == 401
    assert answered >= 3
    assert "**S01E377**" in (await bob.asks("lighthouses 1x377")).text


async def test_nobody_sees_half_a_load(ann: Person, store: Store):
    load = asyncio.create_task(loading.load(store, show(200)))
    seen = set()
    while not load.done():
        page = await ann.asks("tt5555555")
        seen.add("200 episodes" if not page.private else "nothing")
        assert page.private or "200 episodes" in page.text
    assert (await load).episodes == 200
    assert "nothing" in seen
    assert "200 episodes" in (await ann.asks("tt5555555")).text


async def test_what_was_loaded_is_there_at_once_and_old_cards_work(ann: Person, store: Store):
    card, listed = await ann.asks("mayday 9x05"), await ann.asks("mayday")
    assert (await ann.asks("lighthouses")).private
    await loading.load(store, show(3))
    assert "3 episodes" in (await ann.asks("lighthouses")).text
    assert "· Cast" in (await ann.presses("Cast", card)).text
    assert "Page 2 of 5" in (await ann.presses("Next", listed)).text


async def test_a_card_keeps_its_episode_when_the_starter_is_loaded_again(
    ann: Person, store: Store, bot: Bot
):
    card = await ann.asks("mayday 9x05")
    before = card.text
    assert (await loading.load_starter(store)).unchanged == 111
    await bot.restarts()
    assert (await ann.presses("Overview", await ann.presses("Cast", card))).text == before


async def test_a_file_that_is_no_catalogue_changes_nothing(ann: Person, store: Store):
    with pytest.raises(Unreadable):
        await loading.load(store, tables.read_lines(b'{"record": "episode"}', "bad.jsonl"))
    assert "**S09E05**" in (await ann.asks("mayday 9x05")).text


async def test_after_a_load_that_failed_half_way_everything_is_as_before(ann: Person, store: Store):
    card = await ann.asks("mayday 9x05")
    # What makes it fail is taken for the disk's fault: the hundredth row can't be written.
    behind_its_back(
        store,
        """CREATE TRIGGER full BEFORE INSERT ON episode WHEN NEW.title LIKE '%number 100'
        BEGIN SELECT RAISE(ABORT, 'no more room'); END""",
    )
    with pytest.raises(Exception, match="no more room"):
        await loading.load(store, show(200))
    assert (await ann.asks("lighthouses 1x99")).private
    assert not [one for one in await ann.types("lighthouses") if "Lighthouse" in one.name]
    assert "· Cast" in (await ann.presses("Cast", card)).text
    behind_its_back(store, "DROP TRIGGER full")
    await loading.load(store, show(200))
    assert "**S01E100**" in (await ann.asks("lighthouses 1x100")).text


async def test_after_a_load_that_was_stopped_everything_is_as_before(ann: Person, store: Store):
    load = asyncio.create_task(loading.load(store, show(500)))
    assert "**S09E05**" in (await ann.asks("mayday 9x05")).text
    load.cancel()
    with suppress(asyncio.CancelledError):
        await load
    assert (await ann.asks("tt5555555")).private
    await loading.load(store, show(5))
    assert "5 episodes" in (await ann.asks("tt5555555")).text
