"""The sections of an episode's page: the text of one page of each, where it stands, how many."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from bot.model import (
    Company,
    Credit,
    Numbering,
    Offer,
    Plot,
    Question,
    Rating,
    Release,
    Spec,
    Title,
)
from bot.page import EpisodePage
from bot.render import words
from bot.render.fit import cut, escape, lines, page_of, pages

ROWS = 15
"""Rows of a list on one page: with the longest names they stay below the 4,000 of a view."""
ROW = 180
PLOT = 1000
"""Characters of a plot on one page: escaped and in spoilers they can be two and a half times it."""
_PLACES = {"imdb": "IMDb", "tvmaze": "TVmaze", "tmdb": "TMDB", "tvdb": "TheTVDB"}
_LINKS = {
    "imdb": "https://www.imdb.com/title/{}/",
    "tvmaze": "https://www.tvmaze.com/episodes/{}",
    "tvdb": "https://thetvdb.com/?tab=episode&id={}",
}

Shown = tuple[str, int, int]
"""The text of a page, which page it is (from 0), and how many there are."""


def cast_of(page: EpisodePage) -> list[Credit]:
    """Give the cast as the page has it: in credited order, then the rest alphabetically."""
    cast = [one for one in page.facts(Credit) if one.department == "cast"]
    return sorted(cast, key=lambda one: "" if one.billed else one.name or "~")


def releases_of(page: EpisodePage) -> list[Release]:
    """Give the dates as they are shown, the one to be believed first."""
    # Dates with a country first: where it is not stated, nobody can tell whose date it is.
    return sorted(page.facts(Release), key=lambda one: (one.country is None, one.date))


def _cast_section(page: EpisodePage, at: int) -> Shown:
    cast = cast_of(page)
    crew = [one for one in page.facts(Credit) if one.department != "cast"]
    rows = [
        *(("Episode credited cast", one) for one in cast if one.billed),
        *(("Rest of cast, alphabetically", one) for one in cast if not one.billed),
        *((_department(one), one) for one in sorted(crew, key=_department)),
    ]
    shown, taken, count = page_of(rows, at, ROWS)
    return _grouped((group, words.credit(one)) for group, one in shown), taken, count


def _department(one: Credit) -> str:
    return one.department.capitalize()


def _grouped(rows: Iterable[tuple[str, str]]) -> str:
    """Put a heading above each run of rows that belong together."""
    written: list[str] = []
    group = ""
    for heading, line in rows:
        if heading != group:
            written.append(f"### {heading}")
            group = heading
        written.append(cut(line, ROW))
    return lines(written, 2900) or "*No cast or crew yet.*"


def _plot_section(page: EpisodePage, at: int) -> Shown:
    """Page through outline, summaries and synopsis; what tells the end is behind a spoiler."""
    pieces = [(plot, piece) for plot in page.facts(Plot) for piece in pages(plot.text, PLOT)]
    shown, taken, count = page_of(pieces, at, 1)
    written = [
        f"### {plot.kind.capitalize()}\n{_body(piece, plot)}\n-# {_by(plot)}"
        for plot, piece in shown
    ]
    return "\n".join(written) or "*No plot yet.*", taken, count


def _by(plot: Plot) -> str:
    return f"by {cut(escape(plot.author or plot.source), 100)}"


def _body(text: str, plot: Plot) -> str:
    paragraphs = escape(text).split("\n\n")
    if plot.spoiler or plot.kind == "synopsis":
        # A spoiler ends with its paragraph, whatever stands in it.
        paragraphs = [f"||{paragraph}||" for paragraph in paragraphs]
    return "\n\n".join(paragraphs)


def _releases_section(page: EpisodePage, at: int) -> Shown:
    shown, taken, count = page_of(releases_of(page), at, ROWS)
    stated = {True: "", False: " (country not stated)"}
    rows = (
        cut(f"- {words.release(one)}{stated[bool(one.country)]} · {escape(one.source)}", ROW)
        for one in shown
    )
    return lines(rows, 2900) or "*No release dates yet.*", taken, count


def _details_section(page: EpisodePage, at: int) -> Shown:
    rows = [*_watchable(page), *_technical(page), *_numbered(page), *_named(page)]
    rows += [("Companies", _company(one)) for one in page.facts(Company)]
    rows += [("Questions", _question(one)) for one in page.facts(Question)]
    rows += [("Ids", _link(*pair)) for telling in page.tellings for pair in telling.ids.items()]
    sources = (escape(name) for name in dict.fromkeys(_sources(page)))
    rows.append(("Sources", ", ".join(sources)))
    shown, taken, count = page_of(rows, at, ROWS)
    return _grouped(shown), taken, count


def _technical(page: EpisodePage) -> list[tuple[str, str]]:
    runtimes = [telling.runtime for telling in page.tellings if telling.runtime]
    rows = [f"runtime: {minutes} minutes" for minutes in dict.fromkeys(runtimes)]
    rows += [f"{escape(one.name)}: {escape(one.value)}" for one in page.facts(Spec)]
    return [("Technical", one) for one in rows or ["nothing known yet"]]


def _numbered(page: EpisodePage) -> list[tuple[str, str]]:
    def written(one: Numbering) -> str:
        place = f"#{one.number}" if one.season is None else f"S{one.season:02}E{one.number:02}"
        by = f" ({escape(one.source)})" if one.source != one.scheme else ""
        return f"{place} {escape(one.scheme)}{by}"

    return [("Numberings", written(one)) for one in page.facts(Numbering)]


def _named(page: EpisodePage) -> list[tuple[str, str]]:
    def written(one: Title) -> str:
        where = ", ".join(part for part in (one.language, one.country) if part)
        return f"{escape(one.text)} ({where})" if where else escape(one.text)

    return [("Titles", written(one)) for one in page.facts(Title)]


def _watchable(page: EpisodePage) -> list[tuple[str, str]]:
    return [("Where to watch", words.offer(one)) for one in page.facts(Offer)]


def _company(one: Company) -> str:
    where = f", {words.country(one.country)}" if one.country else ""
    return f"{escape(one.name)} ({one.kind}{where})"


def _question(one: Question) -> str:
    answer = f" {escape(cut(one.answer, 60))}" if one.answer else " (no answer yet)"
    asked = f"{escape(cut(one.text, 60))}{answer}"
    return f"||{asked}||" if one.spoiler else asked


def _link(scheme: str, value: str) -> str:
    name, address = f"{_PLACES.get(scheme, scheme)} {value}", _LINKS.get(scheme)
    return f"[{name}](<{address.format(value)}>)" if address else name


def _sources(page: EpisodePage) -> Iterable[str]:
    yield from (telling.source for telling in page.tellings)
    for kind in (Title, Numbering, Credit, Plot, Release, Offer, Company, Spec, Rating):
        yield from (fact.source for fact in page.facts(kind) if fact.source)


SECTIONS: Mapping[str, Callable[[EpisodePage, int], Shown]] = MappingProxyType(
    {
        "cast": _cast_section,
        "plot": _plot_section,
        "releases": _releases_section,
        "details": _details_section,
    }
)
