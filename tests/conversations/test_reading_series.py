"""Reviews and ratings as a series and its seasons tell of them."""

import pytest

from bot.reviews import Words
from bot.store import Database, Store, catalogue
from tests.conversations.talk import Person
from tests.conversations.test_reading import QUERY, headlines, read, write
from tests.reviewing import rated, wrote


@pytest.fixture
async def thing(ann: Person) -> int:
    """Give the episode that everybody writes about."""
    return int((await ann.asks(QUERY)).button("Cast").split(":")[2])


async def test_a_series_has_reviews_as_well(ann: Person, store: Store):
    card = await ann.uses("series", query="mayday")
    series = int(card.button("Ratings").split(":")[2])
    empty = await ann.presses("Reviews", card)
    assert "*No reviews of the series itself yet;* those of its episodes" in empty.text
    assert empty.button("Review this title") == f"review:write:{series}"
    await wrote(store, 501, series, Words("All of it", "Every season.", 9))
    await wrote(store, 502, series, Words("Too long", "So many seasons.", 5))
    card = await ann.uses("series", query="mayday")
    shown = await ann.presses("Reviews 2", card)
    assert "### Too long" in shown.text
    assert "2 reviews, this one helped most" in shown.text
    every = await ann.presses("Read all 2", shown)
    assert headlines(every) == ["Too long", "All of it"]
    assert headlines(await ann.uses("review read", query="mayday")) == headlines(every)


async def test_from_a_series_a_press_leads_to_the_reviews_of_its_episodes(
    ann: Person, store: Store, thing: int
):
    await write(store, thing, 2)
    page = await ann.uses("review read", query="mayday")
    assert "*No reviews of the series itself yet;* those of its episodes" in page.text
    section = await ann.presses("Reviews", await ann.uses("series", query="mayday"))
    for shown in (page, section):
        found = await ann.presses("Reviews of its episodes", shown)
        assert "2 reviews, the newest first" in found.text
        assert "S09E05" in found.text
        assert "**Number 1**" in found.text
    assert "Reviews of its episodes" not in (await read(ann)).buttons


async def test_top_tells_the_best_episodes_and_how(ann: Person, bob: Person, store: Store):
    card = await ann.uses("series", query="mayday")
    series = int(card.button("Ratings").split(":")[2])
    none = await ann.uses("review top", query="mayday")
    assert "*No episode was rated by members yet.*" in none.text

    def some(db: Database) -> list[int]:
        return [one.id for one in catalogue.episodes_of(db, series, limit=22, offset=0)]

    things = await store.read(some)
    for at, thing in enumerate(things):
        await rated(store, 7, thing, 1 + at % 10)
    for member in (8, 9):
        await rated(store, member, things[8], 9)
    page = await ann.uses("review top", query=QUERY)
    assert "## Best by members' ratings" in page.text
    first = next(line for line in page.text.split("\n") if line.startswith("**1.**"))
    assert "(3 ratings, mean 9)" in first
    assert "5 of 5.5, the mean of all ratings, are added" in page.text
    assert "Page 1 of 2" in page.text
    assert (await bob.presses("Next", page)).private
    assert "**21.**" in (await ann.presses("Next", page)).text
    assert "## Mayday" in (await ann.presses("Series", page)).text


async def test_a_season_tells_what_members_think(ann: Person, store: Store, thing: int):
    await write(store, thing, 2, rating=10)
    await rated(store, 7, thing, 1)
    season = await ann.uses("season", query="mayday season 9")
    (row,) = (line for line in season.text.split("\n") if "S09E05" in line)
    assert row.endswith("members ★ 7 (3)")
    assert season.text.count("members ★") == 1
    assert "drawn towards the mean of all ratings" in season.text
