"""Lists of finds, of what airs and of what is looked up fit into a message, whatever is in them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.happening import Aired, Around, Day, Trend, Trends
from bot.model import Release
from bot.passages import Find, Finds, Phrase, Piece
from bot.render import airing, finds, trends
from bot.render.parts import Container
from bot.ui import Screen
from tests.render.test_cards import (
    HEADING,
    checked,
    codes,
    dates,
    headings,
    long,
    needs_schema,
    optional,
    relaxed,
    screen_text,
)

FIND = Find(HEADING, Phrase("outline", (Piece("A"), Piece("fighter", asked=True))), 1)
FINDS = Finds("fighter", (FIND,), total=1, listed=1, page=0, pages=1, most=1, all=1)

pieces = st.builds(Piece, text=long, asked=st.booleans())
phrases = st.builds(
    Phrase, where=st.sampled_from(["title", "outline", "synopsis", "character", "series"]),
    pieces=st.lists(pieces, max_size=30).map(tuple), spoiler=st.booleans(),
    before=st.booleans(), after=st.booleans(),
)  # fmt: skip


def several(values: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    def key(one: Any) -> Any:
        return (one.heading.kind, one.heading.id)

    return st.lists(values, max_size=most, unique_by=key).map(tuple)


found = st.builds(
    Finds, text=st.text(min_size=1, max_size=80) | st.sampled_from(["*" * 80, ":" * 80]),
    finds=several(st.builds(Find, heading=headings, phrase=phrases, words=st.just(2)), finds.SIZE),
    total=st.integers(1, 10**6), listed=st.integers(1, 200), page=st.integers(0, 24),
    pages=st.just(25), most=st.integers(1, 12), all=st.integers(1, 12),
    people=st.dictionaries(st.integers(1, 10**15), long, max_size=3).map(
        lambda people: tuple(people.items())
    ),
)  # fmt: skip
moments = st.none() | st.datetimes(timezones=st.just(UTC))
releases = st.builds(
    Release, date=dates, moment=moments, country=st.none() | codes, note=optional, source=long
)
aired = st.builds(Aired, heading=headings, releases=st.lists(releases, max_size=9).map(tuple))
days = st.builds(
    Day, day=st.dates().map(str), country=st.none() | codes,
    aired=several(aired, airing.SIZE), total=st.integers(0, 10**6), page=st.integers(0, 9),
)  # fmt: skip


def two_apart(told: Around) -> bool:
    return not (told.next and told.last and told.next.heading.id == told.last.heading.id)


around = st.builds(
    Around, series=headings, status=st.sampled_from(["ended", "running", "cancelled"]),
    now=st.just(datetime(2010, 10, 6, tzinfo=UTC)), next=st.none() | aired, last=st.none() | aired,
).filter(two_apart)  # fmt: skip
trending = st.builds(
    Trends, server=st.none() | st.just(7),
    trends=several(st.builds(Trend, headings, st.integers(0, 10**9), st.integers(0, 10**6)),
                   trends.SIZE),
    total=st.integers(0, 10**6), page=st.integers(0, 9),
)  # fmt: skip


@needs_schema
@pytest.mark.shared
@relaxed
@given(found)
def test_any_finds_fit(one: Finds):
    assert checked(finds.page(one)).count("||") % 2 == 0  # no spoiler is cut open


@needs_schema
@pytest.mark.shared
@relaxed
@given(days, around, trending, long)
def test_any_day_any_next_and_any_week_fit(day: Day, told: Around, week: Trends, note: str):
    checked(airing.day(day))
    checked(airing.around(told))
    checked(trends.page(week, note))


def text_of(container: Container) -> str:
    return screen_text(Screen(container))


def test_a_phrase_that_tells_the_end_is_hidden_whatever_stands_in_it():
    pieces = (Piece("he || she"), Piece("dies||", asked=True), Piece("||"))
    phrase = Phrase("synopsis", pieces, spoiler=True, before=True)
    shown = text_of(finds.page(FINDS._replace(finds=(FIND._replace(phrase=phrase),))))
    assert "\n-# synopsis\n||… he \\|\\| she **dies\\|\\|** \\|\\|||" in shown


def test_words_in_a_row_are_one_bold_piece():
    pieces = (Piece("spy", asked=True), Piece("plane", asked=True), Piece("over"))
    phrase = Phrase("outline", pieces, after=True)
    assert "\n**spy plane** over …" in text_of(
        finds.page(FINDS._replace(finds=(FIND._replace(phrase=phrase),)))
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((1, 1, 1, 1), "1 thing has this word."),
        ((2, 2, 2, 2), "2 things have both words."),
        ((3412, 200, 3, 3), "The best 200 of 3,412 things have all words."),
        ((5, 5, 2, 4), "Nothing has all 4 words. 5 things have 2 of them."),
    ],
)
def test_how_many_things_have_how_many_words_is_said(counts: tuple[int, ...], said: str):
    total, listed, most, every = counts
    assert said in text_of(
        finds.page(FINDS._replace(total=total, listed=listed, most=most, all=every))
    )


def test_a_moment_is_told_as_one_and_nothing_else_as_midnight():
    moment = datetime(2010, 10, 7, 1, tzinfo=UTC)
    known = Release(date="2010-10-06", moment=moment, country="CA", note="premiere")
    shown = text_of(airing.day(Day("2010-10-06", None, (Aired(HEADING, (known,)),), 1)))
    assert f"<t:{int(moment.timestamp())}:f> · Canada · premiere" in shown
    vague = Release(date="2010-10-06")
    shown = text_of(airing.day(Day("2010-10-06", None, (Aired(HEADING, (vague,)),), 1)))
    assert "time unknown · country not stated" in shown
    assert "<t:" not in shown


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2010-10-05", "5 October 2010, yesterday; time unknown"),
        ("2010-10-06", "6 October 2010, today; time unknown"),
        ("2010-10-07", "7 October 2010, tomorrow; time unknown"),
        ("2010-10-09", "9 October 2010, in 3 days; time unknown"),
        ("2009-10-06", "6 October 2009, 365 days ago; time unknown"),
        ("2009-10-04", "4 October 2009; time unknown"),
        ("2010-11", "November 2010, the day is unknown"),
        ("2011", "2011, the month is unknown"),
    ],
)
def test_how_far_away_a_day_is_is_told_where_it_is_known(date: str, said: str):
    now = datetime(2010, 10, 6, 23, tzinfo=UTC)
    told = Around(HEADING, "running", now, Aired(HEADING, (Release(date=date),)))
    assert said in text_of(airing.around(told))


def test_a_week_tells_ranks_look_ups_and_reviews():
    some = (Trend(HEADING, 12, 2), Trend(HEADING._replace(id=64), 1, 0))
    shown = text_of(trends.page(Trends(None, some, 2)))
    assert "this week, everywhere" in shown
    assert "looked up 12 times · 2 reviews" in shown
    assert shown.endswith("looked up once")
