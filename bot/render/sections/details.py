"""Details: runtime, specs, companies, numberings, ids, titles, each with who says so."""

from collections.abc import Iterable, Iterator
from itertools import chain

from bot.model import (
    FACT_FIELDS,
    Company,
    Credit,
    Episode,
    Fact,
    Image,
    Kind,
    Numbering,
    Offer,
    Plot,
    Question,
    Rating,
    Release,
    Spec,
    Title,
)
from bot.page import Page
from bot.render import words
from bot.render.fit import cut, escape, page_of
from bot.render.sections.shown import ROW, ROWS, Section, Shown, grouped

_PLACES = {"imdb": "IMDb", "tvmaze": "TVmaze", "tmdb": "TMDB", "tvdb": "TheTVDB"}
_LINKS = {
    ("imdb", "episode"): "https://www.imdb.com/title/{}/",
    ("imdb", "series"): "https://www.imdb.com/title/{}/",
    ("tvmaze", "episode"): "https://www.tvmaze.com/episodes/{}",
    ("tvmaze", "series"): "https://www.tvmaze.com/shows/{}",
    ("tmdb", "series"): "https://www.themoviedb.org/tv/{}",
    ("tvdb", "episode"): "https://thetvdb.com/?tab=episode&id={}",
    ("tvdb", "series"): "https://thetvdb.com/?tab=series&id={}",
}
_ASKED = ("runtime", "sound mix", "colour", "aspect ratio")
"""What is said not to be known of an episode."""
_COMPANIES = {
    "production": "Production companies",
    "network": "Networks",
    "distribution": "Distribution",
    "effects": "Special effects",
    "other": "Other companies",
}
_FACTS: dict[type[Fact], str] = {
    Title: "titles",
    Numbering: "numberings",
    Credit: "cast and crew",
    Plot: "plots",
    Release: "dates",
    Offer: "offers",
    Company: "companies",
    Spec: "technical",
    Question: "questions",
    Image: "pictures",
    Rating: "ratings",
}
"""What a source tells of, where it is named once for all that it tells."""
Row = tuple[str, str]


def show(page: Page, at: int) -> Shown:
    """Show 15 rows of everything that has no section of its own, and say what is not known."""
    kind = page.heading.kind
    rows = [
        *_technical(page),
        *_companies(page),
        *_numbered(page),
        *(_named(page) if kind == "episode" else ()),
        *_rated(page),
        *(("Ids", _link(kind, *pair)) for told in page.tellings for pair in told.ids.items()),
        *(("Sources", line) for line in _sources(page)),
    ]
    shown, taken, count = page_of(rows, at, ROWS)
    return Shown(grouped(shown), taken, count)


def _technical(page: Page) -> Iterator[Row]:
    episodes = [told for told in page.tellings if isinstance(told, Episode)]
    said = [
        (f"runtime: {words.runtime(one.runtime)}", one.source) for one in episodes if one.runtime
    ]
    said += [
        (f"{escape(one.name)}: {escape(one.value)}{_note(one.note)}", one.source)
        for one in page.facts(Spec)
    ]
    for line, sources in _agreed(said):
        yield "Technical", _by(line, sources)
    known = {line.partition(":")[0].casefold() for line, _ in said}
    also = {"colour": {"color"}, "sound mix": {"sound"}}
    missing = [name for name in _ASKED if not ({name} | also.get(name, set())) & known]
    if missing and episodes:
        yield "Technical", f"-# Not known yet: {', '.join(missing)}"


def _companies(page: Page) -> Iterator[Row]:
    every = sorted(page.facts(Company), key=lambda one: list(_COMPANIES).index(one.kind))
    for one in every:
        where = f" ({words.country(one.country)})" if one.country else ""
        line = f"{escape(one.name)}{where}{_note(one.note)}"
        yield _COMPANIES[one.kind], _by(line, [one.source])
    if not every:
        yield "Companies", "-# Not known yet"


def _numbered(page: Page) -> Iterator[Row]:
    """Tell the numberings side by side, a row each: aired: S09E05, dvd: S09E04, absolute: #63."""
    said = [(f"{escape(one.scheme)}: {_place(one)}", one.source) for one in page.facts(Numbering)]
    for line, sources in _agreed(said):
        yield "Numberings", _by(line, sources)


def _place(one: Numbering) -> str:
    return f"#{one.number}" if one.season is None else f"S{one.season:02}E{one.number:02}"


def _named(page: Page) -> Iterator[Row]:
    for one in page.facts(Title):
        tongue = escape(words.language(one.language)) if one.language else ""
        where = ", ".join(filter(None, (tongue, one.country and words.country(one.country))))
        marks = f" ({where})" if where else ""
        kind = " · original" if one.kind == "original" else ""
        yield "Titles", _by(f"{escape(one.text)}{marks}{kind}{_note(one.note)}", [one.source])


def _rated(page: Page) -> Iterator[Row]:
    for one in page.facts(Rating):
        yield "Ratings", words.rating(one)


def _agreed(said: Iterable[Row]) -> Iterator[tuple[str, list[str]]]:
    """Say the same thing once, with all who say it."""
    by: dict[str, list[str]] = {}
    for line, source in said:
        by.setdefault(line, []).append(source)
    yield from by.items()


def _by(line: str, sources: Iterable[str]) -> str:
    return f"{cut(line, 120)} · {', '.join(escape(cut(one, 30)) for one in dict.fromkeys(sources))}"


def _note(note: str | None) -> str:
    return f", {escape(note)}" if note else ""


def _link(kind: Kind, scheme: str, value: str) -> str:
    name, address = f"{_PLACES.get(scheme, scheme)} {value}", _LINKS.get((scheme, kind))
    return f"[{name}](<{address.format(value)}>)" if address else name


def _sources(page: Page) -> Iterator[str]:
    """Say of what each source tells: wherever a fact stands, it is known whose it is."""
    told_by: dict[str, list[str]] = {told.source: [] for told in page.tellings}
    for kind, name in _FACTS.items():
        told = (getattr(one, FACT_FIELDS[kind], ()) for one in page.tellings)
        for source in dict.fromkeys(fact.source for fact in chain.from_iterable(told)):
            told_by.setdefault(source, []).append(name)
    addresses = {told.source: told.url for told in page.tellings if told.url}
    for source, names in told_by.items():
        if source:
            yield _source(source, f": {', '.join(names)}" if names else "", addresses.get(source))


def _source(name: str, told: str, address: str | None) -> str:
    """Name a source and of what it tells, with a link to where it does as far as that fits."""
    shown = escape(cut(name, 40))
    linked = f"[{shown}](<{address}>){told}"
    fits = address and words.is_address(address) and len(linked) <= ROW
    return linked if fits else f"{shown}{told}"


def _uncounted(_: Page) -> int:
    return 0  # it has a row of everything, known or not: a number would say nothing


SECTION = Section("Details", _uncounted, show)
