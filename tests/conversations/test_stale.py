"""What is pressed is gone, or was never there: messages of other times and other versions."""

import msgspec
import pytest

from bot import loading
from bot.loaders import tables
from bot.store import Store
from tests.conversations.conftest import behind_its_back
from tests.conversations.talk import Person

GONE = "That is no longer in my catalogue. Ask again by its name."


async def test_an_episode_that_is_gone_is_told_privately_and_the_card_stays(
    ann: Person, bob: Person, store: Store
):
    card = await ann.asks("mayday 9x05")
    before = card.text
    behind_its_back(store, "DELETE FROM episode WHERE title = 'Target Is Destroyed'")
    for who in (ann, bob):
        for section in ("Cast", "Plot", "Releases", "Details"):
            reply = await who.presses(section, card)
            assert reply.private
            assert GONE in reply.text
    assert card.text == before
    assert "**S09E04**" in (await ann.presses("Previous", card)).text


async def test_a_neighbour_or_a_choice_that_is_gone_is_told_privately(ann: Person, store: Store):
    card, choice = await ann.asks("mayday 9x05"), await ann.asks("Kör Uçuş")
    listed = await ann.asks("mayday")
    behind_its_back(store, "DELETE FROM episode; DELETE FROM name")
    assert GONE in (await ann.presses("Next", card)).text
    assert GONE in (await ann.picks("Final Approach", choice)).text
    assert GONE in (await ann.picks("Racing the Storm", listed)).text
    assert "0 episodes" in (await ann.presses("Last", listed)).text


async def test_a_series_that_is_gone_is_told_privately(ann: Person, store: Store):
    listed = await ann.asks("mayday")
    behind_its_back(store, "DELETE FROM episode; DELETE FROM series")
    reply = await ann.presses("Next", listed)
    assert reply.private
    assert GONE in reply.text


async def test_a_suggestion_that_is_gone_when_it_is_sent_is_told_privately(
    ann: Person, store: Store
):
    (choice,) = await ann.types("target is")
    behind_its_back(store, "DELETE FROM episode WHERE title = 'Target Is Destroyed'")
    reply = await ann.asks(choice.value)
    assert reply.private
    assert GONE in reply.text


@pytest.mark.parametrize(
    "custom_id",
    [
        "episode:cast:999999:0",
        "episode:overview:0:0",
        "episode:cast:999999999999999999:999999",
        "episode:cast:1:0",
        "series:999999:0",
        "series:101:0",
        "series:999999999999999999:0:on",
        "pick",
    ],
)
async def test_a_made_up_button_is_answered_privately(ann: Person, custom_id: str):
    card = await ann.asks("mayday 9x05")
    before = card.text
    reply = await ann.presses("Cast", card.made_up(card.button("Cast"), custom_id))
    assert reply.private
    assert GONE in reply.text
    assert card.text == before


@pytest.mark.parametrize("name", ["nonsense", "none", "overview", "subtitles"])
async def test_a_section_that_there_is_not_shows_the_overview(ann: Person, name: str):
    card = await ann.presses("Cast", await ann.asks("mayday 9x05"))
    overview = card.button("Overview")
    shown = await ann.presses("Over", card.made_up(overview, overview.replace("overview", name)))
    assert "## Target Is Destroyed" in shown.text


@pytest.mark.parametrize("page", ["7", "999999"])
async def test_a_page_that_there_is_not_shows_the_last_one(ann: Person, bob: Person, page: str):
    card, listed = await ann.asks("mayday 9x05"), await ann.asks("mayday")
    cast = card.button("Cast")
    shown = await bob.presses("Cast", card.made_up(cast, cast.removesuffix("0") + page))
    assert "Page 2 of 2" in shown.text
    on = listed.button("Next")
    shown = await bob.presses("Next", listed.made_up(on, on.replace(":1:on", f":{page}:on")))
    assert "Page 5 of 5" in shown.text
    assert len(shown.options) == 10


@pytest.mark.parametrize(
    "custom_id",
    [
        "episode:cast:101:1234567",
        "episode:CAST:101:0",
        "review:helpful:123",
        "series::",
        "🎬",
        "x" * 100,
    ],
)
async def test_a_button_that_nothing_knows_is_answered_privately(ann: Person, custom_id: str):
    card = await ann.asks("mayday 9x05")
    reply = await ann.presses("Plot", card.made_up(card.button("Plot"), custom_id))
    assert reply.private
    assert "no longer" in reply.text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("episode:999999", GONE),
        ("series:999999", GONE),
        ("zzzzqqqq", "I know nothing like"),
        ("🎬", "There is nothing in"),
        ("target is destroyed", "## Target Is Destroyed"),
        ("' OR 1=1 --", "I know nothing like"),
    ],
)
async def test_a_made_up_choice_is_answered(ann: Person, value: str, said: str):
    choice = await ann.asks("Kör Uçuş")
    option = choice.option("Final Approach")
    reply = await ann.picks("Final Approach", choice.made_up(option.value, value))
    assert said in reply.text
    assert reply.private == (reply.id != choice.id)


async def test_a_series_that_was_renumbered_keeps_its_cards_alive(ann: Person, store: Store):
    def told(season: int, number: int, title: str) -> bytes:
        return msgspec.json.encode(
            {
                "record": "episode",
                "source": "table",
                "series": {"title": "Harbour"},
                "ids": {"tvmaze": 5},
                "titles": [{"text": title}],
                "numberings": [{"season": season, "number": number}],
            }
        )

    series = {"record": "series", "source": "table", "titles": [{"text": "Harbour"}]}
    lines = b"\n".join((msgspec.json.encode(series), told(1, 9, "Low Tide")))
    await loading.load(store, tables.read_lines(lines, "harbour.jsonl"))
    card = await ann.asks("low tide")
    season = await ann.asks("low tide")
    await ann.presses("Season", season)
    again = tables.read_lines(told(2, 1, "Ebb"), "harbour.jsonl")
    await loading.load(store, again)
    assert "**S02E01**\n## Ebb · Cast" in (await ann.presses("Cast", card)).text
    back = await ann.presses("Series", season)
    assert "## Harbour" in back.text
    assert "S01E09" not in back.text
