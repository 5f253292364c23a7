"""Releases: every date by country, with notes and sources; dates that disagree side by side."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.model import Release
from bot.page import EpisodePage
from bot.render import words
from bot.render.fit import cut, escape, lines, page_of
from bot.render.sections.shown import TEXT, Section, Shown

ROWS, ROW = 12, 230
"""Rows of a page, and characters of one: together they fit."""


def releases_of(page: EpisodePage) -> list[Release]:
    """Give the dates as they are shown: those of the viewer's country first, then the earliest."""
    home = page.viewer.country
    # Where no country is stated, nobody can tell whose date it is: these come last.
    return sorted(
        page.facts(Release), key=lambda one: (one.country is None, one.country != home, one.date)
    )


def show(page: EpisodePage, at: int) -> Shown:
    """Show a dozen dates; those of one country stand together, each once with all who say so."""
    by_country: dict[str | None, list[Release]] = {}
    for one in releases_of(page):
        by_country.setdefault(one.country, []).append(one)
    every = [row for told in by_country.values() for row in _dates(told)]
    shown, taken, count = page_of(every, at, ROWS)
    if not shown:
        return Shown("*No release dates yet.* No source tells when or where it was shown.")
    return Shown(lines((cut(_row(one), ROW) for one in shown), TEXT), taken, count)


def _where(country: str | None) -> str:
    return f"**{words.country(country) if country else 'Country not stated'}**"


class _Date(NamedTuple):
    """A date in one country, by all who tell it; `another` than one that was told before it."""

    told: list[Release]
    another: bool = False


def _dates(told: list[Release]) -> Iterator[_Date]:
    if len(told) == 1:  # most countries: nothing need be written to see that
        yield _Date(told)
        return
    said: dict[str, list[Release]] = {}
    for one in told:
        said.setdefault(words.release(one, where=False), []).append(one)
    for number, same in enumerate(said.values()):
        yield _Date(same, another=number > 0)


def _row(date: _Date) -> str:
    first = date.told[0]
    also = ", but also" if date.another else ""
    by = dict.fromkeys(one.source for one in date.told)
    sources = ", ".join(escape(cut(one, 40)) for one in by)
    when = cut(words.release(first, where=False), 150)
    return f"- {_where(first.country)}{also}: {when} ({sources})"


SECTION = Section("Releases", lambda page: len(page.facts(Release)), show)
