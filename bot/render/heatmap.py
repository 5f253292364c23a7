"""A series' ratings as a picture: a row for each season, a cell for each episode."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PIL import Image

from bot.ratings import Rated, Ratings, figures
from bot.render import charts
from bot.render.charts import DIM, INK, LARGEST, MARGIN, SMALL, Draw, font, width_of
from bot.render.figures import NO_RATING, average, counted, figure, season_label

HEAD, FOOT = 106, 72
"""Pixels above the cells (what it is, episodes' numbers) and below (the legend)."""
SWATCH = 76
NARROWEST = 2 * MARGIN + (len(charts.STEPS) + 1) * SWATCH + 20
"""Pixels that the legend needs."""
WIDE, HIGH, SMALLEST = 58, 38, 5
"""Pixels of a cell at most, and at least."""
LETTERS, GOOD, READABLE = 20, 16, 10
"""Pixels of the letters in cells: at most, such that no season is broken into lines for larger
ones, and at least."""
LABEL, LEAST = 17, 9
"""Pixels of the letters beside and above the cells, and of a line in which they have room."""
BREAKS = (10, 20, 25, 50, 100, 200)
"""Where long seasons are broken, so that episodes are easily counted."""
APART = 6
"""Pixels between two seasons when some are broken."""
MEAN = 58

Cells = Sequence[Rated | None]
"""Episodes in their columns; None where there is no such episode."""


class Row(NamedTuple):
    """A season, and whether its episodes stand in order because they do not count from 1."""

    season: int
    cells: Cells
    ordered: bool
    mean: float | None


class Line(NamedTuple):
    """A season's cells, or a part of them, which only the first part names; where they stand."""

    row: Row
    start: int
    top: int


class Grid(NamedTuple):
    """How many columns, how large a cell is, where cells begin from the left, and all lines."""

    columns: int
    wide: int
    high: int
    left: int
    lines: tuple[Line, ...] = ()
    missing: int = 0

    @property
    def letters(self) -> int:
        """Give the size of the letters that fit into a cell."""
        return min(LETTERS, int(self.wide / 1.8), int(self.high / 1.5))

    @property
    def gap(self) -> int:
        """Give the room between two cells."""
        return 2 if min(self.wide, self.high) > 15 else 1

    @property
    def merit(self) -> tuple[int, int, int]:
        """Rank it: large letters first, or where none fit large cells; then few lines."""
        letters = min(self.letters, GOOD)
        small = 0 if letters >= READABLE else min(self.wide, self.high)
        return (letters if letters >= READABLE else 0), small, self.columns


def heatmap(ratings: Ratings) -> bytes:
    """Draw a series' ratings as a PNG file of at most 1600 by 1600 pixels.

    The number of an episode is its column, but in seasons that do not count from 1.
    """
    grid = laid_out(ratings)
    bottom = grid.lines[-1].top + grid.high if grid.lines else HEAD
    width = max(grid.left + grid.columns * grid.wide + MEAN + MARGIN, NARROWEST)
    image, draw = charts.canvas(width, bottom + FOOT)
    _head(draw, ratings, grid)
    tiles: dict[str, Image.Image] = {}
    for place, line in enumerate(grid.lines):
        if grid.high >= LEAST or place % 2 == 0:
            _beside(draw, line, grid)
        for column, cell in enumerate(line.row.cells[line.start : line.start + grid.columns]):
            if cell is not None:
                text = "" if cell.value is None else figure(cell.value)
                tile = tiles.get(text) or tiles.setdefault(text, _tile(cell.value, grid))
                image.paste(tile, (grid.left + column * grid.wide, line.top))
    _legend(image, draw, bottom + 20)
    return charts.file_of(image)


def _row(season: int, episodes: Sequence[Rated]) -> Row:
    by_number = {one.number: one for one in episodes}
    first, last = min(by_number), max(by_number)
    mean = figures(episodes).mean
    # Numbers that go on from the season before, or leave out most, would leave most of it empty.
    if first < 1 or first > 20 or last > 2 * len(episodes) + 20:
        return Row(season, tuple(episodes), ordered=True, mean=mean)
    return Row(season, [by_number.get(at) for at in range(1, last + 1)], ordered=False, mean=mean)


def laid_out(ratings: Ratings) -> Grid:
    """Lay the seasons out so that the numbers in the cells can be read, if that can be."""
    rows = [_row(season, episodes) for season, episodes in ratings.seasons]
    longest = max((len(row.cells) for row in rows), default=1)
    widest = (LARGEST - 2 * MARGIN - 200) // SMALLEST
    choices = {min(longest, widest), *(at for at in BREAKS if at < longest)}
    grid = max((_fitted(rows, columns) for columns in choices), key=lambda one: one.merit)
    grid = grid._replace(high=max(grid.high, SMALLEST))
    lines = tuple(_lines(rows, grid, APART if longest > grid.columns else 0))
    shown = tuple(line for line in lines if line.top + grid.high <= LARGEST - FOOT)
    missing = len({line.row.season for line in lines[len(shown) :]})
    return grid._replace(lines=shown, missing=missing)


def _fitted(rows: Sequence[Row], columns: int) -> Grid:
    """Make the cells as large as they can be in so many columns."""
    broken = any(len(row.cells) > columns for row in rows)
    count = sum(-(-len(row.cells) // columns) for row in rows) or 1
    label = max((width_of(season_label(row.season), LABEL) for row in rows), default=0)
    spans = [_span(row, 0, len(row.cells)) for row in rows if broken or row.ordered]
    span = max((width_of(text, SMALL) + 10 for text in spans), default=0)
    left = MARGIN + label + span + 12
    room = LARGEST - HEAD - FOOT - (APART * len(rows) if broken else 0)
    wide = min(WIDE, (LARGEST - left - MEAN - MARGIN) // columns)
    return Grid(columns, wide, min(HIGH, room // count), left)


def _lines(rows: Sequence[Row], grid: Grid, apart: int) -> Iterator[Line]:
    top = HEAD
    for row in rows:
        for start in range(0, len(row.cells), grid.columns):
            yield Line(row, start, top)
            top += grid.high
        top += apart


def _span(row: Row, start: int, end: int) -> str:
    """Name the numbers of a line's episodes."""
    last = min(end, len(row.cells)) - 1
    if not row.ordered:
        return f"{start + 1}-{last + 1}"
    ends = [one.number for one in (row.cells[start], row.cells[last]) if one]
    return "-".join(dict.fromkeys(map(str, ends)))


def _head(draw: Draw, ratings: Ratings, grid: Grid) -> None:
    every = figures(ratings.episodes)
    draw.text((MARGIN, MARGIN), f"Ratings{charts.by(ratings.source)}", INK, font(24))
    mean = f", mean {average(every.mean)}" if every.mean is not None else ""
    more = f"; {counted(grid.missing, 'season')} had no room" if grid.missing else ""
    said = f"{every.rated:,} of {counted(every.episodes, 'episode')} rated{mean}{more}"
    draw.text((MARGIN, MARGIN + 30), said, DIM, font(16))
    step = next(
        (at for at in (1, 5, 10, 25, 50) if at * grid.wide > width_of("000", SMALL) + 4), 100
    )
    for number in range(1, grid.columns + 1):
        if number == 1 or number % step == 0:
            middle = grid.left + (number - 1) * grid.wide + (grid.wide - grid.gap) // 2
            draw.text((middle, HEAD - 6), str(number), DIM, font(SMALL), "ms")
    end = grid.left + grid.columns * grid.wide + 10
    draw.text((end, HEAD - 6), "mean", DIM, font(SMALL), "ls")


def _beside(draw: Draw, line: Line, grid: Grid) -> None:
    """Write the season before its first line and its mean behind it, and what a line has."""
    row, middle = line.row, line.top + (grid.high - grid.gap) // 2
    small = max(LEAST - 1, min(SMALL, grid.high))
    if row.ordered or len(row.cells) > grid.columns:
        span = _span(row, line.start, line.start + grid.columns)
        draw.text((grid.left - 12, middle), span, DIM, font(small), "rm")
    if line.start == 0:
        label = max(LEAST - 1, min(LABEL, grid.high))
        draw.text((MARGIN, middle), season_label(row.season), INK, font(label), "lm")
        mean = "" if row.mean is None else average(row.mean)
        end = grid.left + grid.columns * grid.wide + 10
        draw.text((end, middle), mean, INK, font(label), "lm")


def _tile(value: float | None, grid: Grid) -> Image.Image:
    """Draw a cell: its colour and its rating, or the hatching of one that has none."""
    wide, high = grid.wide - grid.gap, grid.high - grid.gap
    if value is None:
        return charts.hatched(wide, high)
    colour = charts.COLOURS[charts.step_of(value)]
    tile = Image.new("RGB", (wide, high), colour)
    if grid.letters >= READABLE:
        charts.middle(tile, figure(value), charts.ink_on(colour), grid.letters)
    return tile


def _legend(image: Image.Image, draw: Draw, top: int) -> None:
    left, high = MARGIN, 28
    for colour, name in zip(charts.COLOURS, charts.step_names(), strict=True):
        tile = Image.new("RGB", (SWATCH - 3, high), colour)
        charts.middle(tile, name, charts.ink_on(colour), 15)
        image.paste(tile, (left, top))
        left += SWATCH
    image.paste(charts.hatched(24, high), (left, top))
    draw.text((left + 30, top + high // 2), NO_RATING, DIM, font(15), "lm")
