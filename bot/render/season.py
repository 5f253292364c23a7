"""A season as a card: its episodes with codes, titles, dates and ratings, page by page."""

from bot.model import Heading
from bot.page import LISTED, Listed, Season, SeasonPage
from bot.render import parts, words
from bot.render.figures import counted
from bot.render.fit import cut, escape, lines
from bot.render.parts import Container

_DRAWN = "-# Members' ★ are drawn towards the mean of all ratings while few have rated."


def card(page: SeasonPage, note: str = "") -> Container:
    """Show one page of a season; `note` says how a question was read."""
    series, number = page.series.id, page.season.number
    count = max(1, -(-page.season.episodes // LISTED))
    turning = parts.turning(f"season:{series}:{_name(number)}", page.page, count)
    heads = [one.heading for one in page.episodes]
    return parts.card(
        parts.text(_head(page), 700),
        parts.line(),
        parts.text(lines(map(_row, page.episodes), 2850) + parts.position(page.page, count), 2900),
        *([parts.text(_DRAWN)] if any(one.members for one in page.episodes) else []),
        *([parts.text(f"-# {note}", 300)] if note else []),
        *([parts.picker(heads, f"Open an episode: {_span(heads)}")] if heads else []),
        *([parts.row(*turning)] if turning else []),
        _around(page),
    )


def _name(number: int | None) -> str:
    return "none" if number is None else str(number)


def _head(page: SeasonPage) -> str:
    told = [counted(page.season.episodes, "episode"), _mean(page)]
    name = {0: "Specials", None: "Episodes without a season"}.get(
        page.season.number, f"Season {page.season.number}"
    )
    facts = " · ".join(filter(None, told))
    return f"-# {cut(words.series_line(page.series), 400)}\n## {name}\n{facts}"


def _mean(page: SeasonPage) -> str:
    if page.mean is None:
        return "not rated by any source"
    among = f" of the first {page.looked:,}" if page.looked < page.season.episodes else ""
    return f"★ {page.mean:.2g} on average ({page.rated:,} rated{among})"


def _row(one: Listed) -> str:
    """Tell one episode: code, title, day, the source's rating and what members think of it."""
    head = one.heading
    day = words.day(head.date) if head.date else "date not known"
    title = escape(cut(head.title or "", 60)) or "Untitled"
    rating = f" · ★ {one.rating:.2g}" if one.rating is not None else ""
    members, room = "", 90
    if one.members and one.members.mean is not None:
        members, room = f" · members ★ {one.members.mean:.2g} ({one.members.votes:,})", 68
    return f"**{head.code or 'no number'}** {cut(title, room)} · {day}{rating}{members}"


def _span(heads: list[Heading]) -> str:
    first, last = heads[0], heads[-1]
    return f"{parts.called(first)} to {parts.called(last)}"


def _around(page: SeasonPage) -> parts.Row:
    """Lead to the seasons beside it, to the series, and to the picture of the ratings."""
    series, number = page.series.id, page.season.number

    def step(side: str, beside: Season | None) -> parts.Button:
        if beside is None:
            return parts.button(
                f"{side.capitalize()} season", f"season:{series}:{_name(number)}:0:{side}", off=True
            )
        label = f"{side.capitalize()}: {words.season(beside.number)}"
        return parts.button(label, f"season:{series}:{_name(beside.number)}:0:{side}")

    return parts.row(
        step("previous", page.previous),
        step("next", page.next),
        parts.button("Series", f"series:overview:{series}:0"),
        parts.button("Ratings", f"ratings:season:{series}:{_name(number)}:0"),
    )
