"""One mistake is one: of what it makes each name has its turn, and numbers stay what they are."""

import pytest
from msgspec import structs

from bot.model import Episode, Rating
from bot.store import Store, indexing
from tests.loading.harbour import found
from tests.loading.reading import episode, show
from tests.loading.reading import load as tell

SHOW = show("Ghosts", 2019, tvmaze=1)


def named(*titles: str) -> list[Episode]:
    return [
        episode(SHOW, f"1x{number:02}", title, tvmaze=100 + number)
        for number, title in enumerate(titles, 1)
    ]


@pytest.fixture(params=[20_000, 0], ids=["few", "many"])
def names(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a store find mistyped names as it does where they are few, and where they are many."""
    monkeypatch.setattr(indexing, "FEW", request.param)


async def test_every_name_that_one_mistake_makes_is_among_the_first(names: None, store: Store):
    *popular, other = named(*["Queen"] * 12, "Quelen")
    rating = Rating(source="TVmaze", value=7.0, votes=100)
    await tell(store, SHOW, *(structs.replace(one, ratings=(rating,)) for one in popular), other)
    assert (await found(store, "quehen"))[:3] == ["Queen", "Quelen", "Queen"]


async def test_a_number_that_runs_into_a_word_is_that_number(names: None, store: Store):
    await tell(store, SHOW, *named("Part", "Party", "Part 4", "Part 5"))
    assert (await found(store, "part4"))[0] == "Part 4"


async def test_a_place_in_a_mistyped_series_may_be_a_title(names: None, store: Store):
    await tell(store, SHOW, *named("Last Quuhax", "Somewhere"))
    quuhax = show("Quuhax", 2020, tvmaze=2)
    await tell(store, quuhax, episode(quuhax, "1x01", "Elsewhere", tvmaze=200))
    assert {"Last Quuhax", "Elsewhere"} <= set(await found(store, "last quhuax"))
