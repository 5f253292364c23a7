"""Small dumps of invented shows in IMDb's form, and of one show that the starter tells of too."""

from pathlib import Path

from tests.loading.dumps import Made

FIRST = "Harbour Lights 1x01"
"""What the first dumps alone are found by."""
_MAYDAY, _TARGET = 386950, 1597909
"""A series and an episode of the starter: what the dumps tell of them has to find its place."""


def made(shows: int, episodes: int, *, edition: int = 1) -> Made:
    """Invent shows; another edition has one show more, and other titles for some episodes."""
    rows = Made()
    _show(rows, _MAYDAY, "Mayday", 2003)
    _episode(rows, _TARGET, _MAYDAY, "9x05", "Target Is Destroyed")
    for show in range(shows + edition - 1):
        series = 7_000_000 + 1000 * show
        _show(rows, series, f"Invented Show {show}" if show else "Harbour Lights", 1990)
        for number in range(1, episodes + 1):
            title = f"Number {number} of {show}"
            if number == 1 and show % 2:
                title += f", edition {edition}"
            _episode(rows, series + number, series, f"{1 + number // 20}x{number}", title)
    return rows


def _show(rows: Made, series: int, title: str, year: int) -> None:
    rows.series(series, title, year=year, genres="Drama")
    rows.rated(series, "7.5", 1000)
    rows.other(series, f"{title} abroad", "DE")


def _episode(rows: Made, own: int, series: int, code: str, title: str) -> None:
    rows.episode(own, series, code, title)
    rows.rated(own, "7.1", 10)
    rows.credit(own, 1, own, "actor", characters='["Somebody"]')
    rows.add("title.crew", f"tt{own:07}", f"nm{own:07}", None)
    rows.person(own, f"Person {own}")


def dumps(folder: Path, shows: int = 20, episodes: int = 20, *, edition: int = 1) -> Path:
    """Write dumps of some shows with some episodes each; gives their folder."""
    return made(shows, episodes, edition=edition).write(folder)
