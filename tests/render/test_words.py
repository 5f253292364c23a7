"""Lines of choices: however long names are, year and code stay, and Discord takes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Heading, Rating
from bot.render import words
from bot.render.about import catalogue
from bot.render.loads import summary
from bot.render.words import choice_name, choice_value, years
from bot.report import Report

HEADING = Heading(63, "episode", 7, "Mayday", 2003, None, 9, 5, "Target Is Destroyed", "2010-10-06")
SERIES = Heading(7, "series", 7, "Mayday", 2003, None)
LONG = (
    "The Extraordinarily Long and Winding Chronicles of Everybody Who Ever Lived Upon the Hill " * 3
)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        (HEADING, "Mayday (2003– ) S09E05 · Target Is Destroyed"),
        (HEADING._replace(end_year=2019), "Mayday (2003–2019) S09E05 · Target Is Destroyed"),
        (HEADING._replace(title=None), "Mayday (2003– ) S09E05 · untitled"),
        (HEADING._replace(number=None), "Mayday (2003– ) 2010-10-06 · Target Is Destroyed"),
        (
            HEADING._replace(season=None, number=None, date=None),
            "Mayday (2003– ) · Target Is Destroyed",
        ),
        (HEADING._replace(start_year=None), "Mayday S09E05 (2010) · Target Is Destroyed"),
        (
            HEADING._replace(start_year=None, season=None, date="2010-10"),
            "Mayday 2010-10 · Target Is Destroyed",
        ),
        (HEADING._replace(start_year=None, date=None), "Mayday S09E05 · Target Is Destroyed"),
        (HEADING._replace(series="\u200b"), "untitled (2003– ) S09E05 · Target Is Destroyed"),
        (SERIES, "Mayday (2003– )"),
        (SERIES._replace(end_year=2003), "Mayday (2003)"),
        (SERIES._replace(start_year=None), "Mayday"),
    ],
)
def test_a_choice_names_series_year_and_code_or_date(heading: Heading, name: str):
    assert choice_name(heading) == name


def test_a_long_series_keeps_its_years():
    name = choice_name(SERIES._replace(series=LONG))
    assert name.startswith("The Extraordinarily Long and Winding Chronicles of Everybody Who Ever")
    assert name.endswith("… (2003– )")
    assert 90 < len(name) <= 100


def test_an_episode_with_long_names_keeps_year_and_code_and_some_of_both():
    name = choice_name(HEADING._replace(series=LONG, title=LONG[4:]))
    assert name.startswith("The Extraordinarily Long and")
    assert "… (2003– ) S09E05 · Extraordinarily Long and" in name
    assert name.endswith("…")
    assert 80 < len(name) <= 100


def test_a_long_name_has_the_room_that_a_short_one_leaves():
    series = choice_name(HEADING._replace(series=LONG[:70], title="Pilot"))
    assert series == f"{LONG[:70].strip()} (2003– ) S09E05 · Pilot"
    title = choice_name(HEADING._replace(title=LONG[:60]))
    assert title == f"Mayday (2003– ) S09E05 · {LONG[:60].strip()}"


long = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=150),
    st.sampled_from(["W" * 500, "e\u0301" * 250, "a b " * 125, "\u202e|", "\\" * 150]),
)
number = st.none() | st.integers(0, 999_999)
year = st.none() | st.integers(1800, 2999)
headings = st.builds(
    Heading, id=st.integers(1, 10**15), kind=st.sampled_from(["series", "episode"]),
    series_id=st.integers(1, 10**15), series=long, start_year=year, end_year=year,
    season=number, number=number, title=st.none() | long,
    date=st.sampled_from([None, "2010", "2010-10", "2010-10-06"]),
)  # fmt: skip


@given(headings)
def test_any_choice_fits_and_keeps_years_and_code(heading: Heading):
    name = choice_name(heading)
    assert 1 <= len(name) <= 100
    assert years(heading) in name
    if heading.kind == "episode":
        assert str(heading.code or heading.date or "") in name
        assert " · " in name
    assert choice_value(heading) == f"{heading.kind}:{heading.id}"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://static.example/a.jpg", "https://static.example/a.jpg"),
        ("http://127.0.0.1:32400/a.jpg", "https://127.0.0.1:32400/a.jpg"),
        ("https://-", None),
        ("https://.example.com/a.jpg", None),
        ("https://a.example:99999/a.jpg", None),
        ("https://a.example/a b.jpg", None),
        ("https://cdn.example/a.jpg?ex=65f&hm=aa", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_picture_is_shown_by_an_address_that_is_whole_and_stays(url: str, shown: str | None):
    assert words.picture_address(url) == shown


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("US", "the United States"), ("GB", "the United Kingdom"), ("NL", "the Netherlands"),
        ("PH", "the Philippines"), ("DO", "the Dominican Republic"), ("CZ", "Czechia"),
        ("AE", "the United Arab Emirates"), ("BS", "the Bahamas"), ("IM", "the Isle of Man"),
        ("CA", "Canada"), ("CX", "Christmas Island"), ("SUHH", "the Soviet Union"), ("XX", "XX"),
    ],
)  # fmt: skip
def test_countries_have_the_article_that_they_take(code: str, name: str):
    assert words.the_country(code) == name


def test_one_of_anything_is_told_in_the_singular():
    assert words.rating(Rating(value=8.1, votes=1, source="IMDb")) == "★ 8.1/10 (1 vote, IMDb)"
    assert words.rating(Rating(value=8.1, votes=0, source="IMDb")) == "★ 8.1/10 (0 votes, IMDb)"
    assert (words.runtime(1), words.runtime(44), words.runtime(None)) == (
        "1 minute", "44 minutes", "",
    )  # fmt: skip
    counts = {"series": 1, "episodes": 1, "people": 1, "parts": 1}
    assert ", ".join(catalogue(counts)) == (
        "1 series, 1 episode, 1 person, 1 credit in cast and crew"
    )
    one = Report(series=1, episodes=1, new=1, renamed=1)
    assert summary(one) == (
        "1 series and 1 episode read: 1 new, 0 changed, 0 unchanged, 1 group of names changed."
    )
