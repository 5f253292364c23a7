"""Releases: every date by country, with notes and sources; dates that disagree side by side."""

from collections.abc import Iterable

from bot.model import Release
from bot.page import EpisodePage
from bot.render import words
from bot.render.fit import cut, escape, lines, page_of
from bot.render.sections.shown import ROWS, TEXT, Section, Shown

ROW = 230


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
    """Show 15 countries, each with all dates that are told of it."""
    by_country: dict[str | None, list[Release]] = {}
    for one in releases_of(page):
        by_country.setdefault(one.country, []).append(one)
    shown, taken, count = page_of(list(by_country.items()), at, ROWS)
    if not shown:
        return Shown("*No release dates yet.* No source tells when or where it was shown.")
    rows = (cut(f"- {_where(country)}: {_dates(told)}", ROW) for country, told in shown)
    return Shown(lines(rows, TEXT), taken, count)


def _where(country: str | None) -> str:
    return f"**{words.country(country)}**" if country else "country not stated"


def _dates(told: Iterable[Release]) -> str:
    """Tell the dates of one country, each once with all who say so."""
    said: dict[str, list[str]] = {}
    for one in told:
        when = words.release(one, where=False)
        said.setdefault(when, []).append(one.source)
    each = (f"{when} ({', '.join(map(escape, dict.fromkeys(by)))})" for when, by in said.items())
    return " · but also ".join(each)


SECTION = Section("Releases", lambda page: len(page.facts(Release)), show)
