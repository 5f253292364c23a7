"""An episode's page as cards: the overview and its sections, each one view of Discord's."""

import discord

from bot.model import (
    Heading,
    Image,
    Offer,
    Plot,
    Rating,
    Release,
    Title,
)
from bot.page import EpisodePage
from bot.render import parts, words
from bot.render.fit import bare, cut, escape, lines
from bot.render.parts import Container
from bot.render.sections import SECTIONS, cast_of, releases_of

CAST_SHOWN = 6


def overview(page: EpisodePage, note: str = "") -> Container:
    """Show the head of an episode's page; `note` says how a question was read."""
    title = f"-# {_place(page.heading)}\n## {_name(page.heading)}"
    body = "\n".join(part for part in (title, _also(page), _facts(page)) if part)
    picture = _picture(page)
    top = discord.ui.Section(parts.text(body, 1200), accessory=picture) if picture else None
    return parts.card(
        top or parts.text(body, 1200),
        parts.text(_outline(page), 1100),
        parts.line(),
        parts.text(_first_cast(page), 1100),
        *([parts.text(f"-# {note}", 400)] if note else []),
        _sections(page),
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
    """Tell dates, runtime, rating and an offer, a line each."""
    dates = " · also told: ".join(words.release(one) for one in releases_of(page)[:2])
    runtime = next((telling.runtime for telling in page.tellings if telling.runtime), None)
    offers = page.facts(Offer)
    return lines(
        [
            *([f"First shown {dates}"] if dates else []),
            *([f"{runtime} minutes"] if runtime else []),
            *(words.rating(one) for one in page.facts(Rating)[:1]),
            *([f"Watch {words.offer(offers[0])}"] if offers else []),
        ],
        700,
    )


def _outline(page: EpisodePage) -> str:
    plots = [plot for plot in page.facts(Plot) if plot.kind == "outline" and not plot.spoiler]
    if not plots:
        return "*No outline yet.*"
    return cut(escape(cut(plots[0].text, 1000)), 1000)


def _first_cast(page: EpisodePage) -> str:
    cast = cast_of(page)
    if not cast:
        return "*No cast yet.*"
    more = f"\n-# and {len(cast) - CAST_SHOWN} more" if len(cast) > CAST_SHOWN else ""
    shown = (cut(words.credit(one), 160) for one in cast[:CAST_SHOWN])
    return f"**Cast**\n{lines(shown, 1000)}{more}"


def _picture(page: EpisodePage) -> discord.ui.Thumbnail[discord.ui.LayoutView] | None:
    for image in page.facts(Image):
        if image.url.startswith(("https://", "http://")) and len(image.url.split()) == 1:
            alt = cut(bare(image.alt or "") or "A picture of this episode", 200)
            url = image.url.replace("http://", "https://", 1)
            return discord.ui.Thumbnail(url, description=alt)
    return None


def _sections(page: EpisodePage, here: str = "") -> parts.Row:
    """Lead to every section; where one stands, the button is off and the overview is one more."""
    counts = {
        "cast": len(cast_of(page)),
        "plot": len(page.facts(Plot)),
        "releases": len(page.facts(Release)),
    }
    names = ["overview", *SECTIONS] if here else list(SECTIONS)
    return parts.row(
        *(
            parts.button(
                f"{name.capitalize()} {counts.get(name) or ''}".strip(),
                f"episode:{name}:{page.heading.id}:0",
                off=name == here,
            )
            for name in names
        )
    )


def _neighbours(page: EpisodePage) -> parts.Row:
    def step(side: str, beside: Heading | None) -> discord.ui.Button[discord.ui.LayoutView]:
        if beside is None:
            return parts.button(
                side.capitalize(), f"episode:none:{page.heading.id}:0:{side}", off=True
            )
        label = f"{side.capitalize()} {beside.code}"
        return parts.button(label, f"episode:overview:{beside.id}:0:{side}")

    return parts.row(step("previous", page.previous), step("next", page.next))


def section(name: str, page: EpisodePage, at: int = 0) -> Container:
    """Show one section of an episode's page; a page number that is not there shows the nearest."""
    if name not in SECTIONS:
        return overview(page)
    body, taken, count = SECTIONS[name](page, at)
    title = f"-# {_place(page.heading)}\n## {_name(page.heading)} · {name.capitalize()}"
    turning = parts.turning(f"episode:{name}:{page.heading.id}", taken, count)
    return parts.card(
        parts.text(title, 900),
        parts.line(),
        parts.text(body + parts.position(taken, count), 3000),
        *([parts.row(*turning)] if turning else []),
        _sections(page, name),
    )
