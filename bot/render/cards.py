"""An episode's page as cards: the overview and its sections, each one view of Discord's."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import discord

from bot.model import (
    Company,
    Credit,
    EpisodePage,
    Fact,
    Heading,
    Image,
    Numbering,
    Offer,
    Plot,
    Question,
    Rating,
    Release,
    Spec,
    Title,
)
from bot.render import parts, words
from bot.render.fit import bare, cut, escape, lines, page_of, pages
from bot.render.parts import Container

CAST_SHOWN = 6
ROWS = 15
"""Rows of a list on one page: with the longest names they stay below the 4,000 of a view."""
ROW = 200
_LINKS = {
    "imdb": "https://www.imdb.com/title/{}/",
    "tvmaze": "https://www.tvmaze.com/episodes/{}",
    "tvdb": "https://thetvdb.com/?tab=episode&id={}",
}


def overview(page: EpisodePage, note: str = "") -> Container:
    """Show the head of an episode's page; `note` says how a question was read."""
    title = f"-# {_place(page.heading)}\n## {_name(page.heading)}"
    body = "\n".join(part for part in (title, _also(page), _facts(page)) if part)
    picture = _picture(page)
    top = discord.ui.Section(parts.text(body, 1200), accessory=picture) if picture else None
    return parts.card(
        top or parts.text(body, 1200),
        parts.text(_outline(page), 1200),
        parts.text(_first_cast(page), 1100),
        *([parts.text(f"-# {note}", 400)] if note else []),
        _sections(page),
        _neighbours(page),
    )


def _place(head: Heading) -> str:
    code = f" · **{head.code}**" if head.code else ""
    return f"{cut(words.series_line(head), 300)}{code}"


def _name(head: Heading) -> str:
    return cut(escape(head.title or "Untitled"), 600)


def _also(page: EpisodePage) -> str:
    original = [title for title in page.facts(Title) if title.kind == "original"]
    if original and original[0].text != page.heading.title:
        return f"Original title: {cut(escape(original[0].text), 300)}"
    return ""


def _facts(page: EpisodePage) -> str:
    """Tell dates, runtime and ratings, a line each."""
    releases = _dated(page)
    runtime = next((telling.runtime for telling in page.tellings if telling.runtime), None)
    return lines(
        [
            *(f"First shown {words.release(one)}" for one in releases[:2]),
            *([f"{runtime} minutes"] if runtime else []),
            *(words.rating(one) for one in page.facts(Rating)[:1]),
        ],
        500,
    )


def _dated(page: EpisodePage) -> list[Release]:
    # Dates with a country first: where it is not stated, nobody can tell whose date it is.
    return sorted(page.facts(Release), key=lambda one: (one.country is None, one.date))


def _outline(page: EpisodePage) -> str:
    plots = [plot for plot in page.facts(Plot) if plot.kind == "outline" and not plot.spoiler]
    if not plots:
        return "*No outline yet.*"
    return cut(escape(plots[0].text), 1100)


def _first_cast(page: EpisodePage) -> str:
    cast = _cast(page)
    if not cast:
        return "*No cast yet.*"
    more = f"\n-# and {len(cast) - CAST_SHOWN} more" if len(cast) > CAST_SHOWN else ""
    shown = (cut(words.credit(one), 160) for one in cast[:CAST_SHOWN])
    return f"**Cast**\n{lines(shown, 1000)}{more}"


def _cast(page: EpisodePage) -> list[Credit]:
    """Give the cast as the page has it: in credited order, then the rest alphabetically."""
    cast = [one for one in page.facts(Credit) if one.department == "cast"]
    rest = sorted((one for one in cast if not one.billed), key=lambda one: bare(one.name or "~"))
    return [*(one for one in cast if one.billed), *rest]


def _picture(page: EpisodePage) -> discord.ui.Thumbnail[discord.ui.LayoutView] | None:
    for image in page.facts(Image):
        if image.url.startswith(("https://", "http://")):
            alt = cut(bare(image.alt or "") or "A picture of this episode", 200)
            url = image.url.replace("http://", "https://", 1)
            return discord.ui.Thumbnail(url, description=alt)
    return None


def _sections(page: EpisodePage) -> parts.Row:
    head = page.heading
    counts = {"cast": len(page.facts(Credit)), "releases": len(page.facts(Release))}
    counts["plot"] = len(page.facts(Plot))
    return parts.row(
        *(
            parts.button(
                f"{name.capitalize()} {counts.get(name) or ''}".strip(),
                f"episode:{name}:{head.id}:0",
            )
            for name in SECTIONS
        )
    )


def _neighbours(page: EpisodePage) -> parts.Row:
    def step(sign: str, beside: Heading | None) -> discord.ui.Button[discord.ui.LayoutView]:
        if beside is None:
            return parts.button(sign, f"episode:none:{page.heading.id}:{sign}", off=True)
        return parts.button(f"{sign} {beside.code}", f"episode:overview:{beside.id}:0")

    return parts.row(step("◀", page.previous), step("▶", page.next))


def section(name: str, page: EpisodePage, at: int = 0) -> Container:
    """Show one section of an episode's page; a page number that is not there shows the nearest."""
    if name not in SECTIONS:
        return overview(page)
    body, taken, count = SECTIONS[name](page, at)
    head = page.heading
    title = f"-# {_place(head)}\n### {_name(head)} · {name.capitalize()}"
    turning = parts.turning(f"episode:{name}:{head.id}", taken, count)
    back = parts.button("Overview", f"episode:overview:{head.id}:0", strong=True)
    content = parts.text(body + parts.position(taken, count), 3000)
    return parts.card(parts.text(title, 900), content, parts.row(back, *turning))


def _cast_section(page: EpisodePage, at: int) -> tuple[str, int, int]:
    cast = _cast(page)
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
            written.append(f"**{heading}**")
            group = heading
        written.append(cut(line, ROW - 20))
    return lines(written, 2900) or "*No cast or crew yet.*"


def _plot_section(page: EpisodePage, at: int) -> tuple[str, int, int]:
    """Page through outline, summaries and synopsis; what tells the end is behind a spoiler."""
    written = [
        f"**{plot.kind.capitalize()}**{_by(plot)}\n{_hidden(piece, plot)}"
        for plot in page.facts(Plot)
        for piece in pages(bare(plot.text), 1200)
    ]
    shown, taken, count = page_of(written, at, 1)
    return "\n\n".join(shown) or "*No plot yet.*", taken, count


def _by(plot: Plot) -> str:
    return f" · {cut(escape(plot.author or plot.source), 100)}"


def _hidden(text: str, plot: Plot) -> str:
    hidden = plot.spoiler or plot.kind == "synopsis"
    # Escaping can double a text; cut before it so that the spoiler's end is never cut off.
    fitting = cut(escape(text), 2600)
    return f"||{fitting}||" if hidden else fitting


def _releases_section(page: EpisodePage, at: int) -> tuple[str, int, int]:
    shown, taken, count = page_of(_dated(page), at, ROWS)
    rows = (cut(f"- {words.release(one)} · {escape(one.source)}", ROW) for one in shown)
    return lines(rows, 2900) or "*No release dates yet.*", taken, count


def _details_section(page: EpisodePage, at: int) -> tuple[str, int, int]:
    rows = [*_technical(page), *_numbered(page), *_named(page), *_watchable(page)]
    rows += [("Companies", _company(one)) for one in page.facts(Company)]
    rows += [("Questions", escape(one.text)) for one in page.facts(Question)]
    rows += [("Ids", _link(*pair)) for telling in page.tellings for pair in telling.ids.items()]
    sources = dict.fromkeys(name for telling in page.tellings for name in _sources(telling, page))
    rows.append(("Sources", ", ".join(escape(name) for name in sources)))
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
        return f"{place} {escape(one.scheme)} ({escape(one.source)})"

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


def _link(scheme: str, value: str) -> str:
    address = _LINKS.get(scheme)
    return f"[{scheme} {value}](<{address.format(value)}>)" if address else f"{scheme} {value}"


def _sources(telling: Fact | object, page: EpisodePage) -> Iterable[str]:
    yield getattr(telling, "source", "")
    for kind in (Title, Numbering, Credit, Plot, Release, Offer, Company, Spec, Rating):
        yield from (fact.source for fact in page.facts(kind) if fact.source)


SECTIONS: Mapping[str, Callable[[EpisodePage, int], tuple[str, int, int]]] = MappingProxyType(
    {
        "cast": _cast_section,
        "plot": _plot_section,
        "releases": _releases_section,
        "details": _details_section,
    }
)
