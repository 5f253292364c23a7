"""Where to watch: an episode alone, a whole series, in one's own country and in others."""

from typing import Any

import msgspec
import pytest

from bot import loading
from bot.loaders import tables
from bot.store import Store
from tests.conversations.conftest import Bot
from tests.conversations.talk import Person

SERIES = {"record": "series", "source": "TMDB", "titles": [{"text": "Harbour"}]}
EPISODE = {
    "record": "episode",
    "source": "TMDB",
    "series": {"title": "Harbour"},
    "titles": [{"text": "The Long Night"}],
    "numberings": [{"season": 2, "number": 3}],
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def offer(country: str, kind: str = "free", provider: str = "Strom", **more: Any) -> dict[str, Any]:
    return {"provider": provider, "country": country, "kind": kind} | more


async def load(
    store: Store, of_the_series: list[dict[str, Any]], of_the_episode: list[dict[str, Any]]
) -> None:
    lines = SERIES | {"offers": of_the_series}, EPISODE | {"offers": of_the_episode}
    read = tables.read_lines(b"\n".join(map(msgspec.json.encode, lines)), "harbour.jsonl")
    await loading.load(store, read)


async def test_an_episode_leads_to_where_its_series_can_be_watched(
    ann: Person, bot: Bot, store: Store
):
    told = [offer("US", provider=f"Flat {one}", source="JustWatch") for one in range(9)]
    await load(store, [*told, offer("DE", source="JustWatch")], [])
    watch = await ann.presses("Watch", await ann.asks("the long night"))
    assert "No source tells where this episode alone can be watched." in watch.text
    await bot.restarts()
    watch = await ann.presses("Where to watch the whole series", watch)
    assert "## Where to watch\n-# In the United States (guessed" in watch.text
    assert "### Free\n- **Flat 0** · JustWatch" in watch.text
    assert "Page 2 of 2" in (await ann.presses("Next", watch)).text
    watch = await ann.picks("Germany", watch)
    assert "-# In Germany\n### Free\n- **Strom** · JustWatch" in watch.text
    await bot.restarts()
    watch = await ann.presses("Back to the episode", watch)
    assert "The Long Night" in watch.text
    watch = await ann.presses("Where to watch the whole series", watch)
    assert (await ann.presses("Overview", watch)).button("Watch 10")


async def test_an_episode_leads_to_no_offers_where_its_series_has_none(ann: Person, store: Store):
    await load(store, [], [offer("US")])
    watch = await ann.presses("Watch", await ann.asks("the long night"))
    assert "Where to watch the whole series" not in watch.buttons
    series = await ann.presses("Watch", await ann.uses("series", query="harbour"))
    assert "Back to the episode" not in series.buttons


async def test_nobody_is_credited_where_nothing_is_shown(ann: Person, store: Store):
    await load(store, [], [offer("DE", source="IMDb")])
    watch = await ann.presses("Watch", await ann.asks("the long night"))
    assert "*Nothing known for the United States.*" in watch.text
    assert "courtesy of" not in watch.text
    assert "courtesy of" in (await ann.picks("Germany", watch)).text


async def test_a_series_that_nobody_offers_says_so(ann: Person, store: Store):
    await load(store, [], [])
    watch = await ann.presses("Watch", await ann.uses("series", query="harbour"))
    assert "*No offers yet.* No source tells where it can be watched as a whole." in watch.text


async def test_offers_of_justwatch_have_the_credit_that_is_asked_for(ann: Person, store: Store):
    await load(store, [], [offer("US", source="JustWatch"), offer("US", "ads", source="TMDB")])
    watch = await ann.presses("Watch", await ann.asks("the long night"))
    assert watch.text.count("is told by [JustWatch](<https://www.justwatch.com>).") == 1


async def test_the_cheapest_of_a_kind_stands_first_and_on_the_overview(ann: Person, store: Store):
    prime = {"provider": "Prime Video", "currency": "USD"}
    told = [
        offer("DE", "subscription"),
        offer("US", "buy", price=299, quality="HD", **prime),
        offer("US", "buy", provider="Shop"),
        offer("US", "buy", price=199, quality="SD", **prime),
    ]
    await load(store, told, told)
    for card in (await ann.asks("the long night"), await ann.uses("series", query="harbour")):
        assert "Watch from $1.99 (SD) on Prime Video, United States" in card.text
        watch = (await ann.presses("Watch", card)).text
        assert watch.index("$1.99") < watch.index("$2.99") < watch.index("Shop")


async def test_another_country_is_another_one(ann: Person, store: Store):
    await load(store, [], [offer("US"), offer("DE"), offer("DE", "ads")])
    watch = await ann.presses("Watch", await ann.asks("the long night"))
    assert watch.placeholders == ["Another country (1)"]
    watch = await ann.picks("Germany", watch)
    assert [one.label for one in watch.options] == ["United States"]
    await load(store, [], [offer("DE")])
    assert (await ann.picks("United States", watch)).placeholders == ["Another country (1)"]
    assert (await ann.picks("Germany", watch)).placeholders == []


async def test_more_countries_than_fit_are_counted(ann: Person, store: Store):
    countries = [f"{one}{other}" for one in LETTERS for other in LETTERS if one != "U"][:201]
    await load(store, [], [offer(country) for country in countries])
    watch = await ann.presses("Watch", await ann.asks("the long night"))
    assert len(watch.options) == 100
    assert "-# There are offers in 101 more countries: `/me country` shows one." in watch.text


@pytest.mark.parametrize("value", ["\u202eAC", "x" * 100, "germany", "<@1>", "D", "ABCDE", "٣٣"])
async def test_a_country_that_is_none_is_not_shown(ann: Person, store: Store, value: str):
    await load(store, [offer("DE")], [offer("DE")])
    for card in (await ann.asks("the long night"), await ann.uses("series", query="harbour")):
        watch = await ann.presses("Watch", card)
        watch.made_up("DE", value)
        (made_up,) = watch.options
        answer = await ann.picks(made_up.label, watch)
        assert answer.private
        assert answer.text == "That is no longer in my catalogue. Ask again by its name."
