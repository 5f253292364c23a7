"""Pages with more of something than fits: nothing is left out, and nothing is told twice."""

from typing import Any

import msgspec

from bot import loading
from bot.loaders import tables
from bot.store import Store
from tests.conversations.talk import Person

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONG = "https://shop.example/watch?" + "&".join(f"part{n}=value{n}" for n in range(40))


async def told(store: Store, source: str, **facts: Any) -> None:
    """Tell of one episode of a series as one source does."""
    series = {"record": "series", "source": source, "titles": [{"text": "Harbour"}]}
    episode = {
        "record": "episode",
        "source": source,
        "ids": {"tvmaze": 5},
        "series": {"title": "Harbour"},
        "titles": [{"text": "Crowded"}],
    }
    lines = b"\n".join(map(msgspec.json.encode, (series, episode | facts)))
    await loading.load(store, tables.read_lines(lines, "harbour.jsonl"))


async def test_every_date_of_every_country_stands_on_some_page(ann: Person, store: Store):
    countries = [f"X{letter}{other}" for letter in "AB" for other in LETTERS[:10]]
    days = [f"20{10 + year}-0{month}-01" for year in range(2) for month in (1, 2)]
    releases = [
        {"date": day, "country": country, "note": "a note that is rather long " * 4}
        for country in countries
        for day in days
    ]
    await told(store, "table", releases=releases)
    text = await ann.reads_through(await ann.presses("Releases", await ann.asks("crowded")))
    rows = [line for line in text.split("\n") if line.startswith("- **")]
    assert len(rows) == len(releases)
    assert "but also: 1 February 2011" in text


async def test_every_country_with_offers_can_be_picked(ann: Person, store: Store):
    countries = [f"X{letter}" for letter in LETTERS] + ["CA", "DE", "FR", "GB"]
    offers = [{"provider": "Shop", "country": one, "kind": "free"} for one in countries]
    await told(store, "table", offers=offers)
    watch = await ann.presses("Watch", await ann.asks("crowded"))
    assert sorted(one.value for one in watch.options) == sorted(countries)
    for name, said in (("United Kingdom", "the United Kingdom"), ("Canada", "Canada")):
        watch = await ann.picks(name, watch)
        assert f"-# In {said}\n### Free\n- **Shop** · table" in watch.text


async def test_an_address_that_has_no_room_takes_nothing_along(ann: Person, store: Store):
    offer = {"provider": "Shop", "country": "US", "kind": "buy", "price": 199, "currency": "USD"}
    await told(store, "table", offers=[offer | {"url": LONG}, offer | {"url": LONG[:150]}])
    text = (await ann.presses("Watch", await ann.asks("crowded"))).text
    assert "- **Shop** from $1.99 · table" in text
    assert f"- **[Shop](<{LONG[:150]}>)** from $1.99 · table" in text


async def test_one_person_told_of_by_two_sources_stands_once(ann: Person, store: Store):
    ann_a = {"name": "Ann A", "character": "Captain", "ids": {"imdb": "nm0000042"}}
    await told(store, "table", credits=[ann_a, {"name": "Bo", "character": "Mate"}])
    others = [ann_a | {"name": "Anne A."}, {"name": "bo"}, {"name": "Cy", "character": "Cook"}]
    await told(store, "TMDB", credits=others)
    card = await ann.asks("crowded")
    cast = await ann.presses("Cast 3", card)
    credited = [line for line in cast.text.split("\n") if line.startswith("**")]
    assert credited == ["**Ann A** … Captain", "**Bo** … Mate", "**Cy** … Cook"]


async def nameless(store: Store) -> None:
    """Tell of two episodes that have neither a code nor a title, but a rating."""
    series = {"record": "series", "source": "table", "titles": [{"text": "Harbour"}]}
    episodes = [
        {
            "record": "episode",
            "source": "table",
            "ids": {"tvmaze": number},
            "series": {"title": "Harbour"},
            "ratings": [{"value": 8, "votes": 9}],
        }
        for number in (5, 6)
    ]
    lines = b"\n".join(map(msgspec.json.encode, (series, *episodes)))
    await loading.load(store, tables.read_lines(lines, "harbour.jsonl"))


async def test_episodes_without_code_and_title_are_called_untitled(ann: Person, store: Store):
    await nameless(store)
    listed = await ann.asks("harbour")
    assert listed.placeholders == ["Pick an episode: untitled to untitled"]


async def test_ratings_without_a_place_are_told_to_be_left_out(ann: Person, store: Store):
    await nameless(store)
    rated = await ann.uses("ratings", query="harbour")
    assert "2 episodes without a number left out" in rated.text


async def test_an_episode_without_a_season_leads_to_those_without_one(ann: Person, store: Store):
    await told(store, "table")
    season = await ann.uses("season", query="crowded")
    assert "Episodes without a season" in season.text


async def test_another_episode_of_what_is_no_series_is_not_drawn(ann: Person, store: Store):
    await told(store, "table")
    card = await ann.asks("crowded")
    thing = card.button("Cast").split(":")[2]
    made_up = card.made_up(card.button("Cast"), f"random:{thing}:none")
    answer = await ann.presses("Cast", made_up)
    assert answer.text == "That is no longer in my catalogue. Ask again by its name."


async def test_a_union_of_countries_is_none(ann: Person):
    answer = await ann.uses("me country", name="eu")
    assert "I know no country “eu”" in answer.text
