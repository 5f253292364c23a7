"""A catalogue in which every name was written by somebody who means harm."""

import re
from collections.abc import Iterator

import pytest

from bot import loading
from bot.model import (
    Company,
    Credit,
    Episode,
    Ids,
    Image,
    Numbering,
    Offer,
    Plot,
    Question,
    Rating,
    Release,
    Series,
    SeriesReference,
    Spec,
    Title,
)
from bot.store import Store
from tests.conversations.conftest import Bot
from tests.conversations.talk import Person, Reply
from tests.conversations.test_hostile_words import shows

SECTIONS = ("Cast", "Plot", "Releases", "Details")
PING = "@everyone @here <@1> <@&2> <#3> </x:4>"
MARKS = "# **big** ||spoiler|| `code` ~~gone~~ [click](https://evil.example)\n> said\n- one\n1. two"
RAW = ("@everyone", "@here", "<@1>", "<#3>", "</x", "**big", "`code", "~~", "[click]")
HEADS = ("-#", "##", "**")
NAMES = {
    "pings": PING,
    "markdown": MARKS,
    "long words": "word " * 99,
    "one long word": "x" * 500,
    "500 stars": "*" * 500,
    "500 backslashes": "\\" * 500,
    "bidi": "\u202eevil\u202c\u2066\u200f" * 30,
    "zalgo": "z" + "\u0336\u0310\u0489" * 160,
    "nothing to see": "\u200b\u2060\ufeff",
    "lines": "a\n" * 250,
    "emoji": "👨‍👩‍👧‍👦" * 60,
    "backquotes": "```" * 160,
}
IDS = SeriesReference(ids=Ids(imdb="tt7777777"))


def episode(number: int, name: str, plot: str | None = None) -> Episode:
    """Make an episode in which everything is called by one name."""
    cast = [Credit(name=f"{name}{i}"[-500:], character=name, credited_as=name) for i in range(300)]
    text = plot or name * (40_000 // len(name))
    return Episode(
        source=name,
        series=IDS,
        ids=Ids(imdb=f"tt888{number:04}"),
        runtime=6000,
        numberings=(Numbering(season=1, number=number), Numbering(number=9, scheme=name)),
        titles=(Title(text=name), Title(text=name[::-1], kind="original")),
        credits=(*cast, Credit(name=name, department="crew", job=name)),
        plots=(
            Plot(text=name, author=name),
            Plot(text=text, kind="summary", author=name),
            Plot(text=text, kind="synopsis", author=name),
        ),
        releases=tuple(Release(date="2010", country="CA", note=f"{i}{name}") for i in range(40)),
        offers=(Offer(provider=name, country="ZZZ", kind="buy", price=2**53, currency="ZZZ"),),
        companies=tuple(Company(name=f"{name}{i}"[-500:], note=name) for i in range(30)),
        specs=(Spec(name=name, value=name, note=name),),
        questions=(Question(text=name, answer=name),),
        images=(Image(url="https://pictures.example/1.jpg", alt=name),),
        ratings=(Rating(value=9.99, votes=2**53),),
    )


async def load_named(store: Store, name: str) -> None:
    """Load a series of thirty episodes that have all the same name."""
    series = Series(source=name, ids=IDS.ids, titles=(Title(text=name),), start_year=1800)
    await loading.load(store, [series, episode(1, name)])
    plain = (
        Episode(source=name, series=IDS, titles=(Title(text=name),), numberings=(at,))
        for at in (Numbering(season=2, number=number) for number in range(1, 30))
    )
    await loading.load(store, plain)


def texts(reply: Reply) -> Iterator[str]:
    """Give everything that a message shows."""
    yield reply.text
    yield from reply.buttons
    yield from reply.placeholders
    for option in reply.options:
        yield option.label
        yield from [option.under] if option.under else []


def check(reply: Reply) -> None:
    """Make sure that nothing in the message acts, and that it looks like a message."""
    for raw in RAW:
        assert not shows(reply.text, raw), raw
    for text in texts(reply):
        assert text.strip()
        assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", text)
        assert "\u0310" * 4 not in text
    acting = re.sub(r"\\.", "", reply.text)
    assert acting.count("**") % 2 == 0
    assert "****" not in acting
    # What a source hides in a plot stays hidden; nothing else of it can hide anything.
    assert acting.count("||") % 2 == 0
    assert not [line for line in acting.split("\n") if line.startswith(HEADS) and "||" in line]
    assert not reply.message.message.mentions
    assert not reply.message.message.mention_everyone


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_whatever_things_are_called_they_are_shown_escaped_and_inside_the_limits(
    ann: Person, store: Store, name: str
):
    await load_named(store, name)
    card = await ann.asks("tt8880001")
    check(card)
    for section in SECTIONS:
        check(await ann.presses(section, card))
        for sign in ("Next", "Last"):
            if sign in card.buttons:
                check(await ann.presses(sign, card))
        await ann.presses("Overview", card)
    await list_pick_and_suggest(ann, name)


async def list_pick_and_suggest(ann: Person, name: str) -> None:
    """Go where the series and its episodes are shown as lines of a list."""
    listed = await ann.asks("tt7777777")
    check(listed)
    assert "Page 1 of 2" in listed.text
    check(await ann.asks(listed.options[7].value))
    check(await ann.presses("Last", listed))
    check(await ann.asks(name))
    for start in (name, "tt7777777", "tt8880001", ""):
        for choice in await ann.types(start):
            assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", choice.name)


async def test_what_has_no_name_that_can_be_seen_is_still_suggested(ann: Person, store: Store):
    invisible = (Title(text="\u200b\u2060"),)
    await loading.load(store, [Series(source="x", ids=IDS.ids, titles=invisible)])
    (choice,) = await ann.types("tt7777777")
    assert choice.name == "untitled"
    check(await ann.asks(choice.value))


async def test_three_hundred_in_the_cast_are_paged_through(ann: Person, store: Store):
    await load_named(store, "Crowd")
    card = await ann.presses("Cast 300", await ann.asks("tt8880001"))
    assert "Page 1 of 21" in card.text
    seen = card.text.count("**Crowd")
    while "Next" in card.buttons:
        card = await ann.presses("Next", card)
        seen += card.text.count("**Crowd")
    assert seen == 301


async def test_a_spoiler_that_tries_to_end_itself_stays_hidden(ann: Person, store: Store):
    await loading.load(store, [Series(source="x", ids=IDS.ids, titles=(Title(text="X"),))])
    await loading.load(store, [episode(1, "X", plot="|| he dies || " * 900)])
    plot = await ann.presses("Last", await ann.presses("Plot", await ann.asks("tt8880001")))
    assert "### Synopsis" in plot.text
    check(plot)


async def test_the_first_and_the_last_day_of_all_calendars_are_shown(ann: Person, store: Store):
    releases = (Release(date="9999-12-31", country="CA"), Release(date="0001-01", country="JP"))
    telling = Episode(source="x", series=IDS, ids=Ids(imdb="tt8880001"), releases=releases)
    await loading.load(store, [Series(source="x", ids=IDS.ids, titles=(Title(text="X"),))])
    await loading.load(store, [telling])
    shown = await ann.presses("Releases", await ann.asks("tt8880001"))
    assert "**Canada**: 31 December 9999" in shown.text
    assert "**Japan**: January 1 (" in shown.text


async def test_nobody_is_pinged_even_if_something_slips_through(bot: Bot, ann: Person):
    await ann.asks("@everyone")
    sent = [one.json for one in bot.env.http_requests if one.path.endswith("/callback")]
    assert sent
    for one in sent:
        assert isinstance(one, dict)
        assert one["data"]["allowed_mentions"] == {"parse": []}
