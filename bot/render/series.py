"""A series as cards: the overview and its sections, each one view of Discord's."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from discord import ui

from bot.model import Company, Heading, Image, Offer, Rating, Title
from bot.page import Season, SeriesPage
from bot.render import parts, words
from bot.render.figures import counted
from bot.render.fit import cut, escape, lines, page_of
from bot.render.parts import Container
from bot.render.sections import cast, details, reviews, watch
from bot.render.sections.pictures import first, thumbnail
from bot.render.sections.plot import outlined
from bot.render.sections.shown import ROW, ROWS, Shown, grouped

CAST_SHOWN, TITLES_SHOWN, NETWORKS_SHOWN = 6, 3, 3
_IN_A_ROW = 5
_STATUS = {
    "running": "Running",
    "ended": "Ended",
    "cancelled": "Cancelled",
    "announced": "Announced, nothing shown yet",
    "unknown": "Whether it goes on is not known",
}
_KINDS = {
    "series": "Series",
    "mini-series": "Mini-series",
    "special": "Special",
    "film": "Film",
    "short": "Short",
}


class Section(NamedTuple):
    """A section: what its button says, how much there is in it, and how one page of it looks.

    Its `title` is what the button says, where there is no other.
    """

    label: str
    size: Callable[[SeriesPage], int]
    show: Callable[[SeriesPage, int], Shown]
    title: str = ""


def overview(page: SeriesPage, note: str = "") -> Container:
    """Show the head of a series' page; `note` says how a question was read."""
    body = "\n".join(part for part in (_title(page), _facts(page)) if part)
    picture = thumbnail(page)
    top = ui.Section(parts.text(body, 1700), accessory=picture) if picture else None
    return parts.card(
        top or parts.text(body, 1700),
        parts.text(outlined(page, 700), 800),
        parts.line(),
        parts.text(_first_cast(page), 1000),
        *([parts.text(f"-# {note}", 300)] if note else []),
        *seasons_row(page.heading.id, page.seasons[: parts.OPTIONS], len(page.seasons)),
        *_sections(page),
        _neighbours(page),
    )


def section(name: str, page: SeriesPage, at: int = 0) -> Container:
    """Show one section of a series' page; a page number that is not there shows the nearest."""
    if name not in SECTIONS:
        return overview(page)
    shown = SECTIONS[name].show(page, at)
    title = f"-# {_line(page.heading)}\n## {SECTIONS[name].title or SECTIONS[name].label}"
    prefix = shown.turns or f"series:{name}:{page.heading.id}"
    turning = parts.turning(prefix, shown.page, shown.pages)
    return parts.card(
        parts.text(title, 500),
        parts.line(),
        parts.text(shown.text + parts.position(shown.page, shown.pages), 3000),
        *shown.below,
        *([parts.row(*turning)] if turning else []),
        *_sections(page, name),
    )


def _line(head: Heading) -> str:
    return cut(words.series_line(head), 400)


def _title(page: SeriesPage) -> str:
    kind = _KINDS[next((told.kind for told in page.tellings), "series")]
    status = next((told.status for told in page.tellings if told.status != "unknown"), "unknown")
    if status == "unknown" and page.heading.end_year:  # IMDb's dumps tell of no status
        status = "ended"
    return f"-# {kind} · {_STATUS[status]}\n## {_line(page.heading)}"


def _facts(page: SeriesPage) -> str:
    """Tell names, ratings, how much there is of it, when, and where it runs, a line each."""
    told = [
        _original(page),
        _also(page),
        _ratings(page),
        _size(page.seasons),
        f"First: {_told(page.first)} · latest: {_told(page.latest)}",
        f"Next: {_told(page.next)}",
        _networks(page),
        f"Watch {words.offer(offer)}" if (offer := watch.offer_of(page)) else "",
    ]
    return lines(filter(None, told), 1250)


def _original(page: SeriesPage) -> str:
    original = next((one.text for one in page.facts(Title) if one.kind == "original"), "")
    different = original and original != page.heading.series
    return f"Original title: {cut(escape(original), 200)}" if different else ""


def _also(page: SeriesPage) -> str:
    """Name some of the other titles, and say how many there are."""
    others = titles_of(page)
    if not others:
        return ""
    named = ", ".join(cut(_title_told(one), 90) for one in others[:TITLES_SHOWN])
    more = len(others) - TITLES_SHOWN
    rest = f" and {counted(more, 'other')}" if more > 0 else ""
    return f"Also known as {named}{rest}"


def titles_of(page: SeriesPage) -> list[Title]:
    """Give the other titles of a series, each wording once a country and language."""
    found: dict[tuple[str, str | None, str | None], Title] = {}
    for one in page.facts(Title):
        if one.text != page.heading.series:
            found.setdefault((one.text, one.country, one.language), one)
    return [*found.values()]


def _title_told(one: Title) -> str:
    place = _place(one)
    return f"{escape(cut(one.text, 70))}{f' ({escape(place)})' if place else ''}"


def _ratings(page: SeriesPage) -> str:
    said = [words.rating(one) for one in page.facts(Rating)[:1]]
    said.append(words.score(page.score, alone=page.viewer.alone))
    return words.capital(" · ".join(said))


def _size(seasons: Iterable[Season]) -> str:
    """Count seasons and episodes, specials and those without a season apart."""
    numbered = [one for one in seasons if one.number]
    some = sum(one.episodes for one in numbered)
    counts = [
        (len(numbered), "season"),
        (some, "episode"),
        (sum(one.episodes for one in seasons if one.number == 0), "special"),
    ]
    told = [counted(many, thing) for many, thing in counts if many]
    loose = sum(one.episodes for one in seasons if one.number is None)
    told += [f"{loose:,} without a season"] if loose else []
    return " · ".join(told) or "No episodes yet."


def _told(head: Heading | None) -> str:
    """Tell one episode and its day; what no date tells is said to be unknown."""
    if head is None:
        return "not known"
    name = head.code or cut(escape(head.title or ""), 60) or "untitled"
    return f"**{name}**, {words.day(head.date) if head.date else 'date not known'}"


def _networks(page: SeriesPage) -> str:
    networks = [one for one in page.facts(Company) if one.kind == "network"]
    named = dict.fromkeys(
        f"{cut(escape(one.name), 60)}{f' ({words.country(one.country)})' if one.country else ''}"
        for one in networks
    )
    more = f" and {len(named) - NETWORKS_SHOWN} more" if len(named) > NETWORKS_SHOWN else ""
    return f"On {', '.join([*named][:NETWORKS_SHOWN])}{more}" if named else ""


def _first_cast(page: SeriesPage) -> str:
    every = cast.cast_of(page)
    if not every:
        return "*No cast yet.* Who was in an episode is on its page."
    more = f"\n-# and {len(every) - CAST_SHOWN} more" if len(every) > CAST_SHOWN else ""
    shown = (cut(words.credit(one), 150) for one in every[:CAST_SHOWN])
    return f"**Cast**\n{lines(shown, 920)}{more}"


def seasons_row(series: int, seasons: Sequence[Season], every: int = 0) -> list[parts.Row]:
    """Offer seasons to open one, at most 25; nothing where there are none.

    Says which they are where there are more of them: `every` counts all.
    """
    rows = [(f"season:{series}:{_number(one)}", *_season_told(one)) for one in seasons]
    if not rows:
        return []
    first, last = words.season(seasons[0].number), words.season(seasons[-1].number)
    which = f": {first} to {last}, of {every}" if every > len(rows) else ""
    return [parts.chooser("seasons", f"Open a season{which}", rows)]


def _number(season: Season) -> str:
    return "none" if season.number is None else str(season.number)


def _season_told(one: Season) -> tuple[str, str]:
    """Name a season, and say how much there is of it and since when."""
    many = counted(one.episodes, "episode")
    since = f", from {words.day(one.date)}" if one.date else ""
    return words.season(one.number).capitalize(), f"{many}{since}"


def _sections(page: SeriesPage, here: str = "") -> list[parts.Row]:
    """Lead to every section; where one stands, the button is off and the overview is one more."""
    buttons = [
        parts.button(_label(name, page), f"series:{name}:{page.heading.id}:0", off=name == here)
        for name in ([*SECTIONS] if not here else ["overview", *SECTIONS])
    ]
    return [parts.row(*buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW)]


def _label(name: str, page: SeriesPage) -> str:
    if name not in SECTIONS:
        return name.capitalize()
    return f"{SECTIONS[name].label} {SECTIONS[name].size(page) or ''}".strip()


def _neighbours(page: SeriesPage) -> parts.Row:
    """Lead to the latest and the next episode, and to the picture of the ratings."""
    series = page.heading.id

    def step(side: str, head: Heading | None) -> ui.Button[ui.LayoutView]:
        if head is None:
            return parts.button(side.capitalize(), f"series:none:{series}:0:{side}", off=True)
        label = f"{side.capitalize()} {head.code or ''}".strip()
        return parts.button(label, f"episode:overview:{head.id}:0:{side}")

    ratings = parts.button("Ratings", f"ratings:series:{series}:0")
    review = parts.button("Review this title", f"review:write:{series}")
    return parts.row(step("latest", page.latest), step("next", page.next), ratings, review)


def _seasons_section(page: SeriesPage, at: int) -> Shown:
    """List 25 seasons, specials and episodes without a season at the end, and open one."""
    shown, taken, count = page_of(page.seasons, at, parts.OPTIONS)
    if not shown:
        return Shown("*No episodes yet.* No source tells of any season.")
    rows = (" · ".join((f"**{name}**", many)) for name, many in map(_season_told, shown))
    below = seasons_row(page.heading.id, shown, len(page.seasons))
    return Shown(f"{_size(page.seasons)}\n{lines(rows, 2800)}", taken, count, tuple(below))


def _titles_section(page: SeriesPage, at: int) -> Shown:
    """List every other title, by country, where none is told by language."""
    every = [(_place(one), one) for one in titles_of(page)]
    every.sort(key=lambda pair: (not pair[0], pair[0], pair[1].text))
    shown, taken, count = page_of(every, at, ROWS)
    text = grouped((escape(place) or "Place not stated", _called(one)) for place, one in shown)
    return Shown(text or "*No other titles.* Every source calls it the same.", taken, count)


def _place(one: Title) -> str:
    if one.country:
        return words.country(one.country)
    return words.language(one.language) if one.language else ""


def _called(one: Title) -> str:
    """Tell a title with its language, what is noted of it, and who says so."""
    tongue = f" ({escape(words.language(one.language))})" if one.country and one.language else ""
    kind = ", original" if one.kind == "original" else ""
    title, source = f"- {escape(cut(one.text, 80))}{tongue}{kind}", escape(cut(one.source, 30))
    room = max(20, ROW - len(f"{title},  · {source}"))
    note = f", {cut(escape(one.note), room)}" if one.note else ""
    return f"{title}{note} · {source}"


def _uncounted(_: SeriesPage) -> int:
    return 0


SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "seasons": Section(
            "Seasons", lambda page: sum(bool(one.number) for one in page.seasons), _seasons_section
        ),
        "cast": Section("Cast", cast.size, cast.show),
        "watch": Section(
            "Watch", lambda page: len(page.facts(Offer)), watch.show, watch.SECTION.title
        ),
        "titles": Section("Titles", lambda page: len(titles_of(page)), _titles_section),
        "reviews": Section("Reviews", lambda page: page.reviews, reviews.show),
        "details": Section("Details", _uncounted, details.show),
    }
)
"""The sections of a series' page, by the name that their buttons carry."""


def pictured(name: str, page: SeriesPage) -> list[tuple[Image, str]]:
    """Give the pictures that a section's card shows, with where each is shown from."""
    return [] if name in SECTIONS else first(page)
