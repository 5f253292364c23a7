"""Texts of which parts are hidden, page by page: never more is seen than their author meant.

What stands between two bars is hidden. Discord reads marks of every kind from left to right, and
some can swallow a bar: where that may be, all from the first bar to the last one is hidden.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot import passages
from bot.render.fit import clean, escape_clean, spans

BARS = passages.BARS
_MARKS = re.compile(r"\*+|_+|~+")
_BLOCK = re.compile(r"^[ \t]*(?:>|#|-#|[-*+] |\d{1,9}[.)] )", re.MULTILINE)
_MANY = re.compile(r"\n{3,}")


class Run(NamedTuple):
    """A piece of a text, and whether it is hidden."""

    text: str
    hidden: bool


def runs(text: str) -> list[Run]:
    """Part a text into what is seen and what is hidden; a bar that is never closed is a sign."""
    pieces = text.split(BARS)
    if len(pieces) < 3:
        return [Run(text, hidden=False)]
    if not _is_plain(text, pieces):
        pieces = [pieces[0], BARS.join(pieces[1:-1]), pieces[-1]]
    return [Run(piece, hidden=at % 2 == 1) for at, piece in enumerate(pieces)]


def _is_plain(text: str, pieces: list[str]) -> bool:
    """Tell whether no other mark can come between the bars."""
    if len(pieces) % 2 == 0 or "|||" in text or "`" in text or "\\" in text or "](" in text:
        return False
    if any("://" in word and BARS in word for word in text.split()):
        return False
    if _BLOCK.search(text) and any(line.count(BARS) % 2 for line in text.split("\n")):
        return False
    return all(_is_closed(piece) for piece in pieces)


def _is_closed(piece: str) -> bool:
    open_: list[str] = []
    for mark in _MARKS.findall(piece):
        if open_ and open_[-1] == mark:
            open_.pop()
        else:
            open_.append(mark)
    return not open_


def paged(parts: Iterable[Run], size: int, most: int) -> tuple[str, ...]:
    """Give the pages of a text of at most `size` signs, escaped, each of at most `most`.

    A spoiler that reaches over the end of a page goes on behind bars on the next.
    """
    cleaned = [Run(clean(run.text), run.hidden) for run in parts]
    text = "".join(run.text for run in cleaned)
    pages = [
        page
        for start, end in spans(text, size)
        for page in _fitted(cleaned, text, (start, end), most)
    ]
    return tuple(pages) or ("",)


def _fitted(parts: list[Run], text: str, span: tuple[int, int], most: int) -> Iterator[str]:
    """Give a page, in halves where bars and escapes make it too long."""
    start, end = span
    shown = "".join(_shown(run) for run in _between(parts, start, end))
    shown = _MANY.sub("\n\n", shown).strip()
    if len(shown) <= most:
        if shown:
            yield shown
        return
    for half in spans(text, (end - start + 1) // 2, start, end):
        yield from _fitted(parts, text, half, most)


def _between(parts: list[Run], start: int, end: int) -> Iterator[Run]:
    at = 0
    for run in parts:
        piece = run.text[max(start - at, 0) : max(end - at, 0)]
        at += len(run.text)
        if piece:
            yield Run(piece, run.hidden)


def _shown(run: Run) -> str:
    escaped = escape_clean(run.text)
    return covered(escaped) if run.hidden else escaped


def covered(escaped: str) -> str:
    """Put escaped text behind bars: one pair a paragraph; blanks at its ends stay outside."""
    start, end = ends(escaped)
    inside = (part.strip() for part in escaped.split("\n\n"))
    return start + "\n\n".join(f"{BARS}{part}{BARS}" for part in inside if part) + end


def ends(text: str) -> tuple[str, str]:
    """Give the blanks at the beginning of a text and at its end."""
    core = text.strip()
    at = text.find(core) if core else len(text)
    return text[:at], text[at + len(core) :]
