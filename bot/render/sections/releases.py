"""Releases: every date by country, with notes and sources; dates that disagree side by side."""

from collections.abc import Iterable, Iterator

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


def first_release(page: EpisodePage) -> Release | None:
    """Give the first date of all that have a country, else the first one."""
    every = sorted(page.facts(Release), key=lambda one: (one.country is None, one.date))
    return every[0] if every else None


def show(page: EpisodePage, at: int) -> Shown:
    """Show a dozen dates; those of one country stand together, each once with all who say so."""
    by_country: dict[str | None, list[Release]] = {}
    for one in releases_of(page):
        by_country.setdefault(one.country, []).append(one)
    every = [row for country, told in by_country.items() for row in _dates(country, told)]
    shown, taken, count = page_of(every, at, ROWS)
    if not shown:
        return Shown("*No release dates yet.* No source tells when or where it was shown.")
    return Shown(lines((cut(row, ROW) for row in shown), TEXT), taken, count)


def _where(country: str | None) -> str:
    return f"**{words.country(country)}**" if country else "country not stated"


def _dates(country: str | None, told: Iterable[Release]) -> Iterator[str]:
    said: dict[str, list[str]] = {}
    for one in told:
        when = words.release(one, where=False)
        said.setdefault(when, []).append(one.source)
    for number, (when, by) in enumerate(said.items()):
        also = ", but also" if number else ""
        sources = ", ".join(escape(cut(one, 40)) for one in dict.fromkeys(by))
        yield f"- {_where(country)}{also}: {cut(when, 150)} ({sources})"


SECTION = Section("Releases", lambda page: len(page.facts(Release)), show)
