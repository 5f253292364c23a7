"""The parts that cards are made of: text, buttons, a select; with ids that people can read."""

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ui

from bot.model import Heading
from bot.render.fit import LABEL, OPTION, PLACEHOLDER, VIEW, bare, cut
from bot.render.words import choice_value, years

Container = ui.Container[Any]
Row = ui.ActionRow[Any]
Button = ui.Button[Any]

OPTIONS = 25
"""Lines that a select can have."""
ACCENT = discord.Colour(0x2F6F8F)
TROUBLE = discord.Colour(0xB3452C)


def card(*children: ui.Item[Any], colour: discord.Colour = ACCENT) -> Container:
    """Make a card out of its parts, in their order."""
    return ui.Container(*children, accent_colour=colour)


def text(content: str, limit: int = VIEW) -> ui.TextDisplay[Any]:
    """Show text that is already escaped; Discord refuses a whole message for an empty one."""
    return ui.TextDisplay(cut(content, limit) or "…")


def button(label: str, custom_id: str, *, off: bool = False) -> Button:
    """Make a button; an `off` one stays in its place and can't be pressed."""
    style = discord.ButtonStyle.secondary
    return ui.Button(label=cut(label, LABEL), custom_id=custom_id, disabled=off, style=style)


def line() -> ui.Separator[Any]:
    """Draw a line between two parts of a card."""
    return ui.Separator()


def row(*items: ui.Item[Any]) -> Row:
    """Put up to five buttons, or one select, in a row."""
    return ui.ActionRow(*items)


def picker(headings: Iterable[Heading], placeholder: str, custom_id: str = "pick") -> Row:
    """Offer up to 25 things to pick one from, each with its series, year and code under it."""
    options = [
        discord.SelectOption(
            label=cut(bare(head.title or head.series) or "untitled", OPTION),
            description=cut(_under(head), OPTION),
            value=choice_value(head),
        )
        for head in headings
    ]
    return _select(custom_id, placeholder, options)


def people_picker(
    people: Iterable[tuple[int, str, str]], placeholder: str, custom_id: str = "people"
) -> Row:
    """Offer up to 25 people to look one up: permanent id, name, and what stands under it."""
    rows = ((f"person:{one}", bare(name) or "somebody", under) for one, name, under in people)
    return chooser(custom_id, placeholder, rows)


def chooser(custom_id: str, placeholder: str, rows: Iterable[tuple[str, str, str]]) -> Row:
    """Offer 1 to 25 things to choose one from: value, name, and what stands under it or ""."""
    options = [
        discord.SelectOption(
            value=value, label=cut(name, OPTION), description=cut(under, OPTION) or None
        )
        for value, name, under in rows
    ]
    return _select(custom_id, placeholder, options)


def _select(custom_id: str, placeholder: str, options: list[discord.SelectOption]) -> Row:
    said = cut(placeholder, PLACEHOLDER)
    return row(ui.Select(custom_id=custom_id, placeholder=said, options=options))


def called(head: Heading) -> str:
    """Call an episode by its code, else by its title, in plain text."""
    return str(head.code or cut(bare(head.title or ""), 50) or "untitled")


def _under(head: Heading) -> str:
    if head.kind == "series":
        return f"series {years(head)}".strip()
    year = f"· {head.date[:4]}" if head.date else ""
    told = bare(head.series), years(head), str(head.code or "without a number"), year
    return " ".join(filter(None, told))


def turning(prefix: str, page: int, count: int, behind: str = "") -> list[Button]:
    """Make the buttons that turn pages: first, back, on, last; none for a single page.

    Both buttons of a pair may lead to the same page, so each says in its id what it is. What the
    list is of may stand `behind` that, in any signs.
    """
    if count < 2:
        return []
    steps: Sequence[tuple[str, int, str, bool]] = (
        ("First", 0, "first", page == 0),
        ("Previous", max(page - 1, 0), "back", page == 0),
        ("Next", min(page + 1, count - 1), "on", page == count - 1),
        ("Last", count - 1, "last", page == count - 1),
    )
    return [
        button(label, f"{prefix}:{to}:{name}{behind}", off=off) for label, to, name, off in steps
    ]


def position(page: int, count: int) -> str:
    """Say where a page stands: page 3 of 12; nothing for a single page."""
    return f"\n-# Page {page + 1} of {count}" if count > 1 else ""
