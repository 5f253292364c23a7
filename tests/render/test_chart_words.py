"""Ratings in words: they fit, page through all, and say in words what a picture shows."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ratings import Rated, Ratings, figures
from bot.render import chart_words
from bot.render.parts import Container
from bot.ui import Screen
from tests.render import rated
from tests.render.rated import series, whole
from tests.render.test_cards import long, needs_schema, relaxed, screen_text
from tests.transport.schema import check_message


def checked(card: Container) -> str:
    """Check a card with its picture against Discord's schema and limits; gives its text."""
    screen = Screen(card)
    body = {
        "flags": 1 << 15,
        "components": screen.to_components(),
        "attachments": [{"id": 0, "filename": chart_words.FILE}],
    }
    assert check_message(body) == []
    return screen_text(screen)


def lines_of(card: Any) -> list[str]:
    """Give the lines of figures of all pages of a card, which is made by its page's number."""
    every: list[str] = []
    for page in range(1_000):
        text = screen_text(Screen(card(page)))
        every += [line for line in text.split("\n") if line.startswith("**")]
        position = re.search(r"Page (\d+) of (\d+)", text)
        if position is None or position[1] == position[2]:
            return every
    raise AssertionError("it never ends")


def series_lines(ratings: Ratings) -> list[str]:
    return lines_of(lambda page: chart_words.series_card(series(ratings), page))


def season_lines(ratings: Ratings, season: int) -> list[str]:
    return lines_of(lambda page: chart_words.season_card(series(ratings), season, page))


@needs_schema
@pytest.mark.shared
@relaxed
@given(rated.seasons(), st.integers(0, 9), long)
def test_any_ratings_fit(ratings: Ratings, page: int, title: str):
    told, drawn = series(ratings, title), page % 2 == 0
    checked(chart_words.series_card(told, page, drawn=drawn))
    season, some = ratings.seasons[page % len(ratings.seasons)]
    one = told._replace(ratings=Ratings(ratings.source, some))
    checked(chart_words.season_card(one, season, page, drawn=drawn))
    checked(chart_words.season_card(one, 999_999, page, "A note.", drawn=drawn))


@relaxed
@given(rated.seasons(), long)
def test_what_is_said_of_a_picture_fits_and_has_its_figures(ratings: Ratings, title: str):
    told, every = series(ratings, title), figures(ratings.episodes)
    for alt in (
        chart_words.alt_of_series(told),
        chart_words.alt_of_season(told, ratings.episodes[0].season),
    ):
        assert 1 <= len(alt) <= 1024
        assert "\n" not in alt
        assert f"{every.rated:,} of {every.episodes:,} episode" in alt
        assert every.mean is None or f"mean {every.mean:.2f}"[:7] in alt
        assert alt.endswith((".", "so on below."))


@relaxed
@given(rated.seasons())
def test_all_seasons_and_all_episodes_are_told_of_once(ratings: Ratings):
    if ratings.source is None:
        assert series_lines(ratings) == []
        return
    lines = series_lines(ratings)
    assert len(lines) == len(ratings.seasons)
    for line, (_, some) in zip(lines, ratings.seasons, strict=True):
        every = figures(some)
        assert ("no rating" in line) == (every.mean is None)
        if every.best and every.worst and every.best.value != every.worst.value:
            assert f"highest S{every.best.season:02}E{every.best.number:02} " in line
            assert f"lowest S{every.worst.season:02}E{every.worst.number:02} " in line
    season, some = ratings.seasons[0]
    lines = season_lines(Ratings(ratings.source, some), season)
    codes = [re.match(r"\*\*S\d+E(\d+)\*\*", line) for line in lines]
    assert [int(code[1]) for code in codes if code] == [one.number for one in some]


def test_a_whole_series_is_summed_up_at_its_head():
    text = screen_text(Screen(chart_words.series_card(series(whole(3, 2)), 0)))
    assert text.split("\n") == [
        "### Mayday (2003– ) · Ratings",
        "6 of 6 episodes rated, mean 8.00 · rated by IMDb",
        "**S01** mean 8.00",
        "**S02** mean 8.00",
    ]


def test_episodes_without_a_number_are_said_to_be_left_out():
    ratings = whole(1, 1)._replace(unplaced=3)
    text = screen_text(Screen(chart_words.series_card(series(ratings), 0)))
    assert "-# 3 episodes without a number left out" in text


def test_a_long_alt_text_ends_with_a_whole_figure():
    ratings = Ratings("IMDb", tuple(Rated(1, number, 7.5) for number in range(1, 201)))
    alt = chart_words.alt_of_season(series(ratings), 1)
    assert re.search(r", \d+: 7\.5 and so on below\.$", alt)
    assert len(alt) > 1000


def test_hostile_names_are_text():
    ratings = Ratings("||<@1>||", (Rated(1, 1, 8.0),))
    text = screen_text(Screen(chart_words.series_card(series(ratings, "**@everyone**"), 0)))
    assert r"\*\*\@everyone\*\*" in text
    assert r"rated by \|\|\<\@1\>\|\|" in text
