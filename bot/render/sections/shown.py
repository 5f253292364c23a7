"""What a section shows: one page of text, what stands below it, and where it stands."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from discord import ui

from bot.page import EpisodePage
from bot.render.fit import cut, lines

ROWS = 15
"""Rows of a list on one page: with the longest names they stay below the 4,000 of a view."""
ROW = 180
TEXT = 2900
"""Characters of a section's text: a view has 4,000, with title and position."""


class Shown(NamedTuple):
    """One page of a section, from 0, of `pages`; `below` the text stand pictures and selects.

    `turns` is what the custom ids begin with that turn its pages, where it is not the usual one.
    """

    text: str
    page: int = 0
    pages: int = 1
    below: tuple[ui.Item[Any], ...] = ()
    turns: str | None = None


class Section(NamedTuple):
    """A section: what its button says, how much there is in it, and how one page of it looks.

    Its `title` is what the button says, where there is no other.
    """

    label: str
    size: Callable[[EpisodePage], int]
    show: Callable[[EpisodePage, int], Shown]
    title: str = ""


def grouped(rows: Iterable[tuple[str, str]], row: int = ROW) -> str:
    """Put a heading above each run of rows that belong together; "" where there are none."""
    written: list[str] = []
    group = ""
    for heading, line in rows:
        if heading != group:
            written.append(f"### {heading}")
            group = heading
        written.append(cut(line, row))
    return lines(written, TEXT)
