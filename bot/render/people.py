"""A person as a card: what they did, the newest first; and people of one name to choose from."""

from collections.abc import Iterable

from bot.model import Heading
from bot.page import WORKS, Namesake, PersonPage, Work
from bot.render import parts, words
from bot.render.figures import counted
from bot.render.fit import bare, cut, escape, lines
from bot.render.parts import Container

_ADDRESSES = {
    "imdb": ("IMDb", "https://www.imdb.com/name/{}/"),
    "tvmaze": ("TVmaze", "https://www.tvmaze.com/people/{}"),
    "tmdb": ("TMDB", "https://www.themoviedb.org/person/{}"),
    "tvdb": ("TheTVDB", "https://thetvdb.com/people/{}"),
}
OFFERED = parts.OPTIONS
_MORE = " These have the most credits; the cast of an episode leads to all others."


def card(page: PersonPage, note: str = "") -> Container:
    """Show one page of what a person did; `note` says how a question was read."""
    count = max(1, -(-page.things // WORKS))
    turning = parts.turning(f"person:{page.id}", page.page, count)
    return parts.card(
        parts.text(_head(page), 600),
        parts.line(),
        parts.text(_body(page) + parts.position(page.page, count), 3000),
        *([parts.text(f"-# {note}", 300)] if note else []),
        *_pickers(page.works),
        *([parts.row(*turning)] if turning else []),
    )


def _head(page: PersonPage) -> str:
    links = " · ".join(
        f"[{name} {value}](<{address.format(value)}>)"
        for scheme, value in page.ids.items()
        for name, address in [_ADDRESSES[scheme]]
    )
    name = cut(escape(page.name), 300) or "Somebody"
    return "\n".join(filter(None, (f"## {name}", _counts(page), links and f"-# {links}")))


def _counts(page: PersonPage) -> str:
    if not page.things:
        return "No credits in my catalogue yet."
    of = f"{page.series:,} series"
    if not page.episodes:
        return f"In the credits of {of}"
    return f"{counted(page.episodes, 'episode')} of {of}"


def _body(page: PersonPage) -> str:
    """Tell each work in a line, under its series; series in the order of what is newest here."""
    by_series: dict[int, list[Work]] = {}
    for work in page.works:
        by_series.setdefault(work.heading.series_id, []).append(work)
    rows = (
        row
        for works in by_series.values()
        for row in (f"### {cut(words.series_line(works[0].heading), 80)}", *map(_row, works))
    )
    return lines(rows, 2900) or "*Nobody has told what they were in.*"


def _row(work: Work) -> str:
    head = work.heading
    did = f" … {told}" if (told := _did(work)) else ""
    if head.kind == "series":
        return f"The whole series{did}"
    code = f"**{head.code}** " if head.code else ""
    year = f" ({head.date[:4]})" if head.date else ""
    title = cut(escape(cut(head.title or "", 40)) or "Untitled", 55)
    return f"{code}{title}{year}{did}"


def _did(work: Work) -> str:
    """Tell the parts and jobs of a person, each once, with their notes."""
    told = dict.fromkeys(
        " ".join(
            (
                cut(escape(cut(words.part(one) or one.department.capitalize(), 45)), 60),
                *(f"({note})" for note in words.notes(one)),
            )
        )
        for one in work.credits
    )
    return cut(" / ".join(told), 100)


def _pickers(works: Iterable[Work]) -> list[parts.Row]:
    """Offer the episodes of a page, and their series."""
    works = [*works]
    episodes = [one.heading for one in works if one.heading.kind == "episode"]
    series = {one.heading.series_id: _series_of(one.heading) for one in works}
    rows = [parts.picker(episodes, "Open an episode")] if episodes else []
    if series:
        rows.append(parts.picker(series.values(), "Open a series", "series:pick"))
    return rows


def _series_of(head: Heading) -> Heading:
    return Heading(
        head.series_id, "series", head.series_id, head.series, head.start_year, head.end_year
    )


def choice(text: str, people: Iterable[Namesake], *, near: bool) -> Container:
    """Ask who of several people is meant, each with what they did last.

    `near` where nobody has quite that name.
    """
    asked = cut(escape(text), 200)
    rows = [(one.id, one.name, _under(one)) for one in people]
    said = f"I know nobody called “{asked}”. Did you mean one of these?"
    if not near:
        said = (
            f"### Who?\nSeveral people may be meant by “{asked}”.{_MORE * (len(rows) == OFFERED)}"
        )
    return parts.card(parts.text(said, 600), parts.people_picker(rows, "Pick somebody"))


def _under(one: Namesake) -> str:
    """Say how much somebody did, and what last."""
    if one.last is None:
        return "no credits in my catalogue yet"
    head = one.last
    year = f" ({head.date[:4]})" if head.date else ""
    things = counted(one.things, "credit")
    return f"{things}, last {cut(bare(head.series), 50)} {head.code or ''}{year}"


def choice_name(name: str, credits: int) -> str:
    """Name a person in a list of suggestions; at most 100 characters."""
    many = f" ({counted(credits, 'credit')})" if credits else ""
    return f"{cut(bare(name), 100 - len(many)) or 'somebody'}{many}"


def read_as(name: str) -> str:
    """Say whose name words were read as."""
    return f"Read as the name “{cut(escape(name), 200)}”"
