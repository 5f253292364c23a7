"""Of several dates one stands for all, on a page as in lists: by a rule that is written down."""

from datetime import UTC, datetime

import pytest

from bot.model import Release, first_release

HERE, LATER = Release(date="2010-10-06", country="CA"), Release(date="2010-11-01", country="GB")
UNSTATED = Release(date="2010-03-29")


@pytest.mark.parametrize(
    ("told", "date"),
    [
        ((), None),
        ((UNSTATED,), "2010-03-29"),
        ((UNSTATED, LATER, HERE), "2010-10-06"),
        ((Release(date="2010"), UNSTATED), "2010-03-29"),
        ((Release(date="2010-03"), Release(date="2010-03-30")), "2010-03-30"),
        ((Release(date="2009"), UNSTATED), "2009"),
        ((Release(date="2009"), HERE), "2010-10-06"),
    ],
)
def test_the_earliest_whose_country_is_told_stands_for_all(
    told: tuple[Release, ...], date: str | None
):
    for order in (told, told[::-1]):
        first = first_release(order)
        assert (first.date if first else None) == date


def test_of_one_day_a_known_moment_comes_first():
    known = Release(date="2010-10-06", country="GB", moment=datetime(2010, 10, 6, 20, tzinfo=UTC))
    assert first_release([HERE, known]) == known
