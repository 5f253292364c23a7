"""An episode's page as cards: the overview and its sections, each one view of Discord's."""

from collections.abc import Sequence

import discord

from bot.model import Heading, Image, Rating, Release, Title, first_release
from bot.page import EpisodePage
from bot.render import parts, words
from bot.render.fit import cut, escape, lines
from bot.render.parts import Container
from bot.render.sections import SECTIONS
from bot.render.sections.cast import cast_of
from bot.render.sections.pictures import first, gallery, thumbnail
from bot.render.sections.plot import outlined
from bot.render.sections.releases import releases_of
from bot.render.sections.watch import offer_of

CAST_SHOWN = 6
_FIRST_ROW = ("overview", "cast", "plot", "releases", "watch", "reviews")
_IN_A_ROW = 5


def overview(page: EpisodePage, note: str = "") -> Container:
    """Show the head of an episode's page; `note` says how a question was read."""
    title = f"-# {_place(page.heading)}\n## {_name(page.heading)}"
    body = "\n".join(part for part in (title, _also(page), _facts(page)) if part)
    picture = thumbnail(page)
    top = discord.ui.Section(parts.text(body, 1400), accessory=picture) if picture else None
    return parts.card(
        top or parts.text(body, 1400),
        parts.text(outlined(page, 1000), 1100),
        parts.line(),
        parts.text(_first_cast(page), 1100),
        *([parts.text(f"-# {note}", 300)] if note else []),
        *_sections(page),
        _neighbours(page),
    )


def _place(head: Heading) -> str:
    code = f" · **{head.code}**" if head.code else ""
    return f"{cut(words.series_line(head), 300)}{code}"


def _name(head: Heading) -> str:
    return cut(escape(head.title or "") or "Untitled", 600)


def _also(page: EpisodePage) -> str:
    original = [title for title in page.facts(Title) if title.kind == "original"]
    if original and original[0].text != page.heading.title:
        return f"Original title: {cut(escape(original[0].text), 300)}"
    return ""


def _facts(page: EpisodePage) -> str:
    """Tell what it is, dates, ratings and an offer, a line each."""
    offer = offer_of(page)
    return lines(
        [
            *([standing] if (standing := _standing(page)) else []),
            f"Air date {_dates(page) or 'not known'}",
            _ratings(page),
            *([f"Watch {words.offer(offer)}"] if offer else []),
        ],
        900,
    )


def _standing(page: EpisodePage) -> str:
    """Tell its kind, where it stands in its season, and how long it is."""
    runtime = next((telling.runtime for telling in page.tellings if telling.runtime), None)
    said = [kind_of(page), _in_season(page), words.runtime(runtime)]
    return " · ".join(filter(None, said))


def _in_season(page: EpisodePage) -> str:
    if page.season is None:
        return ""
    season = f"season {page.heading.season}" if page.heading.season else "the specials"
    return f"{page.season.place} of {page.season.size} in {season}"


def kind_of(page: EpisodePage) -> str:
    """Name the kind of an episode, as its sources tell it or as its place in the season does.

    A season has a premiere, and a finale once it is over; "" for any other episode.
    """
    kinds = {telling.kind for telling in page.tellings}
    told = next((kind for kind in ("pilot", "special", "extra") if kind in kinds), None)
    place = page.season
    if told or place is None or not page.heading.season:
        return (told or "").capitalize()
    if place.place == 1 and place.size > 1:
        return "Series premiere" if place.first else "Season premiere"
    if place.place == place.size > 1 and place.over:
        return "Series finale" if place.last else "Season finale"
    return ""


def _dates(page: EpisodePage) -> str:
    """Tell the first date, and the viewer's country's or one that contradicts it."""
    first, every = first_release(page.facts(Release)), releases_of(page)
    if first is None:
        return ""
    home = next((one for one in every if one.country == page.viewer.country and one.country), None)
    others = [
        one for one in every if one.country in {None, first.country} and one.date != first.date
    ]
    said = words.release(first)
    if home and home.country != first.country:
        return f"{said} · {words.release(home)}"
    if not others:
        return said
    who = "source" if others[0].source != first.source else "date"
    return f"{said} · another {who}: {words.release(others[0])}"


def _ratings(page: EpisodePage) -> str:
    said = [words.rating(one) for one in page.facts(Rating)[:1]]
    said.append(words.score(page.score, alone=page.viewer.alone))
    return words.capital(" · ".join(said))


def _first_cast(page: EpisodePage) -> str:
    cast = cast_of(page)
    if not cast:
        return "*No cast yet.*"
    more = f"\n-# and {len(cast) - CAST_SHOWN} more" if len(cast) > CAST_SHOWN else ""
    shown = (cut(words.credit(one), 160) for one in cast[:CAST_SHOWN])
    return f"**Cast**\n{lines(shown, 1000)}{more}"


def _sections(page: EpisodePage, here: str = "") -> list[parts.Row]:
    """Lead to every section; where one stands, the button is off and the overview is one more."""
    names = [name for name in _FIRST_ROW if here or name != "overview"]
    names += [name for name in SECTIONS if name not in names]
    buttons = [
        parts.button(_label(name, page), f"episode:{name}:{page.heading.id}:0", off=name == here)
        for name in names
    ]
    if here != "reviews":  # which asks for one itself
        buttons.append(parts.button("Review this title", f"review:write:{page.heading.id}"))
    return [parts.row(*buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW)]


def _label(name: str, page: EpisodePage) -> str:
    if name not in SECTIONS:
        return name.capitalize()
    return f"{SECTIONS[name].label} {SECTIONS[name].size(page) or ''}".strip()


def _neighbours(page: EpisodePage) -> parts.Row:
    """Lead to the episodes before and after, to the season and to the series."""
    head = page.heading

    def step(side: str, beside: Heading | None) -> discord.ui.Button[discord.ui.LayoutView]:
        if beside is None:
            return parts.button(side.capitalize(), f"episode:none:{head.id}:0:{side}", off=True)
        label = f"{side.capitalize()} {beside.code}"
        return parts.button(label, f"episode:overview:{beside.id}:0:{side}")

    season = "none" if head.season is None else str(head.season)
    return parts.row(
        step("previous", page.previous),
        step("next", page.next),
        parts.button("Season", f"season:{head.series_id}:{season}:0"),
        parts.button("Series", f"series:overview:{head.series_id}:0"),
    )


def section(name: str, page: EpisodePage, at: int = 0) -> Container:
    """Show one section of an episode's page; a page number that is not there shows the nearest."""
    if name not in SECTIONS:
        return overview(page)
    shown = SECTIONS[name].show(page, at)
    name_of = SECTIONS[name].title or SECTIONS[name].label
    title = f"-# {_place(page.heading)}\n## {_name(page.heading)} · {name_of}"
    prefix = shown.turns or f"episode:{name}:{page.heading.id}"
    turning = parts.turning(prefix, shown.page, shown.pages)
    return parts.card(
        parts.text(title, 900),
        parts.line(),
        parts.text(shown.text + parts.position(shown.page, shown.pages), 3000),
        *shown.below,
        *([parts.row(*turning)] if turning else []),
        *_sections(page, name),
    )


def pictured(name: str, page: EpisodePage, at: int = 0) -> Sequence[tuple[Image, str]]:
    """Give the pictures that a section's card shows, with where each is shown from."""
    if name == "pictures":
        return gallery(page, at)
    return () if name in SECTIONS else first(page)
