"""Cards of any page whatever stay inside what Discord takes, and say what the page says."""

import re
from collections.abc import Iterable
from itertools import product
from string import ascii_uppercase
from typing import Any

import pytest
from discord import ui
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.errors import NothingFound
from bot.model import (
    Company,
    Credit,
    Episode,
    Heading,
    Ids,
    Image,
    Numbering,
    Offer,
    Plot,
    Question,
    Rating,
    Release,
    SeriesReference,
    Spec,
    Title,
    stamped,
)
from bot.page import EpisodePage, InSeason, Score, Viewer
from bot.pictures import KINDS
from bot.render import cards, results, words
from bot.render.parts import Container, Row
from bot.render.sections import SECTIONS
from bot.render.sections.pictures import files_of
from bot.render.trouble import trouble
from bot.reviews import Review
from bot.ui import Screen
from tests.transport.schema import Schema, check_message

HEADING = Heading(63, "episode", 7, "Mayday", 2003, None, 9, 5, "Target Is Destroyed", "2010-10-06")

long = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40),
    st.sampled_from(["*" * 500, "W" * 500, "[x](" * 125, "e\u0301" * 250, "a b " * 125, "\u202e|"]),
)
optional = st.none() | long
number = st.integers(0, 999_999)
dates = st.sampled_from(["2010", "2010-10", "2010-10-06"])
moments = st.sampled_from(["2026-11-27T12:00:00+00:00", "2010-10-06T00:00:00"])
codes = st.sampled_from(["CA", "US", "XWW", "TR"])
headings = st.builds(
    Heading, id=st.integers(1, 10**15), kind=st.sampled_from(["series", "episode"]),
    series_id=number, series=long,
    start_year=st.none() | st.just(2003), end_year=st.none() | st.just(2019),
    season=st.none() | number, number=st.none() | number, title=optional, date=st.none() | dates,
)  # fmt: skip


WORLD = tuple("".join(pair) for pair in product("ABCDEFGHIJ", ascii_uppercase))


def some(value: type[Any], size: int, /, **fields: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    made = st.builds(value, source=st.sampled_from(["IMDb", "TVmaze", "s" * 300]), **fields)
    return st.lists(made, max_size=4).flatmap(
        lambda few: st.sampled_from([tuple(few), tuple(few) * size])
    )


texts = st.sampled_from(["word. " * 3000, "|*" * 9000, "||a\n\nb|| " * 900, "<@1> @everyone " * 99])
offers = some(
    Offer, 20, provider=long, country=codes, price=st.none() | st.integers(0, 10**6),
    kind=st.sampled_from(["rent", "buy", "subscription", "free", "ads"]),
    currency=st.sampled_from(["USD", "JPY", "KWD"]), quality=optional,
).flatmap(
    lambda few: st.sampled_from([few, tuple(replace(few[0], country=one) for one in WORLD)])
    if few else st.just(few)
)  # fmt: skip
"""Some offers, also one in each of more countries than there are."""
episodes = st.builds(
    Episode, source=st.just("table"), series=st.just(SeriesReference()),
    ids=st.just(Ids(imdb="tt1597909", tvmaze=1)), runtime=st.none() | st.integers(1, 6000),
    titles=some(Title, 20, text=long, kind=st.sampled_from(["shown", "original"])),
    numberings=some(Numbering, 20, number=number, season=st.none() | number, scheme=long),
    credits=some(Credit, 80, name=optional, character=optional, job=optional,
                 billed=st.booleans(), credited_as=optional,
                 department=st.sampled_from(["cast", "crew", "music"])),
    plots=some(Plot, 3, text=st.one_of(long, texts),
               kind=st.sampled_from(["outline", "summary", "synopsis"]), author=optional,
               spoiler=st.booleans()),
    releases=some(Release, 50, date=dates, country=st.none() | codes, note=optional),
    offers=offers,
    companies=some(Company, 20, name=long, country=st.none() | codes),
    specs=some(Spec, 20, name=long, value=long),
    questions=some(Question, 20, text=long, answer=st.none() | long | texts),
    images=some(Image, 4, alt=optional, kind=st.sampled_from(["still", "poster"]),
                url=st.sampled_from(["http://static.example/a.jpg", "file:///etc/passwd", "x"])),
    ratings=some(Rating, 2, value=st.floats(0, 10), votes=st.none() | number),
)  # fmt: skip
reviews = st.builds(
    Review, id=number, member=st.integers(0, 2**63), headline=long, body=st.one_of(long, texts),
    rating=st.none() | st.integers(1, 10), written_at=moments, helpful=number, votes=number,
    spoiler=st.booleans(), thing=number, server=st.none() | number, place=st.sampled_from([0, 7]),
    created_at=moments, edited_after=st.none() | number, language=st.none() | st.just("en"),
    picture=st.none(),
)  # fmt: skip
pages = st.builds(
    EpisodePage, heading=headings, tellings=st.lists(episodes, min_size=1, max_size=2).map(tuple),
    previous=st.none() | headings, next=st.none() | headings,
    season=st.none() | st.builds(InSeason, place=number, size=number),
    score=st.builds(Score, mean=st.none() | st.floats(1, 10), votes=number), reviews=number,
    best=st.none() | reviews,
    viewer=st.builds(Viewer, country=st.none() | codes, alone=st.booleans()),
    copies=st.dictionaries(
        st.sampled_from(["http://static.example/a.jpg", "x"]), st.sampled_from(KINDS)
    ),
)  # fmt: skip


def checked(*cards_: Container | Row, files: Iterable[str] = ()) -> str:
    """Check what would be sent against Discord's schema and limits; gives its text."""
    screen = Screen(*cards_)
    body: dict[str, Any] = {"flags": 1 << 15, "components": screen.to_components()}
    body["attachments"] = [{"id": at, "filename": name} for at, name in enumerate(files)]
    assert check_message(body) == []
    return screen_text(screen)


def screen_text(screen: Screen) -> str:
    return "\n".join(item.content for item in screen.walk_children() if hasattr(item, "content"))


relaxed = settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
needs_schema = pytest.mark.skipif(
    not Schema().available, reason="Discord's openapi.json is not beside the checkout"
)


@needs_schema
@pytest.mark.shared
@relaxed
@given(pages, st.sampled_from(["overview", *SECTIONS]), st.integers(0, 30), long)
def test_any_page_fits(page: EpisodePage, name: str, at: int, note: str):
    files = files_of(cards.pictured(name, page, at))
    card = cards.section(name, page, at) if name != "overview" else cards.overview(page, note[:90])
    checked(card, files=files)


@relaxed
@given(pages, st.sampled_from(["overview", *SECTIONS]), st.integers(0, 30))
def test_the_files_that_come_with_a_card_are_those_that_it_shows(
    page: EpisodePage, name: str, at: int
):
    shown = []
    for item in cards.section(name, page, at).walk_children():
        if isinstance(item, ui.Thumbnail):
            shown.append(item.media.url)
        elif isinstance(item, ui.MediaGallery):
            shown += [one.media.url for one in item.items]
    files = files_of(cards.pictured(name, page, at))
    attached = [url for url in shown if not url.startswith("https://")]
    assert attached == [f"attachment://{file}" for file in files]
    assert set(files.values()) <= set(page.copies)
    assert all(re.fullmatch(r"picture-\d{1,3}\.(jpg|png|webp|gif)", file) for file in files)
    assert len(files) <= 4


@needs_schema
@pytest.mark.shared
@relaxed
@given(
    long, st.lists(headings, min_size=1, max_size=25, unique_by=lambda head: (head.kind, head.id)),
    st.lists(long, max_size=3),
)  # fmt: skip
def test_any_choice_fits(text: str, listed: list[Heading], people: list[str]):
    checked(results.choice(text, tuple(listed), people=tuple(people)))
    checked(trouble(NothingFound(text, tuple(listed[:5]))))
    checked(results.episodes(listed[0], listed, 1, 60))


@given(headings)
def test_a_choice_s_name_and_value_fit(heading: Heading):
    assert 1 <= len(words.choice_name(heading)) <= 100
    assert len(words.choice_value(heading)) <= 100


def page(**facts: Any) -> EpisodePage:
    told = stamped(Episode(source="table", series=SeriesReference(), **facts))
    return EpisodePage(HEADING, (told,))


def text_of(container: Container) -> str:
    return screen_text(Screen(container))


def test_dates_are_as_exact_as_they_are_known():
    releases = (Release(date="2010-10-06", country="CA"), Release(date="2010-03"))
    shown = text_of(cards.section("releases", page(releases=releases)))
    assert "**Canada**: 6 October 2010 (table)" in shown
    assert "**Country not stated**: March 2010 (table)" in shown


def test_the_cast_stands_as_on_the_page():
    cast = (
        Credit(name="Zoe Last", character="Captain"),
        Credit(name="Allen Keng", character="Controller", credited_as="Allen J. Keng"),
        Credit(name="Boris Yeltsin", himself=True, archive_footage=True, billed=False),
        Credit(name="Al First", character="Crowd", uncredited=True, billed=False),
        Credit(character="Russian Soldier"),
        Credit(name="George D'Amato", department="direction", job="director"),
    )
    assert text_of(cards.section("cast", page(credits=cast))).splitlines()[2:] == [
        "### Episode credited cast",
        "**Zoe Last** … Captain",
        "**Allen Keng** … Controller (as Allen J. Keng)",
        "… Russian Soldier",
        "### Rest of cast, alphabetically",
        "**Al First** … Crowd (uncredited)",
        "**Boris Yeltsin** … Self (archive footage)",
        "### Direction",
        "**George D'Amato** … director",
    ]


def test_a_synopsis_is_behind_a_spoiler_and_an_outline_is_not():
    plots = (Plot(text="All of it.", kind="synopsis"), Plot(text="A hint."))
    assert "\nA hint." in text_of(cards.section("plot", page(plots=plots), 0))
    assert "||All of it.||" in text_of(cards.section("plot", page(plots=plots), 1))
    assert "All of it" not in text_of(cards.overview(page(plots=plots)))


def test_an_offer_is_told_as_on_the_page():
    offer = Offer(
        provider="Prime Video", country="US", kind="buy", price=199, currency="USD", quality="SD"
    )
    told = page(offers=(offer,))
    assert "from $1.99 (SD) on Prime Video, United States" in text_of(cards.overview(told))
    here = told._replace(viewer=Viewer(country="US"))
    assert "### Buy\n- **Prime Video** from $1.99 (SD)" in text_of(cards.section("watch", here))


def test_empty_sections_say_so():
    for name in SECTIONS:
        assert "yet" in text_of(cards.section(name, page()))
    assert "No outline yet" in text_of(cards.overview(page()))


def test_pictures_have_words_for_who_cannot_see_them():
    picture = cards.overview(page(images=(Image(url="http://a.example/x.jpg", alt="A plane"),)))
    thumbnails = [item for item in picture.walk_children() if isinstance(item, ui.Thumbnail)]
    (thumbnail,) = thumbnails
    assert thumbnail.description == "A plane"
    assert thumbnail.media.url == "https://a.example/x.jpg"


def test_years_say_whether_it_goes_on():
    assert words.years(HEADING) == "(2003– )"
    assert words.years(HEADING._replace(end_year=2019)) == "(2003–2019)"
    assert words.years(HEADING._replace(end_year=2003)) == "(2003)"
    assert words.years(HEADING._replace(start_year=None)) == ""
