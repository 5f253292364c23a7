"""Series with ratings of any size, some missing, to draw and to tell of."""

from hypothesis import strategies as st

from bot.model import Heading
from bot.ratings import Rated, RatedSeries, Ratings

HEAD = Heading(7, "series", 7, "Mayday", 2003, None)


told = st.none() | st.floats(0, 10)
"""A rating as sources tell it, or none."""
tenths = st.none() | st.integers(0, 100).map(lambda tenth: tenth / 10)
"""A rating that is written as exactly as it is known, or none."""


@st.composite
def seasons(draw: st.DrawFn, longest: int = 220, most: int = 42) -> Ratings:
    """Make seasons of one size each, so that large ones are drawn as often as small ones."""
    numbers = draw(st.lists(st.integers(0, most), min_size=1, max_size=most, unique=True))
    few = draw(st.lists(told, min_size=1, max_size=7))
    episodes = []
    for season in sorted(numbers, key=lambda one: (one == 0, one)):
        first = draw(st.sampled_from([1, 1, 1, 0, 60, 999_000]))
        step = draw(st.sampled_from([1, 1, 1, 2, 40]))
        size = draw(st.sampled_from([1, 2, 10, 24]) | st.integers(1, longest))
        places = range(first, min(first + step * size, 1_000_000), step)
        episodes += [Rated(season, at, few[at * 5 % len(few)], at) for at in places]
    source = draw(st.sampled_from(["IMDb", "TVmaze", "日本", "s" * 500, "\u202e|*"]))
    rated = any(one.value is not None for one in episodes)
    return Ratings(source if rated else None, tuple(episodes), draw(st.sampled_from([0, 1, 3000])))


def series(ratings: Ratings, title: str = "Mayday") -> RatedSeries:
    """Make a series that has these ratings."""
    numbers = tuple(season for season, _ in ratings.seasons)
    return RatedSeries(HEAD._replace(series=title), numbers, ratings)


def whole(columns: int, rows: int, value: float | None = 8.0) -> Ratings:
    """Make a series of so many seasons and episodes that are all rated the same."""
    places = [(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)]
    return Ratings("IMDb", tuple(Rated(*place, value, 9) for place in places))
