"""IMDb's "Episode dated 6 October 2010" says a day and no title: it is found by that day."""

from datetime import date
from pathlib import Path

import pytest

from bot.asking.dates import read_day
from bot.packed import dated
from bot.store import Store, airing, catalogue
from tests.loading.dumps import Made, load
from tests.loading.harbour import found
from tests.loading.reading import lines

TITLE = "Episode dated 6 October 2010"


@pytest.fixture
async def daily(store: Store, tmp_path: Path) -> Store:
    made = Made()
    made.series(100, "The Evening Desk", year=2001)
    made.episode(101, 100, "10x01", TITLE, year=2010)
    made.episode(102, 100, "10x02", "Episode dated 31 February 2010", year=2010)
    made.episode(103, 100, "10x03", "Episode dated by Carbon", year=2010)
    await load(store, made.write(tmp_path / "in"))
    return store


async def test_the_day_is_the_episodes_date(daily: Store):
    sql = "SELECT date FROM episode ORDER BY id"
    dates = await daily.read(lambda db: [row[0] for row in db.execute(sql)])
    assert dates == ["2010-10-06", "2010", "2010"]


async def test_it_airs_on_that_day_wherever(daily: Store):
    there = await daily.read(airing.on_day, "2010-10-06", size=10)
    assert [str(one.heading.code) for one in there.aired] == ["S10E01"]
    assert [one.date for one in there.aired[0].releases] == ["2010-10-06"]
    assert (await daily.read(airing.on_day, "2010-10-06", "US", size=10)).total == 0
    told = await daily.read(catalogue.read_episode, (await daily.read(lines))[0].id)
    assert [one.date for one in told[0].releases] == ["2010-10-06"]


@pytest.mark.parametrize(
    "words", [TITLE, "evening desk 2010-10-06", "the evening desk 6 oct 2010", "6 october 2010"]
)
async def test_it_is_found_by_the_day(daily: Store, words: str):
    assert await found(daily, words) == [TITLE]


async def test_what_is_no_day_is_a_title(daily: Store):
    assert await found(daily, "episode dated by carbon") == ["Episode dated by Carbon"]
    assert "Episode dated 31 February 2010" in await found(daily, "episode dated 31 february 2010")


@pytest.mark.parametrize(
    ("title", "day"),
    [
        (TITLE, "2010-10-06"),
        ("Episode dated 29 February 2012", "2012-02-29"),
        ("Episode dated 29 February 2013", None),
        ("Episode dated 6 Octobre 2010", None),
        ("Episode dated 6 October 2010 Part 2", None),
        ("Episode dated 0 October 2010", None),
    ],
)
def test_days_that_are_and_are_not(title: str, day: str | None):
    assert dated(title) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6 oct 2010", "2010-10-06"),
        ("2010-10-06", "2010-10-06"),
        ("October 6th, 2010", "2010-10-06"),
        ("6.10.2010", "2010-10-06"),
        ("6 oct", "2026-10-06"),
        ("oct 6", "2026-10-06"),
        (" Tomorrow ", "2026-03-11"),
        ("today", "2026-03-10"),
        ("yesterday", "2026-03-09"),
        ("31 feb 2010", None),
        ("mayday 6 oct 2010", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_day_and_nothing_else_is_read(text: str, day: str | None):
    found = read_day(text, date(2026, 3, 10))
    assert (found and found.isoformat()) == day


def test_there_is_no_day_after_the_last():
    assert read_day("tomorrow", date.max) is None
    assert read_day("yesterday", date.min) is None
