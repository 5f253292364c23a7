"""Episodes' ratings by one source, and the figures that pictures and words both tell of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # what draws imports this, and nothing that it does not need
    from bot.model import Heading

SPECIALS = 0
"""The season of what belongs to none."""


class Rated(NamedTuple):
    """An episode's place and its rating from 0 to 10; the value is None when there is none."""

    season: int
    number: int
    value: float | None = None
    votes: int | None = None


class Ratings(NamedTuple):
    """Episodes in the order of their places, specials last, each place once.

    One source gave all of their ratings: `source` is None when nobody rated any. Of `unplaced`
    episodes the place is not known: they are not among them.
    """

    source: str | None
    episodes: tuple[Rated, ...]
    unplaced: int = 0

    @property
    def seasons(self) -> tuple[tuple[int, tuple[Rated, ...]], ...]:
        """Part the episodes into their seasons."""
        parted = groupby(self.episodes, key=lambda one: one.season)
        return tuple((season, tuple(episodes)) for season, episodes in parted)


class RatedSeries(NamedTuple):
    """A series, its seasons (specials last), and ratings of all of its episodes or of a season."""

    heading: Heading
    seasons: tuple[int, ...]
    ratings: Ratings


class Figures(NamedTuple):
    """What some episodes' ratings come to; of several that are the best the first one is given."""

    episodes: int
    rated: int
    mean: float | None = None
    best: Rated | None = None
    worst: Rated | None = None


def figures(episodes: Iterable[Rated]) -> Figures:
    """Count and compare ratings; every rated episode counts the same, however many voted."""
    every = list(episodes)
    rated = [(one.value, one) for one in every if one.value is not None]
    if not rated:
        return Figures(len(every), 0)
    values = [value for value, _ in rated]
    best, worst = max(values), min(values)
    return Figures(
        len(every),
        len(rated),
        fsum(values) / len(values),
        next(one for value, one in rated if value == best),
        next(one for value, one in rated if value == worst),
    )
