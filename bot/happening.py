"""What happens: what airs on a day, what comes next, what members look up. Values of one moment."""

from datetime import datetime
from typing import NamedTuple

from bot.model import Heading, Release


class Aired(NamedTuple):
    """An episode and its releases: those of the day that is asked for, or all, the first first."""

    heading: Heading
    releases: tuple[Release, ...]


class Day(NamedTuple):
    """One page of what airs on a day, in a country or anywhere; `total` counts all of the day."""

    day: str
    country: str | None
    aired: tuple[Aired, ...]
    total: int
    page: int = 0


class Around(NamedTuple):
    """What of a series comes next and came last; `now` is when it was asked.

    Where no episode has a date that is over, the last one is that with the highest number.
    """

    series: Heading
    status: str
    now: datetime
    next: Aired | None = None
    last: Aired | None = None


class Trend(NamedTuple):
    """How often a thing was looked up, and how many reviews it got."""

    heading: Heading
    lookups: int
    reviews: int


class Trends(NamedTuple):
    """One page of what is looked up and reviewed this week, on a server or everywhere (None)."""

    server: int | None
    trends: tuple[Trend, ...]
    total: int
    page: int = 0
