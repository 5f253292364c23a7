"""One season's ratings as a picture: a curve with the number of every point, and the mean."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PIL import Image, ImageDraw

from bot.ratings import Figures, Rated, Ratings, figures
from bot.render import charts
from bot.render.charts import (
    BACKGROUND,
    DIM,
    EDGE,
    GRID,
    INK,
    LARGEST,
    MARGIN,
    SMALL,
    Draw,
    font,
)
from bot.render.figures import NO_RATING, average, counted, figure, season_label

HEAD, FOOT, LEGEND = 104, 44, 34
"""Pixels above the first panel (what it is), below each (episodes' numbers) and at the end."""
LEFT, RIGHT = 62, 64
"""Pixels beside the points: the axis' numbers, and the word at the mean."""
WIDTH = LARGEST - LEFT - RIGHT
NARROWEST = 700
"""Pixels that the points take at least."""
APART, CLOSE = 76, 26
"""Pixels between two points at most, and at least where each has its number."""
BROKEN, PANELS = 50, 5
"""Episodes in a panel of a long season, and how many panels stand one below the other at most."""
TALL, MANY = 420, 300
"""Pixels of an axis at most, and where there are several."""
SHARP = 2
"""Lines and points are drawn so many times larger and made smaller: their edges are smooth then."""
LINE, POINT, BEST, WORST = charts.COLOURS[4], INK, charts.COLOURS[8], charts.COLOURS[2]


class Panel(NamedTuple):
    """A part of the season and where it stands; the axis goes from `low` to 10.

    No episode of the season has a number of more `digits`.
    """

    episodes: Sequence[Rated]
    top: int
    tall: int
    apart: float
    low: int
    digits: int

    @property
    def bottom(self) -> int:
        """Give where the axis begins."""
        return self.top + self.tall

    def x(self, place: int) -> float:
        """Give where a point stands from the left."""
        return LEFT + self.apart * (place + 0.5)

    def y(self, value: float) -> float:
        """Give where a rating stands from the top."""
        return self.top + self.tall * (10 - value) / (10 - self.low)

    def points(self) -> list[tuple[float, float] | None]:
        """Give the points; None where there is no rating."""
        return [
            None if one.value is None else (self.x(place), self.y(one.value))
            for place, one in enumerate(self.episodes)
        ]


def curve(ratings: Ratings) -> bytes:
    """Draw one season's ratings as a PNG file of at most 1600 by 1600 pixels.

    The axis ends at 10 and begins at 5, or lower where a rating does: what differs by little looks
    so, and two seasons can be compared.
    """
    every = figures(ratings.episodes)
    panels = parted(ratings.episodes, lowest(every))
    end = LEFT + round(panels[0].apart * max(len(panels[0].episodes), 1))
    image, draw = charts.canvas(end + RIGHT, panels[-1].bottom + FOOT + LEGEND)
    for panel in panels:
        _axis(draw, panel, every.mean, end)
    large = image.resize((image.width * SHARP, image.height * SHARP), Image.Resampling.NEAREST)
    for panel in panels:
        _shape(ImageDraw.Draw(large), panel, every)
    _legend(ImageDraw.Draw(large), image.height - LEGEND, every)
    image = large.reduce(SHARP)
    draw = ImageDraw.Draw(image)
    _head(draw, ratings, every)
    for panel in panels:
        _numbers(draw, panel, every, end)
    _explain(draw, image.height - LEGEND, every)
    return charts.file_of(image)


def lowest(every: Figures) -> int:
    """Give where the axis begins."""
    worst = every.worst.value if every.worst else None
    return 5 if worst is None or worst >= 5 else int(worst)


def parted(episodes: Sequence[Rated], low: int) -> list[Panel]:
    """Part a season so that every point has room for its number, if that can be."""
    size = max(len(episodes), 1)
    if size * CLOSE > WIDTH:
        size = max(BROKEN, -(-size // PANELS))
    parts = [episodes[start : start + size] for start in range(0, len(episodes), size)] or [()]
    apart = max(min(APART, WIDTH / size), NARROWEST / size)
    most = TALL if len(parts) == 1 else MANY
    tall = min(most, (LARGEST - HEAD - LEGEND) // len(parts) - FOOT)
    digits = len(str(max((one.number for one in episodes), default=0)))
    return [
        Panel(part, HEAD + place * (tall + FOOT), tall, apart, low, digits)
        for place, part in enumerate(parts)
    ]


def _axis(draw: Draw, panel: Panel, mean: float | None, end: int) -> None:
    for value in range(panel.low, 11):
        draw.line((LEFT, panel.y(value), end, panel.y(value)), GRID)
    for place, _ in _marked(panel):
        draw.line((panel.x(place), panel.bottom, panel.x(place), panel.bottom + 5), GRID)
    if mean is not None:
        for left in range(LEFT, end, 14):
            draw.line((left, panel.y(mean), min(left + 7, end), panel.y(mean)), DIM)


def _marked(panel: Panel) -> list[tuple[int, int]]:
    """Give the places and numbers of the episodes whose number is written below."""
    every = [(place, one.number) for place, one in enumerate(panel.episodes)]
    wide = panel.digits * SMALL * 0.65 + 8
    steps = (at for at in (1, 5, 10, 25, 50, 100) if at * panel.apart > wide)
    step = next(steps, len(every))
    round_ones = [(place, number) for place, number in every if number % step == 0]
    near = bool(round_ones) and round_ones[0][0] * panel.apart < wide
    return round_ones if near else [*every[:1], *round_ones]


def _shape(draw: Draw, panel: Panel, every: Figures) -> None:
    """Draw the curve and its points, larger than they will be."""
    points = panel.points()
    for one, other in pairwise(points):
        if one and other:
            draw.line([SHARP * at for at in (*one, *other)], LINE, 3 * SHARP)
    for episode, point in zip(panel.episodes, points, strict=True):
        if point:
            _point(draw, point, _sort(episode, every))
    for place, point in enumerate(points):
        if point is None:
            _point(draw, (panel.x(place), panel.bottom), None)


def _sort(episode: Rated, every: Figures) -> str:
    """Tell what an episode's point looks like; when all are alike none is the best."""
    if every.best == every.worst:
        return "one"
    return {every.best: "best", every.worst: "worst"}.get(episode, "one")


def _point(draw: Draw, point: tuple[float, float], sort: str | None) -> None:
    """Draw a point: by its shape the best, the worst and what has no rating are known."""
    x, y = SHARP * point[0], SHARP * point[1]
    size = SHARP * (9 if sort in {"best", "worst"} else 5)
    match sort:
        case "best":
            corners = [(x, y - size), (x - size, y + size / 2), (x + size, y + size / 2)]
            draw.polygon(corners, BEST, BACKGROUND, SHARP)
        case "worst":
            corners = [(x, y + size), (x - size, y - size / 2), (x + size, y - size / 2)]
            draw.polygon(corners, WORST, INK, SHARP)
        case "one":
            box = (x - size, y - size, x + size, y + size)
            draw.ellipse(box, POINT, BACKGROUND, SHARP)
        case _:
            box = (x - size, y - size, x + size, y + size)
            draw.ellipse(box, BACKGROUND, EDGE, SHARP)


def _head(draw: Draw, ratings: Ratings, every: Figures) -> None:
    season = season_label(ratings.episodes[0].season) if ratings.episodes else "no season"
    title = f"Ratings of {season}{charts.by(ratings.source)}"
    draw.text((MARGIN, MARGIN), title, INK, font(24))
    mean = f", mean {average(every.mean)}" if every.mean is not None else ""
    said = (
        f"{every.rated:,} of {counted(every.episodes, 'episode')} rated{mean}; "
        f"the axis goes from {lowest(every)} to 10"
    )
    draw.text((MARGIN, MARGIN + 30), said, DIM, font(16))


def _numbers(draw: Draw, panel: Panel, every: Figures, end: int) -> None:
    for value in range(panel.low, 11):
        draw.text((LEFT - 10, panel.y(value)), str(value), DIM, font(15), "rm")
    for place, number in _marked(panel):
        draw.text((panel.x(place), panel.bottom + 10), str(number), DIM, font(SMALL), "ma")
    if every.mean is not None:
        draw.text((end + 6, panel.y(every.mean)), "mean", DIM, font(15), "lm")
    points = panel.points()
    for place, (episode, point) in enumerate(zip(panel.episodes, points, strict=True)):
        outstanding = _sort(episode, every) != "one"
        if point and episode.value is not None and (panel.apart >= CLOSE or outstanding):
            below = _is_valley(points, place) and point[1] + 26 < panel.bottom
            at = (point[0], point[1] + (12 if below else -12))
            draw.text(
                at, figure(episode.value), INK, font(SMALL if panel.apart < 34 else 16),
                "ma" if below else "ms", stroke_width=2, stroke_fill=BACKGROUND,
            )  # fmt: skip


def _is_valley(points: Sequence[tuple[float, float] | None], place: int) -> bool:
    """Tell whether the curve comes from above and goes up again: there its number stands below."""
    here, beside = points[place], (*points[max(place - 1, 0) : place], *points[place + 1 :][:1])
    known = [one for one in beside if one]
    return here is not None and bool(known) and all(one[1] < here[1] for one in known)


def _kinds(every: Figures) -> list[tuple[str | None, str]]:
    """Give what has to be explained: the sort of a point, and the words for it."""
    if every.best is None or every.worst is None:
        return [(None, NO_RATING)]
    kinds: list[tuple[str | None, str]] = []
    if every.best != every.worst:
        kinds = [("best", "highest"), ("worst", "lowest")]
    return kinds if every.rated == every.episodes else [*kinds, (None, NO_RATING)]


def _legend(draw: Draw, top: int, every: Figures) -> None:
    for place, (sort, _) in enumerate(_kinds(every)):
        _point(draw, (LEFT + 12 + 110 * place, top), sort)


def _explain(draw: Draw, top: int, every: Figures) -> None:
    for place, (_, words) in enumerate(_kinds(every)):
        draw.text((LEFT + 28 + 110 * place, top), words, DIM, font(15), "lm")
