"""Every section of a page that has all there is: where to watch, questions, pictures, reviews."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from bot import loading
from bot.loaders import tables
from bot.reviews import Words
from bot.store import Store
from tests.conversations.conftest import Bot
from tests.conversations.talk import Person, Reply
from tests.reviewing import rated, voted, wrote

GALLERY = 12
SERIES = {"record": "series", "source": "table", "titles": [{"text": "Harbour"}], "status": "ended"}
NUMBERED = {"record": "episode", "source": "table", "series": {"title": "Harbour"}}


def offer(provider: str, country: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"provider": provider, "country": country, "kind": kind, **more}


FULL = NUMBERED | {
    "titles": [{"text": "The Long Night"}],
    "numberings": [{"season": 2, "number": 3}, {"scheme": "dvd", "season": 2, "number": 4}],
    "runtime": 44,
    "credits": [
        {"name": "Ada Regular", "character": "Mate"},
        {"name": "Gus Guest", "character": "Pilot", "guest": True, "ids": {"imdb": "nm0000042"}},
        {"name": "Eve Edits", "department": "crew", "job": "Editor"},
    ],
    "releases": [
        {"date": "2012-05-01", "country": "DE", "source": "IMDb"},
        {"date": "2011-03-04", "country": "GB", "source": "IMDb", "note": "premiere"},
        {"date": "2011-03-04", "country": "GB", "source": "TVmaze", "note": "premiere"},
        {"date": "2011-03-05", "country": "GB", "moment": "2011-03-05T20:00:00+00:00"},
    ],
    "offers": [
        offer("Strom", "DE", "subscription", source="TMDB", seen="2026-05-03"),
        offer("Flat", "DE", "ads"),
        offer("Shop", "DE", "buy", price=249, currency="EUR", quality="HD"),
        offer("Shop", "GB", "rent", price=99, currency="GBP", url="https://shop.example/x"),
        offer("Shop", "GB", "buy", url="javascript:alert(1)"),
        *(offer(f"Late {number}", "GB", "free") for number in range(11)),
    ],
    "questions": [
        {"text": "Why is it so dark?", "answer": "It is night."},
        {"text": "Who did it?", "answer": "The mate.", "spoiler": True},
        {"text": "Where was it made?"},
    ],
    "images": [
        {"url": "https://pictures.example/1.jpg", "alt": "A ship", "width": 640, "height": 360},
        {"url": "https://cdn.discordapp.com/attachments/1/2/a.png?ex=65f&is=65e&hm=aa"},
        {"url": "file:///etc/passwd"},
        *({"url": f"https://pictures.example/more{number}.jpg"} for number in range(4)),
    ],
    "ratings": [{"value": 8.1, "votes": 120, "source": "IMDb"}],
}


@pytest.fixture
async def card(ann: Person, store: Store) -> Reply:
    """Give the card of an episode of which everything is told."""
    others = [NUMBERED | {"numberings": [{"season": 2, "number": one}]} for one in (1, 2)]
    lines = b"\n".join(map(msgspec.json.encode, (SERIES, *others, FULL)))
    await loading.load(store, tables.read_lines(lines, "harbour.jsonl"))
    return await ann.asks("the long night")


def gallery(reply: Reply) -> Iterator[tuple[str, str]]:
    """Give the pictures of a message with what is said of each."""
    for part in reply._parts(GALLERY):  # noqa: SLF001 - pictures are shown nowhere else
        for one in part["items"]:
            yield one["media"]["url"], one["description"]


async def ratings(store: Store, card: Reply, **given: int) -> None:
    """Let members, by their ids, rate the episode of a card."""
    thing = int(card.button("Cast").split(":")[2])
    for member, value in given.items():
        await rated(store, int(member.strip("_")), thing, value)


async def test_the_overview_has_kind_place_ratings_and_first_date(card: Reply):
    assert "Series finale · 3 of 3 in season 2 · 44 minutes" in card.text
    assert "Air date 4 March 2011 (United Kingdom) · premiere" in card.text
    assert "★ 8.1/10 (120 votes, IMDb) · not rated by members yet" in card.text


async def test_a_date_that_nobody_tells_is_said_not_to_be_known(ann: Person, card: Reply):
    await ann.presses("Previous", card)
    assert "2 of 3 in season 2\nAir date not known\n" in card.text


async def test_the_first_episode_of_a_season_is_its_premiere(ann: Person, card: Reply):
    await ann.presses("Previous", card)
    await ann.presses("Previous", card)
    assert "Series premiere · 1 of 3 in season 2" in card.text


async def test_what_members_think_stands_beside_and_ones_own_in_private(
    ann: Person, bob: Person, store: Store, card: Reply
):
    await ratings(store, card, _7=6, **{f"_{bob.id}": 9})
    await ann.presses("Overview", await ann.presses("Cast", card))
    assert "members ★ 7.5/10 (2 ratings)" in card.text
    own = await bob.presses("Cast", card)
    assert own.private
    own = await bob.presses("Overview", own)
    assert "members ★ 7.5/10 (2 ratings, yours 9)" in own.text


async def test_guests_stand_apart_from_regulars_and_the_crew_by_department(
    ann: Person, card: Reply
):
    text = (await ann.presses("Cast", card)).text
    assert "### Episode credited cast\n**Ada Regular** … Mate" in text
    assert "### Guest stars\n**Gus Guest** … Pilot" in text
    assert "### Crew\n**Eve Edits** … Editor" in text
    assert [one.label for one in card.options] == ["Ada Regular", "Gus Guest", "Eve Edits"]
    assert card.option("Gus").value == "imdb:nm0000042"
    assert card.option("Ada").value == "name:table Ada Regular"


async def test_dates_of_one_country_that_disagree_stand_side_by_side(ann: Person, card: Reply):
    text = (await ann.presses("Releases", card)).text
    moment = "<t:1299355200:f>"
    together = "4 March 2011 · premiere (IMDb, TVmaze)"
    again = f"- **United Kingdom**, but also: {moment} (table)"
    assert f"- **United Kingdom**: {together}\n{again}" in text
    assert "- **Germany**: 1 May 2012 (IMDb)" in text


async def test_the_country_is_guessed_and_that_is_said(ann: Person, card: Reply):
    watch = await ann.presses("Watch", card)
    assert (
        "-# In the United States (guessed from your language; `/me country` sets it)" in watch.text
    )
    assert watch.text.endswith("*Nothing known for the United States.*")
    assert [one[:2] for one in watch.options] == [
        ("United Kingdom", "13 offers"),
        ("Germany", "3 offers"),
    ]


async def test_another_country_can_be_picked_and_turned_through(ann: Person, card: Reply):
    watch = await ann.picks("United Kingdom", await ann.presses("Watch", card))
    assert "-# In the United Kingdom\n### Free\n- **Late 0** · table" in watch.text
    last = await ann.presses("Next", watch)
    assert "Page 2 of 2" in last.text
    assert "### Rent\n- **[Shop](<https://shop.example/x>)** from £0.99 · table" in last.text
    assert "### Buy\n- **Shop** · table" in last.text
    assert "javascript" not in last.text


async def test_a_member_s_own_country_comes_first_also_after_a_restart(
    ann: Person, bot: Bot, card: Reply
):
    told = await ann.uses("me country", name="germany")
    assert told.private
    assert "Your country is **Germany**" in told.text
    await bot.restarts()
    watch = await ann.presses("Watch", card)
    assert (
        "-# In Germany\n### With a subscription\n- **Strom**, seen 3 May 2026 · TMDB" in watch.text
    )
    assert "### Free with ads\n- **Flat** · table" in watch.text
    assert "### Buy\n- **Shop** from €2.49 (HD) · table" in watch.text
    assert "JustWatch" in watch.text
    card = await ann.asks("the long night")
    assert "Air date 4 March 2011 (United Kingdom) · premiere · 1 May 2012 (Germany)" in card.text
    assert "Watch with a subscription on Strom, Germany" in card.text


async def test_a_country_is_taken_back(ann: Person):
    await ann.uses("me country", name="DE")
    told = (await ann.uses("me country", name="none")).text
    assert told.startswith("Your country is forgotten: I keep none of you any more. I guess")
    told = (await ann.uses("me country")).text
    assert told.startswith("I guess **the United States** from the language")


async def test_a_country_that_does_not_exist_is_said_to_be_none(ann: Person):
    answer = await ann.uses("me country", name="Atlantis <@1>")
    assert answer.private
    assert answer.text == "I know no country “Atlantis \\<\\@1\\>”. " + (
        "Try a name or a code: `Canada`, `CA`."
    )


async def test_countries_are_suggested_by_name_and_code(ann: Person):
    assert ("Germany (DE)", "DE") in await ann.types_into("me country", "name", "ger")
    assert (await ann.types_into("me country", "name", "uk"))[0] == ("United Kingdom (GB)", "GB")
    assert len(await ann.types_into("me country", "name", "")) == 25


async def test_questions_stand_with_their_answers_and_spoilers_are_hidden(ann: Person, card: Reply):
    asked = await ann.presses("Questions 3", card)
    assert "**Q** Why is it so dark?\n**A** It is night." in asked.text
    asked = await ann.presses("Next", asked)
    assert "**Q** ||Who did it?||\n**A** ||The mate.||" in asked.text
    asked = await ann.presses("Last", asked)
    assert "**A** *No answer yet.*" in asked.text


async def test_pictures_have_captions_and_words_and_none_that_end(ann: Person, card: Reply):
    pictures = await ann.presses("Pictures 5", card)
    shown = list(gallery(pictures))
    assert shown[0] == ("https://pictures.example/1.jpg", "A ship")
    assert shown[1][1] == "A still of The Long Night"
    assert len(shown) == 4
    assert "1. Still · A ship · 640 × 360 · table" in pictures.text
    assert len(list(gallery(await ann.presses("Next", pictures)))) == 1


async def write_review(store: Store, card: Reply, member: int, body: str, **given: bool) -> None:
    """Let a member have written a review, and others have voted on it."""
    thing = int(card.button("Cast").split(":")[2])
    words = Words("Act *of* War?", body, 8, spoiler="end" in body)
    review = await wrote(store, member, thing, words)
    for voter, helpful in given.items():
        await voted(store, int(voter.strip("_")), review, helpful=helpful)


async def test_the_review_that_helped_most_is_shown_with_both_numbers(
    ann: Person, store: Store, card: Reply
):
    await write_review(store, card, 501, "Rather long.", _1=True, _2=False)
    await write_review(store, card, 502, "How it went at the end. <@3>", _1=True)
    await write_review(store, card, 503, "Newer, without votes.")
    shown = (await ann.presses("Reviews", card)).text
    assert "### Act \\*of\\* War?\n-# ★★★★★★★★☆☆ 8/10 · <t:" in shown
    assert ":d> · by <@502>" in shown
    assert "||How it went at the end. \\<\\@3\\>||" in shown
    assert "-# 1 of 1 person found this review helpful" in shown
    assert "3 reviews, this one helped most" in shown
    assert "Reviews 3" in (await ann.presses("Overview", card)).buttons


async def test_a_section_without_anything_says_what_is_missing(ann: Person):
    card = await ann.asks("Fire on Board")
    for name, said in {
        "Cast": "*No cast or crew yet.*",
        "Watch": "*No offers yet.*",
        "Questions": "*No questions yet.*",
        "Pictures": "*No pictures yet.*",
        "Reviews": "*No reviews yet.*",
    }.items():
        assert said in (await ann.presses(name, card)).text


@pytest.mark.parametrize(
    "custom_id",
    ["watch:999999999999999999:DE:0", "episode:watch:999999999999999999:0", "episode:cast:0:0"],
)
async def test_ids_of_what_is_gone_are_answered(ann: Person, card: Reply, custom_id: str):
    made_up = card.made_up(card.button("Cast"), custom_id)
    answer = await ann.presses("Cast", made_up)
    assert answer.text == "That is no longer in my catalogue. Ask again by its name."


async def test_a_country_made_up_by_hand_shows_that_nothing_is_known(ann: Person, card: Reply):
    thing = card.button("Cast").split(":")[2]
    made_up = card.made_up(card.button("Cast"), f"watch:{thing}:ZZZZ:999999")
    assert "*Nothing known for ZZZZ.*" in (await ann.presses("Cast", made_up)).text


async def test_details_say_of_what_each_source_tells(ann: Person, store: Store, card: Reply):
    told = NUMBERED | {
        "source": "TVmaze",
        "url": "https://www.tvmaze.com/episodes/7",
        "titles": [{"text": "The Long Night"}],
        "credits": [{"name": "Ada Regular", "source": "IMDb"}],
        "numberings": [{"season": 2, "number": 3}],
    }
    await loading.load(store, tables.read_lines(msgspec.json.encode(told), "more.jsonl"))
    text = await ann.reads_through(await ann.presses("Details", card))
    assert "\nIMDb: cast and crew, dates, ratings" in text
    assert "\n[TVmaze](<https://www.tvmaze.com/episodes/7>): titles, numberings, dates" in text
    assert "\nTMDB: offers" in text


async def test_who_wrote_a_plot_stands_beside_who_tells_it(ann: Person, store: Store, card: Reply):
    told = NUMBERED | {
        "source": "IMDb",
        "numberings": [{"season": 2, "number": 3}],
        "titles": [{"text": "The Long Night"}],
        "plots": [
            {"text": "They wait.", "kind": "summary", "author": "Tom <@1>"},
            {"text": "Sie warten.", "language": "de"},
        ],
    }
    await loading.load(store, tables.read_lines(msgspec.json.encode(told), "more.jsonl"))
    text = (await ann.presses("Plot", card)).text
    assert "They wait.\n-# by Tom \\<\\@1\\>, from IMDb" in text
    assert "Sie warten.\n-# from IMDb · German" in text


async def test_what_a_source_hides_stays_hidden_wherever_it_is_shown(
    ann: Person, store: Store, card: Reply
):
    ends = "He waits. ||The *sailmaker* fled.|| She leaves. " * 60
    told = NUMBERED | {
        "source": "IMDb",
        "numberings": [{"season": 2, "number": 3}],
        "titles": [{"text": "The Long Night"}],
        "plots": [{"text": ends}, {"text": ends, "kind": "summary"}],
        "questions": [{"text": "Who is it?", "answer": "Of all, ||who fled||."}],
    }
    series = SERIES | {"source": "IMDb", "plots": [{"text": ends}]}
    lines = b"\n".join(map(msgspec.json.encode, (series, told)))
    await loading.load(store, tables.read_lines(lines, "more.jsonl"))
    for text in (
        (await ann.asks("the long night")).text,
        await ann.reads_through(await ann.presses("Plot", card)),
        await ann.reads_through(await ann.presses("Questions", card)),
        (await ann.uses("series", query="harbour")).text,
        (await ann.uses("search", words="sailmaker")).text,
    ):
        assert "fled" in text
        assert not [seen for seen in text.split("||")[::2] if "fled" in seen or "\\|" in seen]
