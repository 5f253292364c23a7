"""Pictures of ratings: they open, fit and can be read, and show what the words beside them say."""

import re
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.ratings import Rated, Ratings, figures
from bot.render import charts, curve, heatmap
from bot.render.charts import BACKGROUND, COLOURS, DIM, EDGE, INK, Colour, contrast, luminance
from bot.render.figures import figure
from tests.render import rated
from tests.render.rated import whole
from tests.render.test_chart_words import season_lines, series_lines

TEXT, GRAPHIC = 4.5, 3.0
"""WCAG 2: the least contrast of text (AA), and of what has to be seen to understand a picture."""
LARGE = 500_000
"""Bytes of a picture at most."""

drawing = settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def opened(file: bytes) -> Image.Image:
    """Open a picture, and see that it is as small as it must be."""
    image = Image.open(BytesIO(file))
    image.load()
    assert image.format == "PNG"
    assert image.width <= charts.LARGEST
    assert image.height <= charts.LARGEST
    assert len(file) < LARGE
    return image


def pixel(image: Image.Image, x: float, y: float) -> Colour:
    found = image.getpixel((int(x), int(y)))
    assert isinstance(found, tuple)
    red, green, blue = found
    return red, green, blue


@drawing
@given(rated.seasons())
def test_a_heatmap_of_any_size_fits(ratings: Ratings):
    opened(heatmap.heatmap(ratings))


@drawing
@given(rated.seasons(longest=400, most=1))
def test_a_curve_of_any_size_fits(ratings: Ratings):
    opened(curve.curve(ratings))


@pytest.mark.parametrize("rows", [1, 7, 40])
@pytest.mark.parametrize("columns", [1, 12, 24, 60, 200])
def test_every_episode_has_its_cell_from_1_to_40_seasons_of_1_to_200(rows: int, columns: int):
    grid = heatmap.laid_out(whole(columns, rows))
    assert grid.missing == 0
    assert sum(len(line.row.cells[line.start :][: grid.columns]) for line in grid.lines) == (
        rows * columns
    )
    assert min(grid.wide, grid.high) >= 10
    if rows * columns <= 40 * 24:
        assert grid.letters >= 14, "the numbers can be read"
    tops = [line.top for line in grid.lines]
    assert all(after - before >= grid.high for before, after in pairwise(tops))


def test_more_seasons_than_there_is_room_for_are_counted():
    grid = heatmap.laid_out(whole(300, 330))
    shown = {line.row.season for line in grid.lines}
    assert grid.missing >= 330 - len(shown)
    opened(heatmap.heatmap(whole(300, 330)))


def test_a_season_that_does_not_count_from_1_stands_in_order():
    episodes = tuple(Rated(2, number, 8.0) for number in (62, 63, 65))
    (line,) = heatmap.laid_out(Ratings("IMDb", episodes)).lines
    assert line.row.cells == episodes
    assert line.row.ordered


def test_a_number_that_no_episode_has_leaves_its_place_empty():
    ratings = Ratings("IMDb", (Rated(1, 1, 8.0), Rated(1, 3)))
    grid, image = heatmap.laid_out(ratings), opened(heatmap.heatmap(ratings))
    at = [grid.left + column * grid.wide for column in range(3)]
    corners = [pixel(image, left + 1, grid.lines[0].top) for left in at]
    assert corners == [COLOURS[charts.step_of(8.0)], BACKGROUND, EDGE]


@drawing
@given(st.lists(st.lists(rated.tenths, min_size=1, max_size=12), min_size=1, max_size=12))
def test_each_cell_has_the_number_and_the_colour_of_what_the_words_say(
    values: list[list[float | None]],
):
    ratings = Ratings(
        "IMDb",
        tuple(
            Rated(season, number, value)
            for season, some in enumerate(values, 1)
            for number, value in enumerate(some, 1)
        ),
    )
    grid, image = heatmap.laid_out(ratings), opened(heatmap.heatmap(ratings))
    said = {code: value for season, _ in ratings.seasons for code, value in words(ratings, season)}
    for line in grid.lines:
        for column, cell in enumerate(line.row.cells):
            assert cell
            left = grid.left + column * grid.wide
            box = (left, line.top, left + grid.wide - grid.gap, line.top + grid.high - grid.gap)
            shown = image.crop(box)
            word = said[f"S{cell.season:02}E{cell.number:02}"]
            assert shown.tobytes() == expected(word, shown.size, grid.letters).tobytes()


def words(ratings: Ratings, season: int) -> list[tuple[str, str]]:
    """Give code and rating of each episode as the words beside the season's curve say them."""
    some = tuple(one for one in ratings.episodes if one.season == season)
    found = [
        re.match(r"\*\*(S\d+E\d+)\*\* (no rating|[\d.]+)", line)
        for line in season_lines(Ratings(ratings.source, some), season)
    ]
    return [(match[1], match[2]) for match in found if match]


def expected(word: str, size: tuple[int, int], letters: int) -> Image.Image:
    """Draw a cell as the legend explains it."""
    if word == "no rating":
        return charts.hatched(*size)
    colour = COLOURS[charts.step_of(float(word))]
    tile = Image.new("RGB", size, colour)
    charts.middle(tile, word, charts.ink_on(colour), letters)
    return tile


@drawing
@given(st.lists(rated.tenths, min_size=2, max_size=30).filter(any))
def test_each_point_of_a_curve_stands_where_the_words_say(values: list[float | None]):
    ratings = Ratings("IMDb", tuple(Rated(1, at, value) for at, value in enumerate(values, 1)))
    every, image = figures(ratings.episodes), opened(curve.curve(ratings))
    (panel,) = curve.parted(ratings.episodes, curve.lowest(every))
    for place, (code, word) in enumerate(words(ratings, 1)):
        assert code == f"S01E{place + 1:02}"
        if word != "no rating":
            colours = {INK, curve.BEST, curve.WORST}
            assert pixel(image, panel.x(place), panel.y(float(word))) in colours


@drawing
@given(rated.seasons(longest=30))
def test_the_means_beside_the_cells_are_those_of_the_words(ratings: Ratings):
    means = {line.row.season: line.row.mean for line in heatmap.laid_out(ratings).lines}
    for season, some in ratings.seasons:
        assert means[season] == figures(some).mean
    if ratings.source is not None:
        assert len(series_lines(ratings)) == len(ratings.seasons)


@pytest.mark.parametrize(("lowest", "axis"), [(9.8, 5), (5.0, 5), (4.9, 4), (0.0, 0)])
def test_the_axis_does_not_exaggerate(lowest: float, axis: int):
    assert curve.lowest(figures([Rated(1, 1, 10.0), Rated(1, 2, lowest)])) == axis


def test_200_episodes_have_a_number_at_each_point():
    panels = curve.parted(whole(200, 1).episodes, 5)
    assert [len(panel.episodes) for panel in panels] == [50, 50, 50, 50]
    assert panels[0].apart >= curve.CLOSE


def test_the_lighter_a_colour_the_better_the_rating_it_stands_for():
    light = [116 * luminance(colour) ** (1 / 3) - 16 for colour in COLOURS]
    assert all(after - before >= 6 for before, after in pairwise(light))
    assert len(COLOURS) == len(charts.STEPS) == len(charts.step_names())


@pytest.mark.parametrize("colour", COLOURS)
def test_the_number_on_every_colour_can_be_read(colour: Colour):
    assert contrast(charts.ink_on(colour), colour) >= TEXT


def test_letters_beside_the_cells_and_what_has_no_rating_can_be_seen():
    assert contrast(INK, BACKGROUND) >= TEXT
    assert contrast(DIM, BACKGROUND) >= TEXT
    assert contrast(EDGE, BACKGROUND) >= GRAPHIC
    assert contrast(curve.LINE, BACKGROUND) >= GRAPHIC


@given(st.floats(0, 10))
def test_a_rating_has_the_colour_of_what_is_written(value: float):
    step, names = charts.step_of(value), charts.step_names()
    shown = float(figure(value))
    if step == 0:
        assert names[0] == "under 4"
        assert shown < 4
    else:
        start, end = map(float, names[step].split("-"))
        assert start <= shown
        assert shown < end or shown == end == 10


def test_contrast_is_that_of_wcag():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((255, 255, 255), (0x77, 0x77, 0x77)) == pytest.approx(4.48, abs=0.01)


def test_a_name_without_letters_of_ours_is_not_drawn():
    assert charts.by("TVmaze") == " by TVmaze"
    assert charts.by("日本") == charts.by("a\nb") == charts.by(None) == ""
